"""What is sealed stays sealed: in its place, under its key, in database, log and file store."""

import io
import logging
from uuid import UUID

import openpyxl
import pytest
import xlsxwriter
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.db import connection

from bureau import masks, sealing
from bureau.models import LexiconEntry, StoredFile
from bureau.sealing import SealBroken
from bureau.services import keep_file, open_file
from followups import services
from followups.models import FollowUpRecord, Upload
from followups.rules.words import Verdict
from tests.factories import AFTER_CLOSING, CLOSING, IN_TIME, OCTOBER

ROW = UUID("00000000-0000-0000-0000-000000000001")
OTHER_ROW = UUID("00000000-0000-0000-0000-000000000002")
OLD = "k1:MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE="
NEW = "k2:MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjI="


def seal(text="张三", *, column="people.name", seal_id=ROW):
    return sealing.seal_text(text, column=column, seal_id=seal_id)


def opened(sealed, *, column="people.name", seal_id=ROW):
    return sealing.open_text(sealed, column=column, seal_id=seal_id)


# --- One value -------------------------------------------------------------------------------


def test_a_value_opens_in_its_own_place():
    assert opened(seal("张三")) == "张三"


@pytest.mark.parametrize(
    "elsewhere",
    [{"seal_id": OTHER_ROW}, {"column": "people.phone"}, {"column": "others.name"}],
    ids=["another row", "another column", "another table"],
)
def test_a_value_moved_to_another_place_does_not_open(elsewhere):
    with pytest.raises(SealBroken):
        opened(seal(), **elsewhere)


def test_no_byte_of_a_value_can_be_changed_unnoticed():
    sealed = seal("张三")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            opened(bytes(changed))


def test_a_value_cut_short_anywhere_does_not_open():
    sealed = seal("张三")
    for length in range(1, len(sealed)):
        with pytest.raises(SealBroken):
            opened(sealed[:length])


def test_the_same_value_is_never_sealed_the_same_way_twice():
    assert len({seal("张三") for _ in range(20)}) == 20


def test_nothing_is_sealed_as_nothing():
    assert seal("") == b""
    assert opened(b"") == ""


# --- Keys ------------------------------------------------------------------------------------


def test_an_older_key_still_opens_what_it_sealed_and_the_first_one_seals(settings):
    settings.SEAL_KEYS = [OLD]
    old = seal("张三")
    settings.SEAL_KEYS = [NEW, OLD]
    new = seal("张三")

    assert (opened(old), opened(new)) == ("张三", "张三")
    assert (old[:3], new[:3]) == (b"\x02k1", b"\x02k2")


def test_without_its_key_a_value_does_not_open(settings):
    settings.SEAL_KEYS = [OLD]
    sealed = seal()
    settings.SEAL_KEYS = [NEW]

    with pytest.raises(SealBroken):
        opened(sealed)


def test_another_key_under_the_same_name_does_not_open_it(settings):
    settings.SEAL_KEYS = [OLD]
    sealed = seal()
    settings.SEAL_KEYS = [NEW.replace("k2", "k1")]

    with pytest.raises(SealBroken):
        opened(sealed)


@pytest.mark.parametrize(
    "keys",
    [[], ["k1:"], ["k1:c2hvcnQ="], ["k1:not base64 at all!"], ["no colon"]],
    ids=["none", "an empty one", "a short one", "no base64", "no name"],
)
def test_keys_that_are_none_are_refused_by_name(settings, keys):
    settings.SEAL_KEYS = keys

    with pytest.raises(ImproperlyConfigured, match="SEAL_KEYS"):
        seal()


# --- Hashes ----------------------------------------------------------------------------------


def test_equals_hash_alike_for_one_purpose_and_apart_for_two():
    phone = sealing.keyed_hash("13812345678", purpose="phone")

    assert phone == sealing.keyed_hash("13812345678", purpose="phone")
    assert phone != sealing.keyed_hash("13812345678", purpose="name")
    assert phone != sealing.keyed_hash("13812345679", purpose="phone")
    assert len(phone) == 16


