"""An old ledger handed in: its columns said, its rows held against what stands, and who sees it."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from bureau.import_states import ImportState
from bureau.models import Notice
from bureau.rules import Role
from bureau.selectors.imports import row_counts
from bureau.services import open_file
from rectification.models import ColumnMapping, Item, LedgerImport
from rectification.rules.words import SourceKind
from rectification.services import LedgerError
from rectification.services import importing as services
from rectification.views.importing import PAGES
from tests.factories import UserFactory
from tests.rectification.old_books import AT, OPEN_ROW, workbook


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


def test_whoever_may_take_strike_offs_in_is_told_once_that_a_file_waits(check, ledger):
    batch = check()
    services.map_columns(
        batch=batch, fields=batch.mapping.fields, source=SourceKind.INSPECTION, by=ledger.clerk,
        at=AT,
    )  # fmt: skip

    told = Notice.objects.filter(cause=f"to confirm {batch.pk}")
    assert [notice.recipient for notice in told] == [ledger.verifier]
    assert "struck off" in str(told.get().text)


def test_a_problem_entered_by_hand_is_known_again(check, ledger):
    ledger.draft(problem="无人 导医", on="2026-09-01", institution=ledger.hospital)

    assert row_counts(check(OPEN_ROW))["unchanged"] == 1


def test_another_problem_under_a_number_in_the_ledger_is_refused_with_its_item(take_in, check):
    take_in(OPEN_ROW)

    batch = check([*OPEN_ROW[:3], "另一个问题", *OPEN_ROW[4:]])

    [fault] = batch.rows.get().faults
    assert (fault["code"], fault["facts"]["no"]) == ("number_of_another", "ZG-2026-0001")


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
