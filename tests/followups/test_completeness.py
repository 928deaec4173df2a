"""When a register is whole: what was left out came in, whatever else its files were about."""

from datetime import date

import pytest

from followups import selectors
from followups.rules.problems import Problem, ProblemCode
from followups.rules.register import RegisterState
from followups.rules.words import Outcome
from followups.sheets import CheckedRow
from tests.factories import IN_TIME, row, rows, staged, submitted
from tests.followups.submissions import BAD_ROW, stands

pytestmark = pytest.mark.django_db

SEPTEMBER = date(2026, 9, 1)
OF_SEPTEMBER = {"discharged_on": date(2026, 9, 20), "followed_on": date(2026, 10, 12)}
REPEATED = CheckedRow(
    98, None, (Problem("inpatient_no", ProblemCode.REPEATED_ROW, facts={"row": "2"}),), {}
)


@pytest.fixture
def pending(hospital):
    """Two patients of September whom nobody had reached when their register was handed in."""
    early = {**OF_SEPTEMBER, "followed_on": date(2026, 9, 30), "outcome": Outcome.NO_ANSWER}
    submitted(hospital, [row(n, **early) for n in (201, 202)], month=SEPTEMBER)
    return [row(n, **OF_SEPTEMBER) for n in (201, 202)]


@pytest.mark.long
def test_supplements_of_an_earlier_month_do_not_keep_a_register_in_part(hospital, pending):
    submitted(hospital, [*rows(5), *pending, BAD_ROW])
    assert stands(hospital).state == RegisterState.PARTIAL

    submitted(hospital, [row(60)])

    assert stands(hospital).state == RegisterState.ON_TIME


@pytest.mark.long
def test_with_supplements_too_a_row_sent_again_is_not_the_row_that_was_left_out(hospital, pending):
    submitted(hospital, [*rows(5), *pending, BAD_ROW])

    submitted(hospital, [row(2, phone="13900000000")])

    assert stands(hospital).state == RegisterState.PARTIAL


def test_a_row_that_repeats_another_is_not_waited_for(hospital):
    submitted(hospital, [*rows(5), REPEATED, BAD_ROW])
    assert stands(hospital).state == RegisterState.PARTIAL

    submitted(hospital, [row(60)])

    assert stands(hospital).state == RegisterState.ON_TIME


def test_a_file_that_would_complete_the_register_is_not_said_to_bring_nothing(hospital):
    part = submitted(hospital, [*rows(5), REPEATED]).register
    bare = staged(hospital, rows(3))

    assert selectors.bringing_nothing(part, [bare], day=IN_TIME.date()) == set()