def test_without_the_hash_key_nobody_can_make_the_same_hash(settings):
    before = sealing.keyed_hash("13812345678", purpose="phone")
    settings.HASH_KEY = OLD.removeprefix("k1:")

    assert sealing.keyed_hash("13812345678", purpose="phone") != before


def test_nothing_hashes_to_nothing():
    assert sealing.keyed_hash("", purpose="phone") == b""


# --- Masks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (masks.name, "张三丰", "张**"),
        (masks.name, "张三", "张*"),
        (masks.name, "张", "张*"),
        (masks.name, "", ""),
        (masks.said_as, "李护士", "李护士"),
        (masks.said_as, "李红护士长", "李*护士长"),
        (masks.said_as, "欧阳副主任", "欧*副主任"),
        (masks.said_as, "李红", "李*"),
        (masks.said_as, "医生", "医生"),
        (masks.said_as, "", ""),
        (masks.phone, "13812345678", "138****5678"),
        (masks.phone, "05392250000", "053****0000"),
        (masks.phone, "2250000", "*******"),
        (masks.phone, "", ""),
        (masks.id_no, "11010519491231002X", "110105********002X"),
        (masks.id_no, "110105491231002", "110105*****1002"),
        (masks.id_no, "E12345678", "*********"),
        (masks.id_no, "", ""),
        (masks.words, "饭菜凉", "***"),
        (masks.words, "", ""),
    ],
)
def test_masks_show_enough_to_tell_apart_and_no_more(mask, text, shown):
    assert mask(text) == shown


# --- Files -----------------------------------------------------------------------------------


def test_a_kept_file_cannot_be_read_in_the_store_and_comes_back_whole(db):
    content = "张三,13812345678".encode() * 100

    stored = keep_file(name="随访.xlsx", content=content, by=None, at=IN_TIME)

    with default_storage.open(stored.storage_name) as file:
        kept = file.read()
    assert "张三".encode() not in kept
    assert b"13812345678" not in kept
    assert open_file(StoredFile.objects.get(pk=stored.pk)) == content


def test_the_store_learns_nothing_from_the_files_name(db):
    stored = keep_file(name="张三.xlsx", content=b"x", by=None, at=IN_TIME)

    assert "张三" not in stored.storage_name
    assert stored.storage_name.replace("/", "") == stored.pk.hex


def test_a_file_put_in_the_place_of_another_does_not_open(db):
    ours, other = (
        keep_file(name="a", content=content, by=None, at=IN_TIME) for content in (b"1", b"2")
    )
    with default_storage.open(other.storage_name) as file:
        content = file.read()
    default_storage.delete(ours.storage_name)
    with default_storage.open(ours.storage_name, "wb") as file:
        file.write(content)

    with pytest.raises(SealBroken):
        open_file(ours)


# --- Canaries: a dump of everything ----------------------------------------------------------

CANARIES = {
    "姓名": "金丝雀",
    "身份证号": "371323195012167456",
    "联系电话": "13987654321",
    "家庭住址": "金丝雀路九十九号",
    "出院诊断": "金丝雀肺",
    "随访内容": "金丝雀说伤口还疼",
    "患者近况": "金丝雀能下地了",
    "下一步建议": "金丝雀下周复诊",
    "意见建议": "金丝雀嫌饭菜凉",
    "备注": "金丝雀住在女儿家",
    "与患者关系": "金丝雀之女",
    "接听人": "女儿金丝雀",
}
WRONG_PHONE = "139876543"


def canary_register():
    """A good row and one with a bad phone, whose text must not lie about in the clear either."""
    plain = {
        "住院号": "ZY1",
        "出院日期": "2026-10-05",
        "随访时间": "2026-10-09",
        "随访结果": "已随访",
    }
    bad = {**CANARIES, "联系电话": WRONG_PHONE}
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("随访登记")
        sheet.write_row(0, 0, [*CANARIES, *plain])
        sheet.write_row(1, 0, [*CANARIES.values(), *plain.values()])
        sheet.write_row(2, 0, [*bad.values(), "ZY2", *list(plain.values())[1:]])
    return buffer.getvalue()


