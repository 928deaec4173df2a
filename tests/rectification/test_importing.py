"""An old ledger taken in: all good rows or none, once, and nothing struck off on one word."""

from datetime import date
from io import BytesIO
from unittest.mock import patch

import pytest
from django.db import IntegrityError
from openpyxl import Workbook, load_workbook

from bureau.import_states import ImportState
from bureau.models import Act, Attachment, Notice
from bureau.rules import Role
from bureau.selectors.imports import row_counts
from bureau.services import open_file
from rectification.invariants import breaches
from rectification.models import ColumnMapping, Item, LedgerImport
from rectification.rules.words import ItemState, Method, SourceKind
from rectification.services import LedgerError
from rectification.services import importing as services
from rectification.services.taking_in import confirm_import
from rectification.views.importing import PAGES
from tests.factories import UserFactory
from tests.rectification.conftest import moment

AT = moment("2026-11-22")


def cells(line):
    return line.split()


HEADINGS = cells(
    "编号 检查日期 被检查单位 存在问题 等级 整改时限 进展情况 销号情况 销号时间 验收情况"
)
OPEN_ROW = cells("1 2026-09-01 县人民医院 无人导医 一般 2026-10-01 已排班 整改中")
CLOSED_ROW = cells(
    "2 2026-03-01 县人民医院 厕所异味 严重 2026-03-31 已保洁 已销号 2026-04-02 李敏现场查看"
)
FAULTY_ROW = cells("3 2026-09-01 县医院 无叫号 一般 2026-10-01 已排班 整改中")
ALL = (OPEN_ROW, CLOSED_ROW, FAULTY_ROW)


def workbook(*rows):
    made = Workbook()
    for row in (HEADINGS, *rows):
        made.active.append(row)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


@pytest.fixture
def receive(ledger):
    def received(*rows, content=b"", by=None):
        content = content or workbook(*(rows or ALL))
        return services.receive_import(
            name="旧.xlsx", content=content, by=by or ledger.clerk, at=AT
        )

    return received


@pytest.fixture
def check(receive, ledger):
    """Hand a file in and say its columns as they are proposed."""

    def checked(*rows, **said):
        batch = receive(*rows, **said)
        if batch.state != ImportState.ASKING:
            return batch
        fields = {one["column"]: one["field"] for one in batch.layout}
        return services.map_columns(
            batch=batch, fields=fields, source=SourceKind.INSPECTION, by=ledger.clerk, at=AT
        )

    return checked


@pytest.fixture
def take_in(check, ledger):
    def taken(*rows, by=None):
        return confirm_import(batch=check(*rows), by=by or ledger.verifier, at=AT)

    return taken


def test_new_headings_are_asked_about_and_remembered(check, receive):
    check()

    again = receive(OPEN_ROW)

    assert again.state == ImportState.CHECKED
    assert ColumnMapping.objects.get().fields[3] == "institution"


@pytest.mark.parametrize(
    ("fields", "said"),
    [({2: "found_on", 3: "institution"}, "问题描述"), ({1: "problem", 4: "problem"}, "问题描述")],
)
def test_columns_that_leave_a_row_without_sense_are_refused(receive, ledger, fields, said):
    with pytest.raises(LedgerError, match=said):
        services.map_columns(
            batch=receive(), fields=fields, source=SourceKind.INSPECTION, by=ledger.clerk, at=AT
        )

    assert not ColumnMapping.objects.exists()


def test_the_preview_counts_every_row_once_and_enters_none(check):
    assert row_counts(check()) == {"new": 2, "unchanged": 0, "refused": 1}
    assert not Item.objects.exists()


def test_good_rows_come_in_with_numbers_days_and_acts(take_in, ledger):
    take_in()

    item = Item.objects.get(state=ItemState.RECTIFYING)
    assert (item.no, item.source_no, item.due_on) == ("ZG-2026-0001", "1", date(2026, 10, 1))
    assert item.is_overdue(date(2026, 11, 22))
    assert list(Act.objects.of("ledger_item", item.no).values_list("verb", flat=True)) == [
        "open_item", "import_item",
    ]  # fmt: skip
    assert item.progress.get().text == "已排班"
    assert item.itemsection_set.get().section.code == "medical_admin"


