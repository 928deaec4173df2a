"""A list that left the house masked comes back: no mask is ever written over what it hides."""

from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from bureau import masks
from followups import selectors, services
from followups.models import FollowUpRecord
from followups.rules.problems import ProblemCode as Code
from followups.wording import problem_sentence, remedy_sentence
from tests.callers import sent
from tests.factories import IN_TIME, row, submitted
from tests.followups.pages import url
from tests.followups.registers import HEADINGS, book, check, faults, person
from tests.followups.uploads import checked, counts, table

CLEAR = {"patient_name": "病人二", "phone": "13812341234"}
MASKED = ["病**", "ZY00002", "2026-10-05", "138****1234"]
OTHER = ["王五", "ZY00003", "2026-10-07", "13700000003"]


def fault(column, text):
    """What is wrong with one cell of an otherwise good row."""
    headings = [*HEADINGS, *({column} - set(HEADINGS))]
    cells = dict(zip(HEADINGS, person(1), strict=True)) | {column: text}
    return faults(check(book(headings, [cells[one] for one in headings])))


@pytest.mark.parametrize(
    ("column", "field", "text"),
    [
        ("姓名", "patient_name", masks.name("病人二")),
        ("姓名", "patient_name", masks.name("张三")),
        ("姓名", "patient_name", "张＊＊"),
        ("联系电话", "phone", masks.phone("13812341234")),
        ("联系电话", "phone", masks.phone("2345678")),
        ("身份证号", "id_no", masks.id_no("371323196501012345")),
        ("身份证号", "id_no", "371323＊＊＊＊＊＊＊＊2345"),
        ("住院号", "inpatient_no", masks.number("ZY20261000001")),
        ("出院诊断", "diagnosis", masks.words("高血压")),
        ("备注", "remark", "＊＊＊"),
    ],
)
def test_what_a_mask_leaves_is_no_value(column, field, text):
    assert (2, field, Code.MASKED) in fault(column, text)


@pytest.mark.parametrize(
    ("column", "text"),
    [("出院诊断", "血压160/100 **复查**"), ("备注", "*见附页"), ("联系电话", "13812341234*")],
)
def test_a_star_within_words_is_no_mask(column, text):
    assert Code.MASKED not in {code for _row, _field, code in fault(column, text)}


@pytest.fixture
def known(hospital):
    """A patient on record in clear, and what the record said."""
    submitted(hospital, [row(2, **CLEAR)])
    return FollowUpRecord.objects.get()


def clear(record):
    record = FollowUpRecord.objects.get(pk=record.pk)
    return {name: getattr(record, name).reveal() for name in CLEAR}


def test_masked_rows_of_a_workbook_are_refused_by_row_and_column(hospital, known):
    upload = checked(hospital, table(MASKED, OTHER))

    assert counts(upload) == (2, 1, 0, 0, 1)
    [refused] = upload.rows.filter(state="refused")
    found = selectors.problems_of(refused)
    assert [(refused.number, one.field, one.written) for one in found] == [
        (2, "patient_name", "病**"),
        (2, "phone", "138****1234"),
    ]
    services.submit_upload(upload=upload, by=None, at=IN_TIME)
    assert clear(known) == CLEAR
    assert FollowUpRecord.objects.count() == 2


def test_a_workbook_of_nothing_but_masked_rows_stores_nothing(hospital, known):
    upload = checked(hospital, table(MASKED))

    with pytest.raises(services.RegisterError):
        services.submit_upload(upload=upload, by=None, at=IN_TIME)

    assert clear(known) == CLEAR
    assert known.register.versions.count() == 1


def test_the_page_names_row_and_column_and_says_what_to_do(client, settings, hospital, officer):
    settings.LANGUAGE_CODE = "en"
    upload = checked(hospital, table(MASKED))
    client.force_login(officer)

    page = client.get(url("upload_detail", upload.pk)).content.decode()

    [of_name, of_phone] = selectors.problems_of(upload.rows.get())
    assert {of_name.written, of_phone.written} == {"病**", "138****1234"}
    for words in ("病**", "138****1234", problem_sentence(of_name)):
        assert words in page
    assert remedy_sentence(of_name).startswith("Write it in full.")


def test_a_masked_cell_mended_on_the_page_is_taken(hospital, known):
    upload = checked(hospital, table(MASKED))
    said = {2: {"patient_name": "病人贰", "phone": "13812340000"}}

    services.correct_cells(upload=upload, by=None, corrections=said, at=IN_TIME)
    upload = services.check_upload(upload, at=IN_TIME)

    assert counts(upload) == (1, 0, 1, 0, 0)


def test_the_command_refuses_them_by_row_and_column(hospital, known, tmp_path, settings):
    settings.LANGUAGE_CODE = "en"
    path = tmp_path / "masked.xlsx"
    path.write_bytes(table(MASKED))
    out = StringIO()

    with time_machine.travel(IN_TIME, tick=False), pytest.raises(SystemExit):
        call_command(
            *("import_register", str(path), "--institution", hospital.code),
            *("--month", "2026-10", "--partial"),
            stdout=out,
        )

    assert "姓名" in out.getvalue()
    assert "is masked" in out.getvalue()
    assert clear(known) == CLEAR


def test_a_hospital_system_is_refused_with_the_place_of_each(known, his):
    with time_machine.travel(IN_TIME, tick=False):
        answered = his.push([sent(2, patient_name="病**", phone="138****1234"), sent(3)])

    [refused] = answered.json()["refused_rows"]
    assert [(one["pointer"], one["code"]) for one in refused["problems"]] == [
        ("/rows/0/patient_name", "masked"),
        ("/rows/0/phone", "masked"),
    ]
    assert clear(known) == CLEAR
    assert FollowUpRecord.objects.count() == 2
