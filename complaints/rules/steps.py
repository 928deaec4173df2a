"""Which steps a case has in a state: what may be done next, whoever may do it.

Read off the table of transitions, so that a page never offers what a service would refuse.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from complaints.rules import workflow
from complaints.rules.words import CaseState

S = CaseState


class Step(StrEnum):
    """What somebody can do with a case, in the order in which a page offers it."""

    REPORT = "report"
    ACCEPT_DISPATCH = "accept-dispatch"
    ACCEPT = "accept"
    DISPATCH = "dispatch"
    INVESTIGATE = "investigate"
    ALLEGE = "allege"
    NAME = "name"
    TIE = "tie"
    FIND = "find"
    VERIFY = "verify"
    REPLY = "reply"
    CALL_BACK = "call-back"
    REVIEW = "review"
    RECTIFY = "rectify"
    CLOSE = "close"
    ARCHIVE = "archive"
    REOPEN = "reopen"
    DECLINE = "decline"
    TRANSFER = "transfer"
    RETURN = "return"
    STATE = "state"
    PAUSE = "pause"
    RESUME = "resume"
    MANY = "many"
    EXTEND = "extend"
    DECIDE = "decide"
    WITHDRAW = "withdraw"
    TAKE = "take"
    SORT = "sort"
    ACCUSE = "accuse"
    FABRICATED = "fabricated"
    CONFIRM_FABRICATED = "confirm-fabricated"
    RECHECK = "recheck"
    NOTE = "note"
    ATTACH = "attach"
    SHOW = "show"
    TAKE_OFF = "take-off"
    MERGE = "merge"
    UNMERGE = "unmerge"
    SIGN = "sign"
    CONTACT = "contact"
    GIVE_BACK = "give-back"
    EXCLUDE = "exclude"
    DECIDE_ORDER = "decide-order"
    OBJECT = "object"


BEFORE_FINDINGS = workflow.WORKING | {S.REGISTERED}
FINDING = frozenset({S.INVESTIGATING, S.FINDING_SUBMITTED})
ANSWERED = frozenset({S.REPLIED, S.CALLBACK, S.CLOSED})
AFTER_FINDINGS = ANSWERED | {S.VERIFIED, S.ARCHIVED}

MOVES: Mapping[Step, CaseState] = MappingProxyType(
    {
        Step.ACCEPT_DISPATCH: S.ACCEPTED,
        Step.ACCEPT: S.ACCEPTED,
        Step.DISPATCH: S.ASSIGNED,
        Step.INVESTIGATE: S.INVESTIGATING,
        Step.VERIFY: S.VERIFIED,
        Step.REPLY: S.REPLIED,
        Step.CLOSE: S.CLOSED,
        Step.ARCHIVE: S.ARCHIVED,
        Step.DECLINE: S.NOT_HANDLED,
        Step.TRANSFER: S.TRANSFERRED,
        Step.RETURN: S.RETURNED,
        Step.PAUSE: S.SUSPENDED,
        Step.WITHDRAW: S.WITHDRAWN,
    }
)
"""The steps that move a case, and where they lead."""

IN_STATES: Mapping[Step, frozenset[CaseState]] = MappingProxyType(
    {
        Step.REPORT: workflow.WITH_THE_UNIT | {S.FINDING_SUBMITTED},
        Step.STATE: workflow.WITH_THE_UNIT | {S.FINDING_SUBMITTED},
        Step.ALLEGE: BEFORE_FINDINGS,
        Step.NAME: BEFORE_FINDINGS,
        Step.TIE: BEFORE_FINDINGS,
        Step.FIND: FINDING,
        Step.CALL_BACK: ANSWERED,
        Step.REVIEW: ANSWERED,
        Step.RECTIFY: ANSWERED | {S.VERIFIED},
        Step.REOPEN: workflow.TAKEN_UP_AGAIN,
        Step.RESUME: frozenset({S.SUSPENDED}),
        Step.MANY: BEFORE_FINDINGS,
        Step.EXTEND: workflow.OPEN,
        Step.DECIDE: workflow.OPEN,
        Step.TAKE: workflow.OPEN,
        Step.SORT: BEFORE_FINDINGS,
        Step.ACCUSE: frozenset(S) - {S.ARCHIVED},
        Step.FABRICATED: AFTER_FINDINGS,
        Step.CONFIRM_FABRICATED: AFTER_FINDINGS,
        Step.RECHECK: ANSWERED | {S.ARCHIVED},
        Step.NOTE: frozenset(S) - {S.ARCHIVED},
        Step.ATTACH: frozenset(S) - {S.ARCHIVED},
        Step.SHOW: frozenset(S),
        Step.TAKE_OFF: frozenset(S) - {S.ARCHIVED},
        Step.MERGE: frozenset(S) - {S.ARCHIVED},
        Step.UNMERGE: frozenset(S) - {S.ARCHIVED},
        Step.SIGN: frozenset({S.REGISTERED}),
        Step.CONTACT: workflow.OPEN,
        Step.GIVE_BACK: frozenset({S.REGISTERED}),
        Step.EXCLUDE: workflow.OPEN | {S.CLOSED},
        Step.DECIDE_ORDER: workflow.OPEN | {S.CLOSED},
        Step.OBJECT: frozenset({S.REGISTERED}),
    }
)
"""The steps that leave a case where it is, or lead where the case itself says, and in which states
they make sense."""


def steps_in(state: CaseState) -> frozenset[Step]:
    """Return the steps that a state allows. What else they take is the case's own matter.

    What is suspended is gone on with first.
    """
    moving = {step for step, to in MOVES.items() if workflow.can_move(state, to)}
    return frozenset(moving | {step for step, states in IN_STATES.items() if state in states})