def test_what_was_struck_off_rests_on_its_row_and_on_somebody_else(take_in, ledger):
    take_in()

    item = Item.objects.get(state=ItemState.CLOSED)
    closure = item.closure
    assert (item.closed_on, closure.method) == (date(2026, 4, 2), Method.ON_SITE)
    assert (closure.requested_by, closure.verified_by) == (ledger.clerk, ledger.verifier)
    paper = load_workbook(BytesIO(open_file(item.evidence.get().attachment.file)))
    cells = {line[0].value: line[1].value for line in paper.active.iter_rows(min_row=2)}
    assert (cells["行号"], cells["问题描述"]) == ("3", "厕所异味")
    assert item.look_backs.get().due_on == date(2026, 11, 22)
    assert list(breaches(at=AT)) == []


def test_the_paper_of_a_row_says_nothing_of_other_houses(take_in):
    take_in()

    paper = open_file(Item.objects.get(state=ItemState.CLOSED).evidence.get().attachment.file)
    assert "无人导医" not in str(list(load_workbook(BytesIO(paper)).active.values))


def test_whoever_may_take_strike_offs_in_is_told_once_that_a_file_waits(check, ledger):
    batch = check()
    services.map_columns(
        batch=batch, fields=batch.mapping.fields, source=SourceKind.INSPECTION, by=ledger.clerk,
        at=AT,
    )  # fmt: skip

    told = Notice.objects.filter(cause=f"to confirm {batch.pk}")
    assert [notice.recipient for notice in told] == [ledger.verifier]
    assert "struck off" in str(told.get().text)


def test_nobody_takes_in_alone_what_they_call_struck_off(check, ledger):
    batch = check()

    with pytest.raises(LedgerError, match="somebody else"):
        confirm_import(batch=batch, by=ledger.clerk, at=AT)

    assert not Item.objects.exists()


def test_without_strike_offs_one_person_is_enough(check, ledger):
    confirm_import(batch=check(OPEN_ROW), by=ledger.clerk, at=AT)

    assert Item.objects.get().state == ItemState.RECTIFYING


def test_an_institution_never_confirms_a_strike_off(check, ledger):
    with pytest.raises(LedgerError, match="who verifies"):
        confirm_import(batch=check(), by=ledger.officer, at=AT)


def test_confirmed_twice_it_is_taken_in_once(take_in, ledger):
    batch = take_in()

    confirm_import(batch=batch, by=ledger.clerk, at=AT)

    assert Item.objects.count() == 2
    assert Act.objects.filter(verb="confirm_import").count() == 1


def test_the_same_file_again_changes_nothing(take_in, check, ledger):
    take_in()

    again = check()

    assert row_counts(again) == {"new": 0, "unchanged": 2, "refused": 1}
    with pytest.raises(LedgerError, match="nothing to take in"):
        confirm_import(batch=again, by=ledger.verifier, at=AT)
    assert Item.objects.count() == 2


def test_two_files_checked_before_either_is_taken_in_enter_a_row_once(check, ledger):
    first, second = check(), check()

    confirm_import(batch=first, by=ledger.verifier, at=AT)
    confirm_import(batch=second, by=ledger.verifier, at=AT)

    assert Item.objects.count() == 2
    assert row_counts(second) == {"new": 0, "unchanged": 2, "refused": 1}


def test_a_problem_entered_by_hand_is_known_again(check, ledger):
    ledger.draft(problem="无人 导医", on="2026-09-01", institution=ledger.hospital)

    assert row_counts(check(OPEN_ROW))["unchanged"] == 1


def of_source(problem, found="2026-09-01"):
    return ["卫督3号", found, "县人民医院", problem, "一般", "2026-10-01", "已排班", "整改中"]


def test_another_problem_of_a_source_comes_in_and_a_known_one_stays_as_it_stands(
    take_in, check, ledger, monkeypatch
):
    monkeypatch.setitem(globals(), "HEADINGS", ["来源编号", *HEADINGS[1:]])
    for _ in range(2):
        batch = check(of_source("无人导医"), of_source("收费不公示"))
        if row_counts(batch)["new"]:
            confirm_import(batch=batch, by=ledger.verifier, at=AT)
    parts = Item.objects.order_by("pk").values_list("source_no", "source_part")
    assert list(parts) == [("卫督3号", 1), ("卫督3号", 2)]

    later = check(of_source("厕所异味"), of_source("收费不公示", "2026-09-09"))

    assert row_counts(later) == {"new": 1, "unchanged": 1, "refused": 0}
    confirm_import(batch=later, by=ledger.verifier, at=AT)
    assert Item.objects.get(source_part=3).problem == "厕所异味"


