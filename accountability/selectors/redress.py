"""What is asked for again, taken back and put right: which there is, and what stands against it."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from accountability.models import Measure, Remedy, Restoration, SanctionProposal, Service
from accountability.road_choices import BARS
from accountability.rules import redress, road, states
from accountability.rules.road import Step, Terms
from accountability.rules.words import (
    Document,
    LadderCode,
    MeasureCode,
    RemedyKind,
    RemedyState,
    Task,
)
from accountability.selectors import ending
from accountability.selectors import road as selectors
from accountability.selectors.awards import left_to_revoke
from accountability.selectors.bans import runs_from, until
from accountability.selectors.persons import is_about
from accountability.selectors.whole import rows
from bureau.models import OfficialPaper, User
from bureau.rules import PaperState, Role, SectionCode
from bureau.selectors import work_calendar
from bureau.templatetags.shell import day as in_full

UNUSED = (RemedyState.REFUSED, RemedyState.WITHDRAWN)


def remedies_of(proposal: SanctionProposal) -> list[Remedy]:
    return rows(proposal, "remedies")


def open_remedy(proposal: SanctionProposal) -> Remedy | None:
    """Find the review or appeal that waits for its answer."""
    waiting = (one for one in _asked(proposal) if one.state == RemedyState.RECEIVED)
    return max(waiting, key=lambda one: one.pk, default=None)


def _asked(proposal: SanctionProposal) -> list[Remedy]:
    return [one for one in rows(proposal, "remedies") if one.kind in redress.ASKED]


def unserved(proposal: SanctionProposal) -> Remedy | None:
    """Find the review or appeal whose answer is still to be served."""
    decided = [one for one in _asked(proposal) if one.state == RemedyState.DECIDED]
    served = {one.document for one in rows(proposal, "services")}
    waiting = (one for one in decided if redress.ANSWERS[RemedyKind(one.kind)] not in served)
    return next(waiting, None)


def asked_next(proposal: SanctionProposal) -> tuple[RemedyKind, Service] | None:
    """Say what can be asked for now, and since which service its term runs; None if nothing."""
    taken = {one.kind for one in rows(proposal, "remedies") if one.state not in UNUSED}
    since = selectors.service_of(proposal, Document.DECISION)
    if since is None or open_remedy(proposal):
        return None
    for kind in redress.asked_by(LadderCode(proposal.ladder)):
        if kind not in taken:
            return kind, since
        since = selectors.service_of(proposal, redress.ANSWERS[kind])
        if since is None:
            return None
    return None


def last_day(kind: RemedyKind, since: Service) -> date:
    return ask_term(kind, since).last


def may_take_late(user: User, proposal: SanctionProposal) -> bool:
    """Test if somebody may take what came too late: a head of personnel, of nobody's own."""
    is_head = Role.SECTION_HEAD in user.roles and user.section_code == SectionCode.PERSONNEL
    return is_head and not is_about(proposal, user)


def refused_late(proposal: SanctionProposal, kind: RemedyKind) -> Remedy | None:
    """Find the last request of a kind that was refused because it came too late."""
    refused = (
        one for one in _asked(proposal) if one.kind == kind and one.state == RemedyState.REFUSED
    )
    return max(refused, key=lambda one: one.pk, default=None)


def ask_term(kind: RemedyKind, since: Service) -> redress.AskTerm:
    """Reckon until when is asked, by the rules of the day of the served paper."""
    table = selectors.table_on(selectors.drafted_on(since))
    days = table.review_days if kind is RemedyKind.REVIEW else table.appeal_days
    calendar = work_calendar() if table.rest_days_move else None
    return redress.ask_term(since.served_on, days=days, calendar=calendar)


def answer_due(kind: RemedyKind, asked_on: date) -> date:
    table = selectors.table_on(asked_on)
    is_review = kind is RemedyKind.REVIEW
    days = table.review_answer_days if is_review else table.appeal_answer_days
    return asked_on + timedelta(days=days)


def held(proposal: SanctionProposal, day: date) -> Terms:
    """Return the measures that are left on a day, with their months as they stand now."""
    stand = [one for one in rows(proposal, "measures") if one.stands]
    return {MeasureCode(one.code): months_of(one) for one in stand if not one.has_ceased(day)}


def months_of(one: Measure) -> int | None:
    if one.left_months:
        return one.left_months
    first = runs_from(one) if one.ceased_on else None
    if one.ceased_on is None or one.decided_months is None or first is None:
        return one.decided_months
    return redress.months_until(first, one.ceased_on, months=one.decided_months)


def bar_of(user: User, proposal: SanctionProposal) -> str:
    """Say what bars somebody from deciding on a review or an appeal; empty if nothing."""
    if said := selectors.bar_of(user, proposal):
        return said
    return str(BARS[road.Bar.DECIDED_IT]) if user.pk in selectors.decided_by(proposal) else ""


def open_tasks(proposal: SanctionProposal) -> list[Restoration]:
    """List what people still have to put right.

    A shorter term that a later decision did away with is told to nobody any more.
    """
    untold = {Task.LATER_TIERS}
    waiting = [one for one in rows(proposal, "restorations") if one.done_on is None]
    if waiting and not _has_shorter_term(proposal):
        untold.add(Task.SHORTER_TERM)
    return [one for one in waiting if one.task not in untold]


