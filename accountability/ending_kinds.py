"""The papers that tell of an end: who drafts each, of what, and when."""

from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import Handling, Measure, SanctionProposal
from accountability.papers import ending as papers
from accountability.papers.road import MEASURES, term
from accountability.papers.years import year_in_words
from accountability.redress_kinds import found
from accountability.rules.words import Document, Heard, MeasureCode, Organ
from accountability.selectors import ending as selectors
from accountability.selectors import road
from accountability.selectors.awards import ban_window
from accountability.selectors.bans import until
from accountability.services import RoadError
from bureau.models import Act, User
from bureau.paper_kinds import Composed

TITLES = {Document.DISMISSAL: "不予处理告知书", Document.LIFTING: "解除处理决定书"}


def compose_dismissal(user: User, about: str, day: date) -> Composed:
    """:raises RoadError: outside the section that writes it, or with nobody to be told."""
    proposal, handling, act = _ended(user, about, Document.DISMISSAL)
    if handling.heard_on is None:
        raise _nobody_to_tell()
    paper = papers.dismissal(
        _said(proposal, act, Document.NOTICE),
        heard=Heard(handling.heard),
        heard_on=handling.heard_on,
        bureau=settings.BUREAU_NAME,
    )
    return Composed(paper)


def compose_lifting(user: User, about: str, day: date) -> Composed:
    """:raises RoadError: outside the section that writes it, or with nobody to be told."""
    proposal, _handling, act = _ended(user, about, Document.LIFTING)
    lifted_on = timezone.localdate(act.at)
    held = proposal.measures.filter(stands=True, ends_on__isnull=False)
    running = [one for one in held if _runs(proposal, one, lifted_on)]
    paper = papers.lifting(
        _said(proposal, act, Document.DECISION),
        measures=[_name(proposal, one) for one in running],
        bureau=settings.BUREAU_NAME,
    )
    return Composed(paper)


def _runs(proposal: SanctionProposal, one: Measure, day: date) -> bool:
    """Test if a measure with a term ran on a day; a ban that follows on others, until its end."""
    one.proposal = proposal
    last = until(one)
    return last is not None and day <= last and not one.has_ceased(day)


def _name(proposal: SanctionProposal, one: Measure) -> str:
    year = year_in_words(ban_window(proposal).first)
    return MEASURES[MeasureCode(one.code)].format(year=year, term=term(one.decided_months))


def _ended(user: User, about: str, document: Document) -> tuple[SanctionProposal, Handling, Act]:
    proposal = found(user, about)
    handling, act = road.handling_of(proposal), selectors.ended_by(proposal)
    if selectors.to_tell(proposal) is not document or handling is None or act is None:
        raise _nobody_to_tell()
    return proposal, handling, act


def _said(proposal: SanctionProposal, act: Act, document: Document) -> papers.Ended:
    """Say it after the act that ended it; `document` is what had told of the measures."""
    told = road.service_of(proposal, document)
    if told is None:
        raise _nobody_to_tell()
    decided_on = proposal.handling.decided_on
    organ = act.facts.get("organ")
    return papers.Ended(
        person=proposal.staff.name if proposal.staff else "",
        unit=proposal.institution.name,
        told_no=told.paper.number.text if told.paper.number else "",
        told_on=decided_on or told.served_on,
        reason=act.why,
        on=timezone.localdate(act.at),
        organ=Organ(organ) if organ else None,
        minutes_no=act.facts.get("minutes_no", ""),
    )


def _nobody_to_tell() -> RoadError:
    return RoadError(_("Nobody waits to be told of an end here: there is no paper to draft."))


COMPOSING = {Document.DISMISSAL: compose_dismissal, Document.LIFTING: compose_lifting}
