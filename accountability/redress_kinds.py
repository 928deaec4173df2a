"""The papers of what is looked at again: who drafts each, of what, and when."""

from collections.abc import Collection
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from accountability.models import Measure, Remedy, SanctionProposal
from accountability.papers import redress as papers
from accountability.papers.years import year_in_words
from accountability.rules.carrying import Scope, Sheet
from accountability.rules.measures import last_day
from accountability.rules.redress import PAPER_OF, TASK_OF, no_of
from accountability.rules.words import (
    Document,
    LadderCode,
    MeasureCode,
    Organ,
    Outcome,
    RemedyKind,
    RemedyState,
    Task,
)
from accountability.selectors import redress as selectors
from accountability.selectors import road
from accountability.selectors.awards import ban_window
from accountability.selectors.bans import runs_from, until
from accountability.selectors.carrying import bulletin_of, sheet_of
from accountability.selectors.effects import imposed_on
from accountability.selectors.telling_units import units_told
from accountability.services import RoadError
from bureau.models import User
from bureau.paper_kinds import Composed
from bureau.rules import SectionCode

TITLES = {
    Document.REVIEW: "复核决定书",
    Document.APPEAL: "申诉处理决定书",
    Document.RE_APPEAL: "再申诉处理决定书",
    Document.REVOCATION: "撤销决定书",
    Document.CORRECTION: "更正通报",
    Document.RESTORATION: "恢复资格待遇通知书",
}


def found(user: User, about: str) -> SanctionProposal:
    """Hold a proposal whose paper somebody drafts.

    :raises RoadError: outside the section that writes it.
    """
    seen = SanctionProposal.objects.visible_to(user).select_for_update(of=("self",))
    proposal = seen.select_related("staff", "institution").get(no=no_of(about))
    if user.section_code != SectionCode.PERSONNEL:
        raise RoadError(_("The personnel section writes this paper."))
    return proposal


def compose_review(user: User, about: str, day: date) -> Composed:
    """:raises RoadError: outside the section that writes it, or before it is decided."""
    return _answer(user, about, RemedyKind.REVIEW)


def compose_appeal(user: User, about: str, day: date) -> Composed:
    """:raises RoadError: outside the section that writes it, or before it is decided."""
    return _answer(user, about, RemedyKind.APPEAL)


def compose_re_appeal(user: User, about: str, day: date) -> Composed:
    """:raises RoadError: outside the section that writes it, or before it is decided."""
    return _answer(user, about, RemedyKind.RE_APPEAL)


def _answer(user: User, about: str, kind: RemedyKind) -> Composed:
    proposal = found(user, about)
    decided = proposal.remedies.filter(kind=kind, state=RemedyState.DECIDED).first()
    if decided is None:
        raise _nothing_yet()
    return Composed(papers.answer(_said(decided), bureau=settings.BUREAU_NAME))


def compose_revocation(user: User, about: str, day: date) -> Composed:
    """:raises RoadError: outside the section that writes it, or before it is decided."""
    proposal = found(user, about)
    decided = Remedy.objects.filter(cause=proposal, state=RemedyState.DECIDED).first()
    if decided is None:
        raise _nothing_yet()
    return Composed(papers.revocation(_said(decided), bureau=settings.BUREAU_NAME))


def compose_correction(user: User, about: str, day: date) -> Composed:
    """Compose the correction of a bulletin, for whoever read that.

    :raises RoadError: outside the section that writes it, or with nothing to correct.
    """
    proposal = found(user, about)
    remedy, _tasks = _to_restore(proposal, Document.CORRECTION, about)
    bulletin = sheet_of(Sheet.BULLETIN, proposal)
    readers = list(bulletin.institutions.all()) if bulletin else []
    number = bulletin.number.text if bulletin and bulletin.number else ""
    written = bulletin_of(proposal)
    scope = Scope(written.scope) if written else Scope.COUNTY
    paper = papers.correction(
        _said(remedy), bulletin=number, scope=scope, bureau=settings.BUREAU_NAME
    )
    return Composed(paper, readers)


