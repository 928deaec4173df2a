"""Which steps a state allows: read off the table of transitions."""

import pytest

from rectification.rules.steps import VERIFYING, Step, steps_in
from rectification.rules.words import ItemState

S = ItemState
UNIT = {Step.DONE, Step.PROGRESS, Step.EVIDENCE, Step.EXTEND, Step.DECIDE, Step.CHANGE}
UNIT |= {Step.CORRECT, Step.WITHDRAW}


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (S.DRAFT, {Step.ISSUE, Step.SAME, Step.DISMISS, Step.CHANGE}),
        (S.DISMISSED, set()),
        (S.ISSUED, UNIT | {Step.PLAN}),
        (S.PLANNED, UNIT | {Step.PLAN}),
        (S.RECTIFYING, UNIT),
        (S.RETURNED, UNIT),
        (S.PHASED, UNIT),
        (S.CLOSURE_REQUESTED, {Step.TAKE_BACK, Step.BEGIN, Step.ACCEPT, Step.RETURN, Step.CHANGE}),
        (S.VERIFYING, {Step.ACCEPT, Step.RETURN, Step.CHANGE}),
        (S.PUBLICITY, {Step.STRIKE_OFF, Step.RETURN, Step.CHANGE}),
        (S.CLOSED, {Step.LOOK_BACK, Step.REOPEN}),
        (S.WITHDRAWN, set()),
    ],
)
def test_each_state_has_its_steps(state, steps):
    assert steps_in(state) == steps


def test_whoever_has_a_hand_in_the_work_takes_no_step_that_ends_it():
    assert {Step.ACCEPT, Step.STRIKE_OFF, Step.RETURN} <= VERIFYING