def dump():
    """Copy every table out as text, as a backup would."""
    out = io.StringIO()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.copy_expert(f'COPY "{table}" TO STDOUT', out)
    return out.getvalue()


def lies_open(text, dumped):
    """Tell if a text stands in a dump, as it is or as the bytes of a binary column."""
    return text in dumped or text.encode().hex() in dumped


def read_in(institution, content):
    upload = services.receive_upload(
        institution=institution, month=OCTOBER, name="a.xlsx", content=content, by=None, at=IN_TIME
    )
    return services.check_upload(upload, at=IN_TIME)


@pytest.mark.long
def test_after_a_month_with_a_canary_no_table_and_no_log_holds_a_word_of_hers(
    hospital, liaison, caplog
):
    caplog.set_level(logging.DEBUG)
    upload = read_in(hospital, canary_register())
    services.correct_cells(
        upload=upload, by=None, corrections={3: {"remark": "金丝雀更正"}}, at=IN_TIME
    )
    upload = services.check_upload(Upload.objects.get(pk=upload.pk), at=IN_TIME)
    assert (upload.rows_new, upload.rows_refused) == (1, 1)
    services.submit_upload(upload=upload, by=None, at=IN_TIME)
    services.order_marked_copy(upload=upload, by=None, at=IN_TIME)
    services.mark_problems(Upload.objects.get(pk=upload.pk), at=IN_TIME)
    services.close_month(month=OCTOBER, at=CLOSING)
    item = upload.register.checks.get().items.get()
    services.reveal_number(item=item, by=liaison, at=AFTER_CLOSING)
    services.record_call(
        item=item, attempt=1, verdict=Verdict.GENUINE, by=liaison, at=AFTER_CLOSING,
        note="金丝雀接的电话",
    )  # fmt: skip

    dumped = dump()

    words = [*CANARIES.values(), WRONG_PHONE, "金丝雀"]
    assert [text for text in words if lies_open(text, dumped)] == []
    assert [text for text in words if text in caplog.text] == []
    assert lies_open("ZY1", dumped)  # the dump is one: what is no secret stands in it


def test_after_the_sample_with_a_problem_in_each_row_no_person_of_it_lies_open(hospital, sample):
    content = sample("04-一行一个问题.xlsx")
    read_in(hospital, content)
    headings, *lines = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values
    secret = {"姓名", "身份证号", "联系电话", "出院诊断", "随访内容", "下一步建议", "意见建议"}
    doctors = {line[headings.index(name)] for line in lines for name in ("主管医师", "随访人")}
    texts = {
        str(value)
        for line in lines
        for heading, value in zip(headings, line, strict=True)
        if heading in secret and len(str(value)) > 2 and value not in {None, *doctors}
    }
    # What everybody says stands in the lexicon, and is nobody's secret.
    texts -= set(LexiconEntry.objects.values_list("phrase", flat=True))

    dumped = dump()

    assert len(texts) > 100
    assert [text for text in texts if lies_open(text, dumped)] == []


def test_a_record_shows_itself_masked_and_opens_only_when_asked(hospital):
    upload = read_in(hospital, canary_register())
    services.submit_upload(upload=upload, by=None, at=IN_TIME)

    record = FollowUpRecord.objects.get()

    assert [str(record.patient_name), str(record.phone), str(record.id_no)] == [
        "金**", "139****4321", "371323********7456",
    ]  # fmt: skip
    assert (str(record.opinion), str(record.diagnosis)) == ("***", "***")
    assert record.opinion.reveal() == "金丝雀嫌饭菜凉"
    assert "金丝雀" not in repr(record.patient_name)