def test_another_problem_under_a_number_in_the_ledger_is_refused_with_its_item(take_in, check):
    take_in(OPEN_ROW)

    batch = check([*OPEN_ROW[:3], "另一个问题", *OPEN_ROW[4:]])

    [fault] = batch.rows.get().faults
    assert (fault["code"], fault["facts"]["no"]) == ("number_of_another", "ZG-2026-0001")


def test_a_fault_of_the_database_at_any_row_takes_all_of_them_back(check, ledger):
    batch, files = check(), Attachment.objects.count()

    with (
        patch(
            "rectification.services.taking_in.record_item_act",
            side_effect=[None, IntegrityError],
        ),
        pytest.raises(IntegrityError),
    ):
        confirm_import(batch=batch, by=ledger.verifier, at=AT)

    assert Item.objects.count() == 0
    assert Attachment.objects.count() == files
    assert LedgerImport.objects.get().state == ImportState.CHECKED


def test_the_next_number_after_a_failure_leaves_no_gap(check, ledger):
    batch = check(OPEN_ROW)
    where = "rectification.services.taking_in.record_item_act"
    with patch(where, side_effect=IntegrityError), pytest.raises(IntegrityError):
        confirm_import(batch=batch, by=ledger.clerk, at=AT)

    confirm_import(batch=batch, by=ledger.clerk, at=AT)

    assert Item.objects.get().no == "ZG-2026-0001"


@pytest.mark.parametrize("content", [b"", b"no workbook", workbook()])
def test_what_cannot_be_read_is_kept_and_says_why(receive, content):
    batch = services.receive_import(name="a.xlsx", content=content or b"", by=UserFactory(), at=AT)

    assert batch.state == ImportState.REFUSED
    assert services.IMPORTS.refusal_sentence(batch)
    assert open_file(batch.file) == content


def test_the_own_workbook_comes_back_with_the_cell_marked(check):
    marked = load_workbook(BytesIO(PAGES.marked_copy(check())))

    assert marked.worksheets[1]["C4"].comment
    assert "县医院" in str(list(marked.worksheets[0].values))


def test_a_file_laid_aside_is_not_taken_in(check, ledger):
    batch = check()
    services.IMPORTS.withdraw(batch=batch, by=ledger.clerk, at=AT)
    services.IMPORTS.withdraw(batch=batch, by=ledger.clerk, at=AT)

    with pytest.raises(LedgerError, match="been checked"):
        confirm_import(batch=batch, by=ledger.verifier, at=AT)
    assert Act.objects.filter(verb="withdraw_import").count() == 1


def test_what_was_taken_in_is_not_laid_aside_nor_its_columns_changed(take_in, ledger):
    batch = take_in()

    with pytest.raises(LedgerError):
        services.IMPORTS.withdraw(batch=batch, by=ledger.clerk, at=AT)
    with pytest.raises(LedgerError):
        services.map_columns(
            batch=batch, fields={}, source=SourceKind.INSPECTION, by=ledger.clerk, at=AT
        )


def test_a_file_is_seen_by_its_sender_and_the_section_that_keeps_the_ledger(check, ledger):
    other = UserFactory(roles=[Role.BUREAU_STAFF])
    batch = check()
    seen = LedgerImport.objects

    assert seen.visible_to(ledger.verifier).get() == batch
    assert not seen.visible_to(other).exists()
    assert not seen.visible_to(ledger.officer).exists()
    LedgerImport.objects.update(by=other)
    assert seen.visible_to(other).get() == batch


def test_an_exported_ledger_brought_in_again_changes_nothing(take_in, check, receive, ledger):
    """The county's own columns are read back: its numbers are those of the ledger."""
    item = ledger.draft()
    made = Workbook()
    made.active.append(["台账编号", "发现日期", "责任单位", "问题描述"])
    made.active.append([item.no, "2026-09-01", "县人民医院", "另写的话"])
    content = BytesIO()
    made.save(content)

    assert row_counts(check(content=content.getvalue()))["unchanged"] == 1
