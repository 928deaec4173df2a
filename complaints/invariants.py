"""What must always hold of cases, whatever was killed, cut or done twice.

Each is one query for the rows that break it.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Case as Case_
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext_noop as _

from bureau.invariants import Breach
from bureau.models import Act
from complaints import selectors
from complaints.models import (
    Allegation,
    Assignment,
    Case,
    ClockRow,
    NamedPerson,
    Pause,
    RecheckDraw,
)
from complaints.models.clocks import RESTS
from complaints.rules import clocks, findings, workflow
from complaints.rules.words import CaseState
from complaints.selectors.rechecking import is_as_drawn
from complaints.services.acts import CASE


def breaches(*, at: datetime) -> Iterator[Breach]:
    """Name every case that contradicts itself."""
    for rule, rows in _broken().items():
        for row in rows:
            yield Breach(rule, str(row))
    for draw in RecheckDraw.objects.all():
        if not is_as_drawn(draw):
            yield Breach(_("re-checks other than their seed draws"), str(draw))


def _broken() -> dict[str, QuerySet]:
    cases = Case.objects.all()
    of_case = {"case": OuterRef("pk")}
    running = ClockRow.objects.filter(**of_case, stopped_at=None, is_void=False)
    duties = running.exclude(code__in=clocks.RIGHTS).order_by().values("case")
    earliest = duties.annotate(due=Min("due_at")).values("due")
    going_on = duties.exclude(RESTS).annotate(due=Min("due_at")).values("due")
    paused = Pause.objects.filter(**of_case, resumed_on=None)
    entered = Act.objects.filter(object_kind=CASE, object_no=OuterRef("no"), verb="register_case")
    held = Assignment.objects.filter(**of_case, returned_at=None)
    items = selectors.ordered_items_of_rounds().filter(
        source_no=OuterRef("no"), institution=OuterRef("institution")
    )
    due = cases.annotate(
        due=Case_(When(Exists(paused), then=Subquery(going_on)), default=Subquery(earliest))
    )
    return {
        _("another due day than its earliest clock"): due.exclude(
            Q(next_due_at=F("due")) | Q(next_due_at=None, due=None)
        ),
        _("suspended without a pause, or the other way round"): cases.exclude(
            Exists(paused) & Q(state=CaseState.SUSPENDED)
            | ~Exists(paused) & ~Q(state=CaseState.SUSPENDED)
        ),
        _("entered without an act"): cases.filter(~Exists(entered)),
        _("with a unit that does not have it"): cases.filter(
            ~Exists(held), state=CaseState.ASSIGNED
        ),
        _("an accusation in the hands of a unit"): cases.filter(Exists(held), is_accusation=True),
        _("handled by somebody it names"): cases.filter(
            handler__staff__isnull=False, people__staff=F("handler__staff")
        ),
        _("ended and a term still runs"): cases.filter(
            Exists(running), state__in=sorted(workflow.ENDED - {CaseState.CLOSED})
        ),
        _("closed as substantiated without ledger item or reason"): cases.filter(
            state=CaseState.CLOSED, finding__in=sorted(findings.COUNTS), no_rectification=""
        ).filter(~Exists(items)),
        _("found, and kept otherwise than it holds"): cases.filter(
            Exists(_kept_otherwise(Allegation, "allegation"))
            | Exists(_kept_otherwise(NamedPerson, "person"))
        ),
    }


def _kept_otherwise(model: type[Allegation | NamedPerson], name: str) -> QuerySet:
    """Find in a case what was verified and is not what holds, or holds and is open again."""
    holds = selectors.findings_that_hold().filter(**{name: OuterRef("pk")})
    same = holds.filter(finding=OuterRef("finding"))
    is_verified = Q(case__verified_at__isnull=False)
    return model.objects.filter(case=OuterRef("pk")).filter(
        is_verified & ~Exists(same) | ~is_verified & Exists(holds)
    )
