"""The hotline's orders and old books brought in: the sample as its README says, and the faults."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bureau.import_states import ImportState
from bureau.models import Act
from bureau.rules import Role
from bureau.selectors.imports import row_counts
from bureau.services import open_file
from complaints.invariants import breaches
from complaints.models import Case, CaseColumns, CaseImport, CaseImportRow
from complaints.rules.words import CaseState, CaseType, Channel, ClockCode, Confidentiality
from complaints.services import CaseError
from complaints.services import importing as services
from complaints.services.taking_in import confirm_import
from complaints.sheets import Book
from complaints.views.importing import PAGES
from tests.complaints.conftest import moment
from tests.factories import InstitutionFactory, UserFactory

SAMPLE = Path("tests/samples/06-12345工单交办表.xlsx")
AT = moment("2026-11-22")


def words(line):
    return line.split()


HEADINGS = words("工单编号 来电人 联系方式 诉求类型 诉求内容 承办单位 派单时间 办理时限 是否保密")
ROW = ["DH1", "黄志涛", "13855144502", "投诉", "排队两小时", "县人民医院", "2026/11/02 15:00",
       "2026-11-09", "否"]  # fmt: skip


def order(**changed):
    return [changed.get(name, cell) for name, cell in zip(HEADINGS, ROW, strict=True)]


def workbook(*rows):
    made = Workbook()
    for row in (HEADINGS, *rows):
        made.active.append(row)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


@pytest.fixture
def houses(hospital):
    hospital.name = "县人民医院"
    hospital.save()
    return [hospital, *(InstitutionFactory(name=name) for name in
                        ("城关镇卫生院", "县中医院", "河西乡卫生院"))]  # fmt: skip


@pytest.fixture
def hand_in(petition_clerk, houses):
    def handed_in(content, book=Book.ORDERS):
        batch = services.receive_import(
            book=book, name="工单.xlsx", content=content, by=petition_clerk, at=AT
        )
        if batch.state != ImportState.ASKING:
            return batch
        fields = {one["column"]: one["field"] for one in batch.columns_asked}
        return services.IMPORTS.map_columns(batch=batch, fields=fields, by=petition_clerk, at=AT)

    return handed_in


@pytest.fixture
def take_in(hand_in, petition_clerk, desk):
    def taken(content, book=Book.ORDERS):
        batch = hand_in(content, book)
        return confirm_import(batch=batch, by=petition_clerk, at=AT, calendar=desk.calendar)

    return taken


@pytest.mark.long
def test_sample_06_becomes_24_cases_of_which_3_are_protected(take_in):
    batch = take_in(SAMPLE.read_bytes())

    assert row_counts(batch) == {"new": 24, "unchanged": 0, "refused": 0}
    protected = Case.objects.exclude(confidentiality=Confidentiality.OPEN)
    assert (Case.objects.count(), protected.count()) == (24, 3)
    assert {case.type for case in protected} == {CaseType.REPORT}
    assert all(case.is_accusation and case.institution is None for case in protected)
    assert not list(breaches(at=AT))


@pytest.mark.long
def test_sample_06_a_second_time_changes_nothing(hand_in, take_in, petition_clerk, desk):
    take_in(SAMPLE.read_bytes())

    again = hand_in(SAMPLE.read_bytes())

    assert row_counts(again) == {"new": 0, "unchanged": 24, "refused": 0}
    with pytest.raises(CaseError, match="nothing to take in"):
        confirm_import(batch=again, by=petition_clerk, at=AT, calendar=desk.calendar)
    assert Case.objects.count() == 24


@pytest.mark.long
def test_an_order_keeps_the_hotlines_number_and_day_and_the_earliest_clock_rules(take_in):
    take_in(SAMPLE.read_bytes())

    case = Case.objects.get(external_no="DH20260000001")
    days = dict(case.clocks.values_list("code", "due_on"))
    given = case.clocks.get(is_given=True)
    assert (case.channel, given.code) == (Channel.HOTLINE, ClockCode.HOTLINE_ANSWER)
    assert case.received_at == moment("2026-11-02", 15)
    assert days[ClockCode.HOTLINE_ANSWER] == date(2026, 11, 9)
    assert case.next_due_at == case.clocks.order_by("due_at").first().due_at
    assert days[ClockCode.HOTLINE_SIGN] == date(2026, 11, 3)


@pytest.mark.long
def test_a_day_that_the_hotline_names_may_be_no_working_day(take_in):
    take_in(SAMPLE.read_bytes())

    last = Case.objects.get(external_no="DH20260000024")
    assert last.clocks.get(is_given=True).due_on == date(2026, 11, 14)


@pytest.mark.long
def test_the_sheet_keeps_who_complained_sealed_and_nobody_nameless_gets_a_name(take_in):
    take_in(SAMPLE.read_bytes())

    named = Case.objects.get(external_no="DH20260000001")
    nameless = Case.objects.get(external_no="DH20260000006")
    assert (named.complainant.reveal(), nameless.complainant.reveal()) == ("黄志涛", "")
    assert nameless.phone.reveal() == "15136874531"
    assert named.words.reveal().startswith("医生态度不好\n来电人反映")


def test_new_headings_are_asked_about_once(hand_in, petition_clerk, houses):
    first = services.receive_import(
        book=Book.ORDERS, name="a.xlsx", content=workbook(ROW), by=petition_clerk, at=AT
    )
    assert first.state == ImportState.ASKING
    hand_in(workbook(ROW))

    again = services.receive_import(
        book=Book.ORDERS, name="b.xlsx", content=workbook(order(工单编号="DH2")),
        by=petition_clerk, at=AT,
    )  # fmt: skip

    assert again.state == ImportState.CHECKED
    assert CaseColumns.objects.get().fields[1] == "external_no"


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"承办单位": "县第一医院"}, "institution", "unknown_institution"),
        ({"派单时间": "2026-11-31 08:00"}, "received_at", "impossible_date"),
        ({"派单时间": "2026-11-02 25:00"}, "received_at", "not_a_date"),
        ({"派单时间": "2026-12-02 08:00"}, "received_at", "in_future"),
        ({"办理时限": "2026-11-01"}, "due_on", "before_received"),
        ({"诉求类型": "其他事"}, "type", "unknown_word"),
        ({"诉求内容": ""}, "words", "missing"),
        ({"工单编号": "D" * 41}, "external_no", "too_long"),
    ],
)
def test_a_row_with_a_fault_stays_out_with_row_and_column(hand_in, wrong, field, code):
    batch = hand_in(workbook(ROW, order(工单编号="DH2", **wrong) if "工单编号" not in wrong
                             else order(**wrong)))  # fmt: skip

    assert row_counts(batch) == {"new": 1, "unchanged": 0, "refused": 1}
    refused = batch.rows.get(state="refused")
    assert (refused.number, refused.faults[0]["field"]) == (3, field)
    assert refused.faults[0]["code"] == code


def test_the_same_number_twice_in_a_file_counts_once(hand_in):
    batch = hand_in(workbook(ROW, order(诉求内容="另一件事")))

    assert row_counts(batch) == {"new": 1, "unchanged": 0, "refused": 1}
    assert batch.rows.get(number=3).faults[0]["facts"] == {"row": "2"}


def test_a_fault_never_repeats_who_complained_or_what_was_said(hand_in):
    batch = hand_in(workbook(order(诉求内容="话" * 10_001, 联系方式="1" * 31)))

    said = batch.rows.get().faults
    assert {one["field"]: one["written"] for one in said} == {"words": "", "phone": ""}
    assert "黄志涛" not in str(CaseImportRow.objects.values())


def test_the_marked_workbook_names_row_column_and_remedy(hand_in):
    batch = hand_in(workbook(order(承办单位="县第一医院")))

    marked = load_workbook(BytesIO(PAGES.marked_copy(batch)))
    listed = list(marked.worksheets[0].values)[1]
    assert listed[0] == 2
    assert "承办单位（F）" in listed[1]
    assert open_file(batch.file) != PAGES.marked_copy(batch)


def test_a_workbook_without_orders_says_what_it_needs(hand_in):
    made = BytesIO()
    book = Workbook()
    book.active.append(["姓名", "年龄"])
    book.save(made)

    batch = hand_in(made.getvalue())

    assert batch.state == ImportState.REFUSED
    assert "工单编号" in services.IMPORTS.refusal_sentence(batch)


def test_a_file_is_taken_in_once_and_laid_aside_only_before(take_in, petition_clerk, desk):
    batch = take_in(workbook(ROW))

    confirm_import(batch=batch, by=petition_clerk, at=AT, calendar=desk.calendar)
    with pytest.raises(CaseError):
        services.IMPORTS.withdraw(batch=batch, by=petition_clerk, at=AT)

    assert Case.objects.count() == 1
    assert Act.objects.filter(verb="confirm_case_import").count() == 1


def test_a_file_laid_aside_is_not_taken_in_and_twice_is_once(hand_in, petition_clerk, desk):
    batch = hand_in(workbook(ROW))
    for _again in range(2):
        services.IMPORTS.withdraw(batch=batch, by=petition_clerk, at=AT)

    with pytest.raises(CaseError):
        confirm_import(batch=batch, by=petition_clerk, at=AT, calendar=desk.calendar)

    assert Act.objects.filter(verb="withdraw_case_import").count() == 1
    assert not Case.objects.exists()


def test_an_order_registered_meanwhile_is_left_as_it_stands(hand_in, desk, petition_clerk):
    batch = hand_in(workbook(ROW, order(工单编号="DH2")))
    desk.case(channel=Channel.HOTLINE, external_no="DH1")

    taken = confirm_import(batch=batch, by=petition_clerk, at=AT, calendar=desk.calendar)

    assert row_counts(taken) == {"new": 1, "unchanged": 1, "refused": 0}
    assert Case.objects.count() == 2


@pytest.mark.long
def test_the_petition_section_goes_on_with_each_others_files_and_nobody_else_sees_them(
    take_in, clerk, petition_clerk, officer
):
    batch = take_in(SAMPLE.read_bytes())
    colleague = UserFactory(section=petition_clerk.section, roles=[Role.BUREAU_STAFF])

    for own in (petition_clerk, colleague):
        assert CaseImport.objects.visible_to(own).get() == batch
        assert CaseImportRow.objects.visible_to(own).count() == 24
    for other in (clerk, officer):
        assert not CaseImport.objects.visible_to(other).exists()


def test_who_hands_a_file_in_elsewhere_sees_it_alone_and_not_what_its_accusations_became(
    clerk, houses, desk
):
    content = workbook(ROW, order(工单编号="DH2", 诉求类型="举报"))
    batch = services.receive_import(
        book=Book.ORDERS, name="a.xlsx", content=content, by=clerk, at=AT
    )
    fields = {one["column"]: one["field"] for one in batch.columns_asked}
    services.IMPORTS.map_columns(batch=batch, fields=fields, by=clerk, at=AT)
    confirm_import(batch=batch, by=clerk, at=AT, calendar=desk.calendar)
    colleague = UserFactory(section=clerk.section, roles=[Role.BUREAU_STAFF])

    assert CaseImportRow.objects.visible_to(clerk).get().number == 2
    assert not CaseImport.objects.visible_to(colleague).exists()


OLD = words(
    "登记编号 投诉时间 投诉渠道 投诉人 投诉电话 被投诉单位 投诉内容 处理结果 是否办结 办结日期"
)


def old_book(*rows):
    made = Workbook()
    made.active.append(["2025年投诉登记簿"])
    for row in (OLD, *rows):
        made.active.append(row)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


DONE = ["1", "2025.3.5", "电话", "黄志涛", "", "县人民医院", "收费不明", "已退费并致歉", "已办结",
        "2025-03-10"]  # fmt: skip
OPEN = ["2", "2026-11-20", "来信", "", "", "县人民医院", "无人导医", "", "办理中", ""]


def test_an_old_book_brings_what_is_done_into_the_archive_and_the_rest_to_the_queue(take_in):
    take_in(old_book(DONE, OPEN), Book.OLD_BOOK)

    done, waiting = Case.objects.order_by("received_at")
    assert (done.state, waiting.state) == (CaseState.ARCHIVED, CaseState.REGISTERED)
    assert (done.closed_at, done.finding) == (moment("2025-03-10", 0), "")
    assert (done.next_due_at, bool(waiting.next_due_at)) == (None, True)
    assert "已退费并致歉" in done.entries.get().text
    assert waiting.channel == Channel.PETITION_LETTER
    assert not list(breaches(at=AT))


def test_an_old_book_without_numbers_a_second_time_changes_nothing(take_in, hand_in):
    nameless = [None, *DONE[1:]]
    take_in(old_book(nameless, OPEN), Book.OLD_BOOK)

    again = hand_in(old_book(nameless, OPEN), Book.OLD_BOOK)

    assert row_counts(again) == {"new": 0, "unchanged": 2, "refused": 0}


def test_what_an_old_book_calls_done_says_when(hand_in):
    batch = hand_in(old_book([*DONE[:-1], ""], [*OPEN[:-1], "2026-11-21"]), Book.OLD_BOOK)

    codes = [row.faults[0]["code"] for row in batch.rows.all()]
    assert codes == ["no_day_of_closing", "closed_yet_open"]
