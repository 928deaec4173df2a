"""What must always hold of counts and proposals, whatever was killed or run twice."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_noop as _

from accountability.models import (
    CountableEvent,
    Handling,
    Measure,
    Remedy,
    Restoration,
    SamePerson,
    SanctionProposal,
    Service,
)
from accountability.rules import states
from accountability.rules.words import (
    Document,
    Outcome,
    ProposalState,
    RemedyKind,
    RemedyState,
)
from accountability.selectors.counts import unfounded
from accountability.services.acts import EVENT, PROPOSAL
from bureau.invariants import Breach
from bureau.models import Act

S = ProposalState


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
    holding = SamePerson.objects.holding()
    return _broken_on_the_road() | {
        _("counted for a record that counts as another"): CountableEvent.objects.active().filter(
            staff__in=holding.values("record")
        ),
        _("a record counts as one that counts as another"): SamePerson.objects.there().filter(
            counts_as__in=SamePerson.objects.there().values("record")
        ),
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


def _broken_on_the_road() -> dict[str, QuerySet]:
    """Name what the road, and what is looked at again, must never come to."""
    proposals = SanctionProposal.objects.all()
    imposing = proposals.imposing()
    decided = Remedy.objects.filter(proposal=OuterRef("pk"), state=RemedyState.DECIDED)
    ended = {S.REVOKED: decided.filter(outcome=Outcome.REVOKED),
             S.VARIED: decided.filter(outcome=Outcome.VARIED)}  # fmt: skip
    holding = Measure.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=F("proposal__handling__ended_on")),
        proposal__state__in=[S.REVOKED, S.VARIED], stands=True, ceased_on=None,
    )  # fmt: skip
    hands = {"decided_by": F("proposal__handling__put_forward_by")}
    asked = Remedy.objects.exclude(kind=RemedyKind.GROUND)
    again = asked.filter(Q(**hands) | Q(decided_by=F("proposal__handling__decided_by")))
    told = Service.objects.filter(proposal=OuterRef("pk"))
    return {
        _("taken back without a decision"): imposing.filter(
            *(~Q(state=state) | ~Exists(rows) for state, rows in ended.items()),
            state__in=[S.REVOKED, S.VARIED],
        ),
        _("taken back, and a measure still holds"): holding.exclude(
            proposal__handling__decided_on=None
        ),
        _("decided again by whoever put it forward or decided it"): again,
        _("in effect without its decision served"): imposing.filter(
            ~Exists(told.filter(document=Document.DECISION)), state=S.IN_EFFECT
        ),
        _("decided on without a statement"): Handling.objects.filter(
            decided_on__isnull=False, heard=""
        ),
        _("taken back, and what took it back does not say so"): Remedy.objects.filter(
            kind=RemedyKind.GROUND, state=RemedyState.DECIDED
        ).exclude(proposal__state__in=[S.REVOKED, S.VARIED]),
        _("nothing left to be put right, and not closed"): proposals.filter(
            ~Exists(
                Restoration.objects.filter(remedy__cause=OuterRef("pk"), done_on=None)
            ),
            kind__in=sorted(states.TAKING_BACK), state=S.SERVED,
        ),
    }  # fmt: skip
