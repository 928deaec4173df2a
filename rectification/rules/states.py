"""What may follow what in the ledger, as one table: it draws the buttons and refuses the rest.

Source: the bureau's defaults on the ledger's states (立项, 下达, 方案, 整改, 申请销号, 验收, 公示,
销号), resting on the plan's “建立台账、盘点销号” (S-01).
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from rectification.rules.words import ItemState, Tab, Tone

S = ItemState

WITH_THE_UNIT = frozenset({S.ISSUED, S.PLANNED, S.RECTIFYING, S.RETURNED, S.PHASED})
"""The unit has to do something: its deadline runs. Once it applied, the bureau's own runs. What
is kept up for good stays with the unit between its phases."""

TRANSITIONS: Mapping[ItemState, frozenset[ItemState]] = MappingProxyType(
    {
        S.DRAFT: frozenset({S.ISSUED, S.DISMISSED}),
        S.DISMISSED: frozenset(),
        S.ISSUED: frozenset({S.PLANNED, S.CLOSURE_REQUESTED, S.WITHDRAWN}),
        S.PLANNED: frozenset({S.RECTIFYING, S.CLOSURE_REQUESTED, S.WITHDRAWN}),
        S.RECTIFYING: frozenset({S.CLOSURE_REQUESTED, S.WITHDRAWN}),
        S.RETURNED: frozenset({S.RECTIFYING, S.CLOSURE_REQUESTED, S.WITHDRAWN}),
        S.CLOSURE_REQUESTED: WITH_THE_UNIT | {S.VERIFYING, S.PUBLICITY, S.CLOSED},
        S.VERIFYING: frozenset({S.RETURNED, S.PUBLICITY, S.PHASED, S.CLOSED}),
        S.PUBLICITY: frozenset({S.RETURNED, S.CLOSED}),
        S.PHASED: frozenset({S.CLOSURE_REQUESTED, S.WITHDRAWN}),
        S.CLOSED: frozenset({S.RECTIFYING}),
        S.WITHDRAWN: frozenset(),
    }
)
"""A struck-off item goes back to being rectified only by a relapse, under its own number. What was
ordered by mistake is withdrawn with a reason and keeps its number. An application taken back
before anybody looked leaves the item as it stood before."""

WITH_THE_BUREAU = frozenset({S.CLOSURE_REQUESTED, S.VERIFYING})
ENDED = frozenset({S.DISMISSED, S.CLOSED, S.WITHDRAWN})
OPEN = frozenset(S) - ENDED - {S.DRAFT}
UNSEEN_BY_UNITS = frozenset({S.DRAFT, S.DISMISSED})
"""What the bureau has not taken up is nobody's task yet."""

TABS: Mapping[Tab, frozenset[ItemState]] = MappingProxyType(
    {
        Tab.TO_TAKE_UP: frozenset({S.DRAFT}),
        Tab.TO_RECTIFY: frozenset({S.ISSUED, S.PLANNED}),
        Tab.RECTIFYING: frozenset({S.RECTIFYING, S.RETURNED, S.PHASED}),
        Tab.TO_VERIFY: frozenset({S.CLOSURE_REQUESTED, S.VERIFYING, S.PUBLICITY}),
        Tab.CLOSED: frozenset({S.CLOSED}),
        Tab.LOOK_BACK: frozenset({S.CLOSED}),
        Tab.ALL: frozenset(S),
    }
)
"""Every state has its tab; what was dismissed or withdrawn stands with all the others alone.

What pours in by itself stands apart: a month's drafts would hide what is to be rectified."""
TABS_OF_UNITS = tuple(tab for tab in TABS if tab is not Tab.TO_TAKE_UP)


def can_move(state: ItemState, to: ItemState) -> bool:
    return to in TRANSITIONS[state]


def is_overdue(state: ItemState, due_on: date | None, day: date) -> bool:
    """Test if the unit has let its day pass. On the due day it is in time."""
    return due_on is not None and state in WITH_THE_UNIT and day > due_on


def is_plan_overdue(state: ItemState, plan_due_on: date | None, day: date) -> bool:
    """Test if the unit owes its plan still. On the due day it is in time."""
    return plan_due_on is not None and state is S.ISSUED and day > plan_due_on


def tone(state: ItemState, due_on: date | None, day: date, *, soon_days: int) -> Tone:
    """Return the colour of an item's deadline."""
    if state is S.CLOSED:
        return Tone.DONE
    if due_on is None or state not in WITH_THE_UNIT:
        return Tone.NONE
    if day > due_on:
        return Tone.OVERDUE
    return Tone.SOON if (due_on - day).days <= soon_days else Tone.RUNNING
