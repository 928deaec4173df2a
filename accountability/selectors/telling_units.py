"""Which unit is to be told what it has to carry out: who works there now, with what still holds.

Source: domain 7.4 (“payroll notice sent to unit”) and A-17: the system notifies, the unit pays.
"""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accountability.models import Measure, SamePerson, SanctionProposal, alike
from accountability.rules.carrying import Sheet
from accountability.rules.effects import KEPT_FROM
from accountability.rules.words import MeasureCode, ProposalState
from accountability.selectors.bans import until
from accountability.selectors.whole import rows
from bureau.models import Institution, OfficialPaper, Staff
from bureau.postings import placement_on
from bureau.rules import PaperState

AWAITED = [one.value for one in KEPT_FROM]


def about(proposal: SanctionProposal, unit: Institution) -> str:
    """Say what the notice to one unit is about: a person may move, and move again."""
    return f"{proposal.no}.{unit.code}"


def running(proposal: SanctionProposal, day: date) -> list[Measure]:
    """List the measures that keep the person from something, and are not over on a day."""
    if proposal.state != ProposalState.IN_EFFECT or proposal.staff_id is None:
        return []
    stand = [one for one in rows(proposal, "measures") if one.stands and one.code in AWAITED]
    return [one for one in stand if not one.has_ceased(day) and not _is_over(one, day)]


def _is_over(one: Measure, day: date) -> bool:
    last = until(one)
    if one.code == MeasureCode.AWARD_BAN and last:
        # Awards of a year are given in the next one.
        last = last.replace(year=last.year + 1, day=min(last.day, 28))
    return last is not None and last < day


def unit_to_tell(proposal: SanctionProposal, day: date) -> Institution | None:
    """Return the unit that is to be told: the own one of a pending appointment, a new one of all.

    No unit is told of what rests on an accusation.
    """
    left = running(proposal, day)
    if not left or proposal.staff_id is None or not proposal.houses_told:
        return None
    records = Staff.objects.filter(pk__in=alike(proposal.staff_id)).order_by("pk")
    places = [place for one in records if (place := placement_on(one, day))]
    elsewhere = [one for one in places if one.institution_id != proposal.institution_id]
    if elsewhere:
        return elsewhere[0].institution
    pends = any(one.code == MeasureCode.PENDING_APPOINTMENT for one in left)
    return places[0].institution if pends and places else None


def units_now(proposal: SanctionProposal) -> QuerySet[Institution]:
    """List where the person works as the directory says it now, by whichever of their records."""
    return Institution.objects.filter(staff__in=alike(proposal.staff_id or 0)).distinct()


def units_told(proposal: SanctionProposal) -> list[Institution]:
    """List the units that were told by a signed notice: what ends is told them as well."""
    notices = OfficialPaper.objects.filter(
        kind=Sheet.UNIT.value, about__startswith=f"{proposal.no}.", state=PaperState.SIGNED
    )
    rows = Institution.objects.filter(pk__in=notices.order_by().values("institutions"))
    return list(rows.order_by("code"))


def untold(seen: QuerySet[SanctionProposal], day: date) -> list[SanctionProposal]:
    """List those of which a unit is still to be told, for whoever drafts its notice."""
    holds = Measure.objects.filter(
        proposal=OuterRef("pk"), stands=True, ceased_on=None, code__in=AWAITED
    )
    pends = holds.filter(code=MeasureCode.PENDING_APPOINTMENT.value)
    joined = SamePerson.objects.holding().filter(counts_as=OuterRef("staff"))
    elsewhere = ~Q(staff__institution=F("institution")) | Exists(joined)
    rows = seen.filter(
        Exists(pends) | elsewhere & Exists(holds),
        state=ProposalState.IN_EFFECT, staff__isnull=False,
    )  # fmt: skip
    whole = rows.select_related("staff", "institution", "handling", "rules").order_by("pk")
    wanted = {about(one, unit): one for one in whole if (unit := unit_to_tell(one, day))}
    papers = OfficialPaper.objects.filter(kind=Sheet.UNIT.value, about__in=wanted)
    told = set(papers.exclude(state=PaperState.VOIDED).values_list("about", flat=True))
    return [one for said, one in wanted.items() if said not in told]
