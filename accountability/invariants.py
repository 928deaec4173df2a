"""What must always hold of counts and proposals, whatever was killed or run twice."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_noop as _

from accountability.models import CountableEvent, SanctionProposal
from accountability.rules import states
from accountability.selectors.counts import unfounded
from accountability.services.acts import EVENT, PROPOSAL
from bureau.invariants import Breach
from bureau.models import Act


def breaches(*, at: datetime) -> Iterator[Breach]:
    """Name every event and proposal that contradicts itself or what counts."""
    for rule, rows in _broken().items():
        for row in rows:
            yield Breach(rule, str(row))
    for ladder, subject in unfounded():
        yield Breach(_("proposals other than what counts calls for"), f"{ladder} {subject}")


def _broken() -> dict[str, QuerySet]:
    events = CountableEvent.objects.annotate(no=Cast("pk", CharField()))
    counted = Act.objects.filter(object_kind=EVENT, object_no=OuterRef("no"), verb="count_event")
    proposed = Act.objects.filter(
        object_kind=PROPOSAL, object_no=OuterRef("no"), verb="propose_measures"
    )
    proposals = SanctionProposal.objects.all()
    taking_back = proposals.filter(kind__in=sorted(states.TAKING_BACK))
    return {
        _("counted without an act"): events.filter(~Exists(counted)),
        _("proposed without an act"): proposals.filter(~Exists(proposed)),
        _("reached by a void event"): proposals.filter(
            state__in=sorted(states.UNTOLD), reached_by__voided_at__isnull=False
        ),
        _("taking back somebody else's proposal"): taking_back.exclude(
            Q(about__institution=F("institution")) | Q(about__staff=F("staff")),
            about__tier=F("tier"),
        ),
    }
