"""What a unit is told of its own: what is intended or decided, and about whom of its people."""

from datetime import date

from django.db.models import Q, QuerySet

from accountability.models import SanctionProposal
from accountability.rules.pending import AWAITED
from accountability.selectors.pages import WITH_SUBJECT
from accountability.selectors.pending import Ending, endings, in_pending
from accountability.selectors.told import telling
from bureau.models import OfficialPaper, User


def told_to_unit(user: User) -> QuerySet[SanctionProposal]:
    """List the proposals of somebody's own house from the notice on; of an accusation none."""
    rows = telling(SanctionProposal.objects.visible_to(user).told_to_units())
    if not user.institution_id:
        return rows.none()
    of_each = rows.select_related(*WITH_SUBJECT).prefetch_related("measures", "assessments")
    return of_each.order_by("-proposed_at", "-pk")


def papers_to_unit(proposal: SanctionProposal, user: User) -> list[OfficialPaper]:
    """List the signed papers about a proposal that are addressed to somebody's house."""
    rows = OfficialPaper.objects.visible_to(user).filter(
        Q(about=proposal.no) | Q(about__startswith=f"{proposal.no}.")
    )
    sent = rows.filter(institutions=user.institution_id, state="signed")
    return list(sent.select_related("number").order_by("pk"))


def to_assess(user: User, day: date) -> list[tuple[SanctionProposal, Ending]]:
    """List whose assessment somebody's house has to file by now, the earliest end first."""
    if not user.institution_id:
        return []
    told = SanctionProposal.objects.visible_to(user).told_to_units().order_by()
    waiting = in_pending().filter(pk__in=told.values("pk"))
    return [(one, end) for one, end in endings(waiting, day) if end.stage in AWAITED]