def compose_restoration(user: User, about: str, day: date) -> Composed:
    """:raises RoadError: outside the section that writes it, or with nothing to restore."""
    proposal = found(user, about)
    remedy, tasks = _to_restore(proposal, Document.RESTORATION, about)
    said, still = _said(remedy), _held_by_others(proposal, tasks, day)
    paper = papers.restoration(said, tasks, still=still, bureau=settings.BUREAU_NAME)
    # Whoever it is about hears first what was decided: until then the unit gets no copy.
    houses = proposal.houses_told if selectors.is_answer_served(remedy) else []
    return Composed(paper, [*houses, *units_told(proposal)] if houses else [])


def _held_by_others(
    proposal: SanctionProposal, tasks: Collection[Task], day: date
) -> dict[Task, date]:
    """Say until when another decision keeps back what this one gives back; the last of them."""
    ladder, subject = LadderCode(proposal.ladder), proposal.subject_id
    year = ban_window(proposal).first.year
    found: dict[Task, date] = {}
    for one in imposed_on(ladder, [subject]).get(subject, []):
        task = TASK_OF.get(one.code)
        is_anothers = one.proposal != proposal.pk and one.is_there(day)
        if task is None or task not in tasks or not is_anothers:
            continue
        # Awards of a year are kept back after it as well.
        keeps = one.year == year if task is Task.AWARDS else one.last and one.last >= day
        if keeps and one.last:
            found[task] = max(one.last, found.get(task, one.last))
    return found


def _to_restore(
    proposal: SanctionProposal, document: Document, about: str
) -> tuple[Remedy, list[Task]]:
    """Return what a paper puts right, and by the last decision that it follows."""
    waiting = [
        one for one in selectors.open_tasks(proposal) if PAPER_OF[Task(one.task)] is document
    ]
    if not waiting or about != selectors.last_about(proposal, document):
        raise RoadError(_("Nothing is to be put right by this paper."))
    return waiting[-1].remedy, [Task(one.task) for one in waiting]


def _nothing_yet() -> RoadError:
    return RoadError(_("Nothing is decided yet: there is no paper to draft."))


def _said(remedy: Remedy) -> papers.Answered:
    proposal = remedy.proposal
    handling = road.handling_of(proposal)
    document = Document.DECISION if handling and handling.decided_on else Document.NOTICE
    paper = road.signed_paper(proposal, document)
    notice = road.service_of(proposal, Document.NOTICE)
    if handling is None or remedy.decided_on is None:
        raise _nothing_yet()
    return papers.Answered(
        kind=RemedyKind(remedy.kind),
        person=proposal.staff.name if proposal.staff else "",
        unit=proposal.institution.name,
        year=year_in_words(ban_window(proposal).first),
        decision_no=paper.number.text if paper and paper.number else "未送达",
        decided_on=handling.decided_on,
        asked_on=remedy.asked_on,
        outcome=Outcome(remedy.outcome),
        left=[_left(one, remedy.decided_on) for one in proposal.measures.filter(stands=True)],
        opinion=remedy.opinion,
        organ=Organ(remedy.organ),
        minutes_no=remedy.minutes_no,
        on=remedy.decided_on,
        appeal_days=road.table_on(remedy.decided_on).appeal_days,
        noticed_on=notice.served_on if notice else None,
        is_served=road.service_of(proposal, Document.DECISION) is not None,
    )


def _left(one: Measure, day: date) -> papers.Left:
    falls = one.has_ceased(day)
    is_cut = one.ceased_on is not None and not falls
    return papers.Left(
        MeasureCode(one.code), falls, until(one), is_cut, one.decided_months, months_left(one)
    )


def months_left(one: Measure) -> int | None:
    """Return for how many months a measure holds as it stands now; None if they are not whole."""
    first, last = runs_from(one), until(one)
    if first is None or last is None:
        return None
    end = last + timedelta(days=1)
    months = (end.year - first.year) * 12 + end.month - first.month
    return months if months > 0 and last_day(first, months=months) == last else None


COMPOSING = {
    Document.REVIEW: compose_review,
    Document.APPEAL: compose_appeal,
    Document.RE_APPEAL: compose_re_appeal,
    Document.REVOCATION: compose_revocation,
    Document.CORRECTION: compose_correction,
    Document.RESTORATION: compose_restoration,
}
