"""A closed month's figures stay as they were closed, whoever hands in for the first time since."""

from datetime import date

import pytest

from followups import exports, selectors, services
from followups.models import MonthlyRegister
from followups.open_work import todo_cards
from followups.rules.register import FourNumbers, RegisterState
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    OCTOBER,
    InstitutionFactory,
    rows,
    staged,
    submitted,
)

DAY = AFTER_CLOSING.date()
AS_CLOSED = FourNumbers(2, 1, 1)


@pytest.fixture
def newcomer(hospital, township):
    """A centre that owed October and was entered only after the month was closed without it."""
    submitted(hospital, rows(5))
    services.close_month(month=OCTOBER, at=CLOSING)
    return InstitutionFactory(kind="township_center")


def matrix():
    registers = MonthlyRegister.objects.all()
    return selectors.matrix(registers, months=[OCTOBER], month=OCTOBER, day=DAY)


@pytest.mark.long
def test_a_first_hand_in_after_the_closing_adds_nothing_to_the_closed_months_numbers(newcomer):
    before = matrix()
    version = submitted(newcomer, rows(3), at=AFTER_CLOSING, reason="新设机构补报")

    after = matrix()

    assert version.after_closing
    assert (before.numbers, after.numbers, after.by_month) == (AS_CLOSED, AS_CLOSED, [AS_CLOSED])
    [line] = [one for one in after.lines if one.institution == newcomer]
    assert (line.cells[0].standing.state, line.cells[0].counts) == (RegisterState.LATE, False)
    assert line.on_time.denominator == 0


@pytest.mark.long
def test_it_stands_in_the_restatement_list_and_has_a_draw_of_its_own(newcomer):
    version = submitted(newcomer, rows(3), at=AFTER_CLOSING, reason="新设机构补报")
    services.reconcile(at=AFTER_CLOSING)

    registers = MonthlyRegister.objects.all()
    assert list(selectors.versions_after_closing(registers, month=OCTOBER)) == [version]
    assert version.register.checks.get().drawn_at == AFTER_CLOSING


@pytest.mark.long
@pytest.mark.parametrize("only", ["expected", "received", "on_time", "missing"])
def test_each_number_opens_as_many_rows_as_it_counts(newcomer, only):
    submitted(newcomer, rows(3), at=AFTER_CLOSING, reason="新设机构补报")

    shown = exports.narrowed(matrix(), OCTOBER, only, DAY)

    counted = {**AS_CLOSED._asdict(), "missing": 1}
    assert len(shown.lines) == counted[only]


@pytest.mark.long
def test_a_file_only_checked_after_the_closing_makes_nobody_missing(newcomer, clerk):
    staged(newcomer, rows(3), at=AFTER_CLOSING)

    missing = selectors.registers_missing(MonthlyRegister.objects.all(), month=OCTOBER)
    [card] = [one for one in todo_cards(clerk, date(2026, 11, 20)) if one.total]

    assert (matrix().numbers, len(missing)) == (AS_CLOSED, 1)
    assert (card.value, card.total) == (1, 2)


@pytest.mark.long
def test_who_was_missing_at_the_closing_and_comes_late_was_expected_all_along(newcomer, township):
    submitted(township, rows(3), at=AFTER_CLOSING, reason="系统出了故障")

    assert matrix().numbers == FourNumbers(2, 2, 1)


@pytest.mark.long
def test_the_exported_matrix_says_what_is_not_counted(newcomer, section_head):
    submitted(newcomer, rows(3), at=AFTER_CLOSING, reason="新设机构补报")

    listing = exports.month_matrix(section_head, {"until": "2026-10"}, False, DAY)

    [cells] = [row for row in listing.rows() if row[0] == newcomer.code]
    assert cells[7] == "迟交2天（封账后补报，不计入）"
