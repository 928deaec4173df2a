"""Which steps an item has in a state: what may be done next, whoever may do it.

Read off the table of transitions, so that a page never offers what a service would refuse.
"""

from datetime import date
from enum import StrEnum

from rectification.rules import states
from rectification.rules.states import can_move
from rectification.rules.words import ItemState

S = ItemState


class Step(StrEnum):
    """What somebody can do with an item, in the order in which a page offers it."""

    DONE = "done"
    PLAN = "plan"
    PROGRESS = "progress"
    EVIDENCE = "evidence"
    EXTEND = "extend"
    TAKE_BACK = "take-back"
    ISSUE = "issue"
    SAME = "same"
    DISMISS = "dismiss"
    DECIDE = "decide"
    BEGIN = "begin"
    ACCEPT = "accept"
    STRIKE_OFF = "strike-off"
    RETURN = "return"
    LOOK_BACK = "look-back"
    REOPEN = "reopen"
    CHANGE = "change"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


def steps_in(state: ItemState) -> frozenset[Step]:
    """Return the steps that a state allows. What else they take is the item's own matter."""
    found = {step for step, (asked, to) in MOVES.items() if state in asked and can_move(state, to)}
    if state in states.WITH_THE_UNIT:
        found |= {Step.PROGRESS, Step.EVIDENCE, Step.EXTEND, Step.DECIDE, Step.CORRECT}
    if state in {S.ISSUED, S.PLANNED}:
        found.add(Step.PLAN)
    if state is S.CLOSED:
        found.add(Step.LOOK_BACK)
    if state not in states.ENDED:
        found.add(Step.CHANGE)
    return frozenset(found)


MOVES = {
    Step.DONE: (states.WITH_THE_UNIT, S.CLOSURE_REQUESTED),
    Step.TAKE_BACK: ({S.CLOSURE_REQUESTED}, S.RECTIFYING),
    Step.ISSUE: ({S.DRAFT}, S.ISSUED),
    Step.SAME: ({S.DRAFT}, S.DISMISSED),
    Step.DISMISS: ({S.DRAFT}, S.DISMISSED),
    Step.BEGIN: (states.WITH_THE_BUREAU, S.VERIFYING),
    Step.ACCEPT: (states.WITH_THE_BUREAU, S.CLOSED),
    Step.STRIKE_OFF: ({S.PUBLICITY}, S.CLOSED),
    Step.RETURN: ({*states.WITH_THE_BUREAU, S.PUBLICITY}, S.RETURNED),
    Step.REOPEN: ({S.CLOSED}, S.RECTIFYING),
    Step.WITHDRAW: (states.WITH_THE_UNIT, S.WITHDRAWN),
}
"""The steps that move an item: from which states they are asked for, and where they lead."""

VERIFYING = frozenset({Step.BEGIN, Step.ACCEPT, Step.STRIKE_OFF, Step.RETURN, Step.LOOK_BACK})
"""The steps that only somebody takes who had no hand in the work."""


def may_strike_off(publicity_until: date | None, day: date) -> bool:
    """Test if the public notice is over. On its last day it still hangs."""
    return publicity_until is None or day > publicity_until
