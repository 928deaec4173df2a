"""An old ledger taken in: all good rows or none, once, and nothing struck off on one word."""

from datetime import date
from functools import partial
from io import BytesIO
from unittest.mock import patch

import pytest
from django.db import IntegrityError
from openpyxl import load_workbook

from bureau.import_states import ImportState
from bureau.models import Act, Attachment
from bureau.selectors.imports import row_counts
from bureau.services import open_file
from rectification.invariants import breaches
from rectification.models import Item, LedgerImport
from rectification.rules.words import ItemState, Method
from rectification.services import LedgerError
from rectification.services import importing as services
from rectification.services.taking_in import confirm_import
from tests.rectification.old_books import AT, HEADINGS, OPEN_ROW


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
def test_the_paper_of_a_row_says_nothing_of_other_houses(take_in):
    take_in()

    paper = open_file(Item.objects.get(state=ItemState.CLOSED).evidence.get().attachment.file)
    assert "无人导医" not in str(list(load_workbook(BytesIO(paper)).active.values))


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


@pytest.mark.long
def test_confirmed_twice_it_is_taken_in_once(take_in, ledger):
    batch = take_in()

    confirm_import(batch=batch, by=ledger.clerk, at=AT)

    assert Item.objects.count() == 2
    assert Act.objects.filter(verb="confirm_import").count() == 1


@pytest.mark.long
def test_the_same_file_again_changes_nothing(take_in, check, ledger):
    take_in()

    again = check()

    assert row_counts(again) == {"new": 0, "unchanged": 2, "refused": 1}
    with pytest.raises(LedgerError, match="nothing to take in"):
        confirm_import(batch=again, by=ledger.verifier, at=AT)
    assert Item.objects.count() == 2


@pytest.mark.long
def test_two_files_checked_before_either_is_taken_in_enter_a_row_once(check, ledger):
    first, second = check(), check()

    confirm_import(batch=first, by=ledger.verifier, at=AT)
    confirm_import(batch=second, by=ledger.verifier, at=AT)

    assert Item.objects.count() == 2
    assert row_counts(second) == {"new": 0, "unchanged": 2, "refused": 1}


def of_source(problem, found="2026-09-01"):
    return ["卫督3号", found, "县人民医院", problem, "一般", "2026-10-01", "已排班", "整改中"]


@pytest.mark.long
def test_another_problem_of_a_source_comes_in_and_a_known_one_stays_as_it_stands(check, ledger):
    of_sources = partial(check, headings=["来源编号", *HEADINGS[1:]])
    for _ in range(2):
        batch = of_sources(of_source("无人导医"), of_source("收费不公示"))
        if row_counts(batch)["new"]:
            confirm_import(batch=batch, by=ledger.verifier, at=AT)
    parts = Item.objects.order_by("pk").values_list("source_no", "source_part")
    assert list(parts) == [("卫督3号", 1), ("卫督3号", 2)]

    later = of_sources(of_source("厕所异味"), of_source("收费不公示", "2026-09-09"))

    assert row_counts(later) == {"new": 1, "unchanged": 1, "refused": 0}
    confirm_import(batch=later, by=ledger.verifier, at=AT)
    assert Item.objects.get(source_part=3).problem == "厕所异味"


@pytest.mark.long
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


def test_a_file_laid_aside_is_not_taken_in(check, ledger):
    batch = check()
    services.IMPORTS.withdraw(batch=batch, by=ledger.clerk, at=AT)
    services.IMPORTS.withdraw(batch=batch, by=ledger.clerk, at=AT)

    with pytest.raises(LedgerError, match="been checked"):
        confirm_import(batch=batch, by=ledger.verifier, at=AT)
    assert Act.objects.filter(verb="withdraw_import").count() == 1
