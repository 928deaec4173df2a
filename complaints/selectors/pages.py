"""The queue, page after page along an index: the last page costs what the first does."""

import base64
import binascii
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q

from bureau.models import User
from complaints.models import Case, Pause
from complaints.models.queue import CasesQuerySet
from complaints.rules.words import Tab
from complaints.rules.workflow import TABS

PER_PAGE = 50
MOST_COUNTED, MOST_ENDED_COUNTED = 1_000, 50
NO_TIME = "-"
NEVER = datetime.max.replace(tzinfo=UTC)
BY_RECEIPT = frozenset({Tab.CLOSED, Tab.ALL})
"""The tabs that show the newest first; in the others what is due first comes first."""
Mark = tuple[str, int]


class Page(NamedTuple):
    cases: list[Case]
    after: str
    """Where the next page begins; empty on the last."""


class TabCount(NamedTuple):
    tab: Tab
    cases: int
    is_more: bool


def tab_counts(rows: CasesQuerySet) -> Sequence[TabCount]:
    """Count what stands in each tab, up to a limit: nobody reads a number of that size.

    What is open is read once for all of its tabs.
    """
    standing = Counter(rows.open().order_by().values_list("state", flat=True)[:MOST_COUNTED])
    is_cut = standing.total() >= MOST_COUNTED
    return [_counted(rows, tab, standing, is_cut=is_cut) for tab in Tab]


def _counted(rows: CasesQuerySet, tab: Tab, standing: Counter[str], *, is_cut: bool) -> TabCount:
    if tab in BY_RECEIPT:
        cases = rows.in_tab(tab).order_by()[:MOST_ENDED_COUNTED].count()
        return TabCount(tab, cases, cases >= MOST_ENDED_COUNTED)
    _first, *rest = rows.parts_of_tab(tab)
    over = sum(part.order_by()[:MOST_ENDED_COUNTED].count() for part in rest)
    return TabCount(tab, sum(standing[state] for state in TABS[tab]) + over, is_cut)


def page_of(
    rows: CasesQuerySet, tab: Tab, *, user: User, after: str = "", size: int = PER_PAGE
) -> Page:
    """Read one page of a tab in its order; a mark that is not ours begins anew.

    `rows` begin with what the person may see. What is over a unit reads as it was given to it,
    the latest first: along its own assignments, whatever else the county has.
    """
    shown, mark = _with_what_is_shown(rows).with_own_text(user), read_mark(after)
    if tab not in BY_RECEIPT:
        parts = [_most_urgent(part, mark, size + 1) for part in shown.parts_of_tab(tab)]
        found = sorted(chain(*parts), key=_urgency)[: size + 1]
    elif user.institution_id:
        found = _latest_given(shown.in_tab(tab), mark, size + 1)
    else:
        found = _newest(shown.in_tab(tab), mark, size + 1)
    if len(found) <= size:
        return Page(found, "")
    return Page(found[:size], _mark_after(found[size - 1], tab, user))


def _mark_after(last: Any, tab: Tab, user: User) -> str:
    if tab not in BY_RECEIPT:
        return mark_of(last.next_due_at, last.pk)
    return mark_of(None, last.given) if user.institution_id else mark_of(last.received_at, last.pk)


def _urgency(case: Case) -> tuple[bool, datetime, int]:
    return case.next_due_at is None, case.next_due_at or NEVER, case.pk


def _with_what_is_shown(rows: CasesQuerySet) -> CasesQuerySet:
    is_paused = Exists(Pause.objects.filter(case=OuterRef("pk"), resumed_on=None))
    return rows.select_related("institution", "category", "handler").annotate(is_paused=is_paused)


def _newest(rows: CasesQuerySet, mark: Mark | None, size: int) -> list[Case]:
    if mark is not None and mark[0] != NO_TIME:
        at, pk = mark
        rows = rows.filter(Q(received_at__lt=at) | Q(pk__lt=pk), received_at__lte=at)
    return list(rows.order_by("-received_at", "-pk")[:size])


def _latest_given(rows: CasesQuerySet, mark: Mark | None, size: int) -> list[Case]:
    """Read on by the assignment through which a unit sees each: the one join that its scope has."""
    rows = rows.annotate(given=F("assignments__pk"))
    if mark is not None:
        rows = rows.filter(given__lt=mark[1])
    return list(rows.order_by("-given")[:size])


def _most_urgent(rows: CasesQuerySet, mark: Mark | None, size: int) -> list[Case]:
    """Read on by the earliest clock. What nothing is due of comes last, as a second range."""
    rows = rows.order_by(F("next_due_at").asc(nulls_last=True), "pk")
    if mark is None:
        return list(rows[:size])
    at, pk = mark
    found: list[Case] = []
    if at != NO_TIME:
        found = list(rows.filter(Q(next_due_at__gt=at) | Q(pk__gt=pk), next_due_at__gte=at)[:size])
        pk = 0
    if len(found) < size:
        found += rows.filter(next_due_at=None, pk__gt=pk)[: size - len(found)]
    return found


def mark_of(at: datetime | None, pk: int) -> str:
    text = f"{at.isoformat() if at else NO_TIME} {pk}"
    return base64.urlsafe_b64encode(text.encode()).decode()


def read_mark(text: str) -> Mark | None:
    """Read where to go on; None for what is no mark of ours."""
    try:
        at, pk = base64.urlsafe_b64decode(text.encode()).decode().split(" ")
        if at != NO_TIME and datetime.fromisoformat(at).tzinfo is None:
            return None
        return at, min(int(pk), 2**63 - 1)
    except (ValueError, binascii.Error):
        return None
