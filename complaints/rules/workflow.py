"""What may follow what on a case's way, as one table: it draws the buttons and refuses the rest.

Source: 医疗机构投诉管理办法 (first-complaint responsibility, investigation, feedback), the ten
duties of 2021 (a closed loop), and the bureau's defaults on the states (domain 3.3).
"""

from collections.abc import Mapping
from types import MappingProxyType

from complaints.rules.words import CaseState, CaseType, PublicState, Tab

S = CaseState

TRANSITIONS: Mapping[CaseState, frozenset[CaseState]] = MappingProxyType(
    {
        S.REGISTERED: frozenset({S.NOT_HANDLED, S.TRANSFERRED, S.ACCEPTED, S.WITHDRAWN}),
        S.ACCEPTED: frozenset({S.ASSIGNED, S.INVESTIGATING, S.REPLIED, S.TRANSFERRED}),
        S.ASSIGNED: frozenset({S.INVESTIGATING, S.FINDING_SUBMITTED, S.RETURNED}),
        S.RETURNED: frozenset({S.ASSIGNED, S.INVESTIGATING, S.TRANSFERRED}),
        S.INVESTIGATING: frozenset({S.FINDING_SUBMITTED, S.VERIFIED}),
        S.FINDING_SUBMITTED: frozenset({S.VERIFIED, S.ASSIGNED}),
        S.VERIFIED: frozenset({S.REPLIED, S.CLOSED}),
        S.REPLIED: frozenset({S.CALLBACK, S.CLOSED, S.REOPENED}),
        S.CALLBACK: frozenset({S.CLOSED, S.REOPENED}),
        S.CLOSED: frozenset({S.ARCHIVED, S.REOPENED}),
        S.REOPENED: frozenset({S.ASSIGNED, S.INVESTIGATING}),
        S.SUSPENDED: frozenset(),
        S.WITHDRAWN: frozenset({S.ARCHIVED, S.REGISTERED, S.REOPENED}),
        S.WITHDRAWN_CONTINUE: frozenset({S.ASSIGNED, S.INVESTIGATING}),
        S.NOT_HANDLED: frozenset({S.ARCHIVED, S.REGISTERED}),
        S.TRANSFERRED: frozenset({S.ARCHIVED, S.REGISTERED, S.REOPENED}),
        S.ARCHIVED: frozenset({S.REGISTERED, S.REOPENED}),
    }
)
"""Beside it, whatever is being worked on may be suspended and goes back to where it was, and may
be withdrawn: into WITHDRAWN_CONTINUE where safety or discipline is at stake."""

TAKEN_UP_AGAIN = frozenset(
    state for state, to in TRANSITIONS.items() if to & {S.REOPENED, S.REGISTERED}
)
"""What was answered or ended may be taken up again; what nobody accepted is registered once more
and goes the whole way. Out of the archive a section's head takes it: a finding that was wrong
counts against somebody as long as it holds."""

WORKING = frozenset(
    {
        S.ACCEPTED,
        S.ASSIGNED,
        S.RETURNED,
        S.INVESTIGATING,
        S.FINDING_SUBMITTED,
        S.REOPENED,
        S.WITHDRAWN_CONTINUE,
    }
)
ENDED = frozenset({S.NOT_HANDLED, S.TRANSFERRED, S.CLOSED, S.ARCHIVED, S.WITHDRAWN})
OPEN = frozenset(S) - ENDED
WITH_THE_UNIT = frozenset({S.ASSIGNED, S.INVESTIGATING})
COUNTING_TYPES = frozenset({CaseType.COMPLAINT, CaseType.REPORT})

TABS: Mapping[Tab, frozenset[CaseState]] = MappingProxyType(
    {
        Tab.TO_ACCEPT: frozenset({S.REGISTERED}),
        Tab.TO_DISPATCH: frozenset({S.ACCEPTED, S.RETURNED, S.REOPENED, S.WITHDRAWN_CONTINUE}),
        Tab.HANDLING: frozenset({S.ASSIGNED, S.INVESTIGATING, S.FINDING_SUBMITTED, S.SUSPENDED}),
        Tab.TO_REPLY: frozenset({S.VERIFIED}),
        Tab.TO_CALL_BACK: frozenset({S.REPLIED, S.CALLBACK}),
        Tab.CLOSED: ENDED,
    }
)
"""Every state has one tab; ALL has them all."""

PUBLIC: Mapping[CaseState, PublicState] = MappingProxyType(
    {
        S.REGISTERED: PublicState.SUBMITTED,
        S.ACCEPTED: PublicState.ACCEPTED,
        S.ASSIGNED: PublicState.HANDLING,
        S.RETURNED: PublicState.HANDLING,
        S.INVESTIGATING: PublicState.HANDLING,
        S.FINDING_SUBMITTED: PublicState.HANDLING,
        S.VERIFIED: PublicState.HANDLING,
        S.SUSPENDED: PublicState.HANDLING,
        S.WITHDRAWN_CONTINUE: PublicState.WITHDRAWN,
        S.REOPENED: PublicState.HANDLING,
        S.REPLIED: PublicState.ANSWERED,
        S.CALLBACK: PublicState.ANSWERED,
        S.CLOSED: PublicState.ANSWERED,
        S.ARCHIVED: PublicState.ANSWERED,
        S.NOT_HANDLED: PublicState.ANSWERED,
        S.TRANSFERRED: PublicState.ANSWERED,
        S.WITHDRAWN: PublicState.WITHDRAWN,
    }
)
"""What the public is told: no step inside the house, and the reason where nothing is handled."""


def can_move(state: CaseState, to: CaseState, *, suspended_from: CaseState | None = None) -> bool:
    """Test if a case may go from one state to another.

    What is suspended goes back to where it was and nowhere else.
    """
    if state is S.SUSPENDED:
        return to is suspended_from
    if to is S.SUSPENDED:
        return state in WORKING
    if to in {S.WITHDRAWN, S.WITHDRAWN_CONTINUE} and state in WORKING:
        return state is not S.WITHDRAWN_CONTINUE
    return to in TRANSITIONS[state]


def reopened_to(*, was_accepted: bool) -> CaseState:
    """Return what a case becomes that is taken up again: what nobody accepted is accepted first."""
    return S.REOPENED if was_accepted else S.REGISTERED


def withdrawn_to(*, safety_urgent: bool, to_discipline: bool) -> CaseState:
    """Return what a withdrawn case becomes: for safety and discipline the bureau goes on."""
    return S.WITHDRAWN_CONTINUE if safety_urgent or to_discipline else S.WITHDRAWN