def _has_shorter_term(proposal: SanctionProposal) -> bool:
    """Test if a measure still holds for a shorter term after all that was decided."""
    decided = [one for one in rows(proposal, "remedies") if one.state == RemedyState.DECIDED]
    last = max((one.decided_on for one in decided if one.decided_on), default=None)
    cut = [one.ceased_on for one in rows(proposal, "measures") if one.stands and one.ceased_on]
    return last is not None and any(day > last for day in cut)


def restorations_of(proposal: SanctionProposal) -> list[Restoration]:
    """List what was to be put right: done, counted by the machine, or still open."""
    open_ones = {one.pk for one in open_tasks(proposal)}
    return [
        one
        for one in rows(proposal, "restorations")
        if one.done_on or one.pk in open_ones or one.task == Task.LATER_TIERS
    ]


def abouts(proposal: SanctionProposal, document: Document) -> dict[int, str]:
    """Name what the papers that put things right are about, by the decision that each belongs to.

    A paper speaks of all that is open as it is drafted, never of what a later decision adds.
    """
    its = [task for task, paper in redress.PAPER_OF.items() if paper is document]
    of = {one.remedy_id for one in rows(proposal, "restorations") if one.task in its}
    return {one: redress.about_of(proposal.no, before=n) for n, one in enumerate(sorted(of))}


def last_about(proposal: SanctionProposal, document: Document) -> str:
    """Name what such a paper is about if it is drafted now."""
    return next(reversed(abouts(proposal, document).values()), proposal.no)


def restoring_paper(row: Restoration) -> OfficialPaper | None:
    """Find the signed paper with which something is put right: of its decision, or a later one."""
    document = redress.PAPER_OF[Task(row.task)]
    named = abouts(row.proposal, document)
    fitting = [about for remedy, about in named.items() if remedy >= row.remedy_id]
    papers = OfficialPaper.objects.filter(kind=document.value, about__in=fitting)
    signed = papers.filter(state=PaperState.SIGNED)
    return signed.select_related("number").order_by("drafted_at").last()


def is_answer_served(remedy: Remedy) -> bool:
    """Test if whoever it is about was told what a review, an appeal or taking back came to."""
    about = remedy.cause or remedy.proposal
    return selectors.service_of(about, redress.ANSWERS[RemedyKind(remedy.kind)]) is not None


def restorations_told(proposal: SanctionProposal) -> list[OfficialPaper]:
    """List the signed papers by which something is given back, once their decision was served."""
    named = abouts(proposal, Document.RESTORATION)
    asked = {one.pk: one for one in rows(proposal, "remedies")} if named else {}
    told = [about for pk, about in named.items() if is_answer_served(asked[pk])]
    if not told:
        return []
    papers = OfficialPaper.objects.filter(kind=Document.RESTORATION.value, about__in=told)
    signed = papers.filter(state=PaperState.SIGNED)
    return list(signed.select_related("number").order_by("drafted_at"))


def relevant(proposal: SanctionProposal) -> set[Step]:
    """Name the overlaying steps that there is anything to do for."""
    found = {
        Step.ASK_AGAIN: asked_next(proposal),
        Step.ANSWER: open_remedy(proposal),
        Step.SERVE_ANSWER: unserved(proposal),
        Step.RESTORE: open_tasks(proposal),
        Step.SERVE_END: ending.to_tell(proposal),
    }
    return {step for step, one in found.items() if one}


def obstacle(step: Step, proposal: SanctionProposal, *, user: User) -> str:
    """Say what keeps a person from a step of this kind; empty if nothing."""
    if step is Step.ANSWER:
        return bar_of(user, proposal)
    if step is Step.TAKE_BACK:
        return selectors.bar_of(user, proposal)
    if step is Step.SERVE_ANSWER:
        remedy = unserved(proposal)
        document = redress.ANSWERS[RemedyKind(remedy.kind)] if remedy else Document.REVIEW
        return _unsigned(proposal, document)
    if step is Step.SERVE_END and ending.is_unsigned(proposal):
        return _("The paper to be served is not signed yet.")
    if step is Step.SERVE_BACK:
        return _unsigned(proposal, Document.REVOCATION)
    if step is Step.PUT_BACK and proposal.about and proposal.about.state not in states.STANDING:
        return _("What this would take back has ended already.")
    if step is Step.RESTORE:
        return _unwritten(proposal)
    return ""


def _unsigned(proposal: SanctionProposal, document: Document) -> str:
    if selectors.signed_paper(proposal, document) is None:
        return _("The paper to be served is not signed yet.")
    return ""


def _unwritten(proposal: SanctionProposal) -> str:
    waiting = open_tasks(proposal)
    if any(map(restoring_paper, waiting)):
        return ""
    return _("To be put right: %(tasks)s. None of the papers for it is signed yet.") % {
        "tasks": "、".join(map(str, waiting))
    }


def unfinished(proposal: SanctionProposal, day: date) -> str:
    """Say which measure still holds or is still to be carried out; empty if none."""
    if awards := left_to_revoke(proposal):
        said = _("Awards given already are to be revoked: %(awards)s.")
        return said % {"awards": "、".join(awards)}
    for one in rows(proposal, "measures"):
        if not one.stands or one.has_ceased(day):
            continue
        last = until(one)
        if last is not None and day <= last:
            said = _("“%(measure)s” holds until %(day)s.")
            return said % {"measure": one, "day": in_full(last)}
        if one.holds_until is None and one.done_on is None:
            return _("“%(measure)s” is not carried out yet.") % {"measure": one}
    return ""
