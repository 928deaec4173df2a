"""The papers of talks and bulletins: who drafts each, of what, when, and who gets to read it."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.db.models.lookups import In
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.carrying_choices import SHEETS
from accountability.models import Interview, SanctionProposal
from accountability.paper_kinds import changes_since, named_in, told
from accountability.papers import carrying as papers
from accountability.papers.years import year_in_words
from accountability.redress_kinds import found
from accountability.rules.carrying import Interviewed, Scope, Sheet, TalkKind, demands
from accountability.rules.redress import no_of
from accountability.rules.words import Document, MeasureCode, Organ, ProposalState
from accountability.selectors import awards, road, telling_units
from accountability.selectors import carrying as selectors
from accountability.selectors.bans import until
from accountability.services import RoadError
from accountability.services.carrying import TALK
from bureau import paper_kinds
from bureau.models import Attachment, Institution, OfficialPaper, User
from bureau.paper_kinds import Composed, Doing, PaperKind
from bureau.rules import PaperState, SectionCode

OF_PROPOSALS = frozenset({Sheet.BULLETIN, Sheet.AWARDS, Sheet.UNIT})
"""Papers about a proposal itself; the others are about an interview."""


def compose_summons(user: User, about: str, day: date) -> Composed:
    """Compose the summons to an interview that was arranged.

    :raises RoadError: outside the section that writes it, or once it was held.
    """
    interview = _interview(user, about)
    _in_effect(interview.proposal)
    if interview.held_on:
        raise RoadError(_("This interview is on record already."))
    paper = papers.summons(_called(interview), bureau=settings.BUREAU_NAME)
    return Composed(paper, interview.proposal.houses_told)


def compose_minutes(user: User, about: str, day: date) -> Composed:
    """Compose the record of an interview that was held.

    :raises RoadError: outside the section that writes it, or before it is on record.
    """
    interview = _interview(user, about)
    if interview.held_on is None:
        raise RoadError(_("This interview is not on record yet."))
    paper = papers.minutes(_called(interview), _minutes(interview), bureau=settings.BUREAU_NAME)
    return Composed(paper, interview.proposal.houses_told)


def compose_bulletin(user: User, about: str, day: date) -> Composed:
    """Compose the bulletin as it was written; the health system's institutions get to read it.

    :raises RoadError: outside the section that writes it, or before it is written or in effect.
    """
    proposal = found(user, about)
    _in_effect(proposal)
    bulletin, handling = selectors.bulletin_of(proposal), road.handling_of(proposal)
    if bulletin is None or handling is None or handling.decided_on is None:
        raise RoadError(_("The bulletin is not written yet."))
    said = papers.Published(
        scope=Scope(bulletin.scope), facts=bulletin.facts, demands=bulletin.demands,
        decision=_decision_no(proposal), organ=Organ(handling.organ), on=handling.decided_on,
    )  # fmt: skip
    paper = papers.bulletin(told(proposal, handling, on=day), said, bureau=settings.BUREAU_NAME)
    return Composed(paper, _readers(proposal, Scope(bulletin.scope), day))


def compose_awards(user: User, about: str, day: date) -> Composed:
    """Compose the letter that has the unit take back awards given already.

    :raises RoadError: outside the section that writes it, or where nothing is to be revoked.
    """
    proposal = found(user, about)
    _in_effect(proposal)
    handling, named = road.handling_of(proposal), awards.left_to_revoke(proposal)
    if handling is None or handling.decided_on is None or not named:
        raise RoadError(_("No award is to be revoked here."))
    said = papers.Awarded(
        unit=proposal.institution.name, person=str(proposal.subject),
        year=year_in_words(proposal.award_year.first), decision=_decision_no(proposal),
        decided_on=handling.decided_on, awards=named,
    )  # fmt: skip
    letter = papers.awards_letter(said, bureau=settings.BUREAU_NAME)
    return Composed(letter, proposal.houses_told)


def compose_unit_notice(user: User, about: str, day: date) -> Composed:
    """Compose the notice to the unit where somebody works now of what it has to carry out.

    :raises RoadError: outside the section that writes it, or where that unit has nothing to know.
    """
    proposal = found(user, no_of(about))
    _in_effect(proposal)
    handling, unit = road.handling_of(proposal), telling_units.unit_to_tell(proposal, day)
    if handling is None or handling.decided_on is None or unit is None:
        raise RoadError(_("There is nothing of which this unit is to be told."))
    if about != telling_units.about(proposal, unit):
        raise RoadError(_("They work at %(unit)s now.") % {"unit": unit.name})
    year = year_in_words(awards.ban_window(proposal).first)
    said = papers.Running(
        unit=unit.name, person=str(proposal.subject), decision=_decision_no(proposal),
        decided_on=handling.decided_on,
        measures=[
            (MeasureCode(one.code), one.starts_on, until(one), year)
            for one in telling_units.running(proposal, day)
            if one.starts_on
        ],
    )  # fmt: skip
    return Composed(papers.unit_notice(said, bureau=settings.BUREAU_NAME), [unit])


def _interview(user: User, about: str) -> Interview:
    row = Interview.objects.visible_to(user).select_related("interviewer").get(no=about)
    row.proposal = found(user, row.proposal.no)
    return row


def _in_effect(proposal: SanctionProposal) -> None:
    if proposal.state != ProposalState.IN_EFFECT:
        raise RoadError(_("It is “%(state)s”: there is no such paper to draft now.") % {
            "state": proposal.get_state_display()
        })  # fmt: skip


def _decision_no(proposal: SanctionProposal) -> str:
    served = road.service_of(proposal, Document.DECISION)
    return served.paper.number.text if served and served.paper.number else ""


def _called(one: Interview) -> papers.Called:
    handling = road.handling_of(one.proposal)
    decided_on = handling.decided_on if handling else None
    return papers.Called(
        no=one.no, unit=one.proposal.institution.name, whom=Interviewed(one.whom), name=one.name,
        decision=_decision_no(one.proposal), decided_on=decided_on or one.arranged_at.date(),
        reason=one.reason, meets_at=timezone.localtime(one.meets_at), place=one.place,
        interviewers="、".join(filter(None, (one.interviewer.name, one.others))),
        purpose=one.purpose, bring=one.bring, contact=one.contact, post=_position(one),
        enclosed=demands(one.enclosed),
    )  # fmt: skip


def _position(one: Interview) -> str:
    """Return the person's position and professional title as the paper is drafted."""
    staff = one.proposal.staff
    if staff is None or one.whom != Interviewed.PERSON:
        return ""
    return "、".join(filter(None, (staff.position, staff.title)))


def _minutes(one: Interview) -> papers.Minutes:
    demands = list(one.demands.select_related("item"))
    return papers.Minutes(
        kind=TalkKind(one.kind), held_on=one.held_on or one.arranged_at.date(),
        recorder=one.recorder, facts=one.record, cases=one.case_nos,
        demands=[(demand.text, demand.item.no) for demand in demands],
        due_on=demands[0].due_on if demands else None, position=one.position, signed=one.signed,
        attachments=[str(file) for file in Attachment.objects.of(TALK, one.no)],
    )  # fmt: skip


def _readers(proposal: SanctionProposal, scope: Scope, day: date) -> list[Institution]:
    rows = Institution.objects.filter(Q(active_to=None) | Q(active_to__gte=day))
    if scope is Scope.SAME_KIND:
        rows = rows.filter(kind=proposal.institution.kind)
    return list(rows.order_by("code"))


def bar(paper: OfficialPaper, doing: Doing) -> str:
    """Say what stands against rewording, signing or voiding one of these papers."""
    sheet = Sheet(paper.kind)
    if doing is Doing.REVISE:
        return _(
            "This paper says what was entered, word for word. Put that right and draft it again."
        )
    if doing is Doing.VOID:
        return _bar_to_void(paper, sheet)
    if sheet is Sheet.MINUTES:
        return ""
    proposal = _proposal_of(paper, sheet)
    if proposal.state != ProposalState.IN_EFFECT:
        said = _("%(no)s is “%(state)s” now: this paper cannot go out any more.")
        return said % {"no": proposal.no, "state": proposal.get_state_display()}
    return _bar_to_tell(proposal, paper) if sheet is Sheet.UNIT else ""


def _bar_to_tell(proposal: SanctionProposal, paper: OfficialPaper) -> str:
    """Ask once more if the unit is to be told: they may have moved, or an accusation counts now."""
    works_at = {telling_units.about(proposal, one) for one in telling_units.units_now(proposal)}
    if proposal.houses_told and paper.about in works_at:
        return ""
    return _("This unit has nothing to carry out any more: lay the draft aside.")


def _proposal_of(paper: OfficialPaper, sheet: Sheet) -> SanctionProposal:
    rows = SanctionProposal.objects.select_for_update(of=("self",))
    if sheet in OF_PROPOSALS:
        return rows.get(no=no_of(paper.about))
    return rows.get(pk=Interview.objects.values_list("proposal").get(no=paper.about)[0])


def _bar_to_void(paper: OfficialPaper, sheet: Sheet) -> str:
    proposal = _proposal_of(paper, sheet)
    if sheet is Sheet.SUMMONS and Interview.objects.exclude(held_on=None).filter(no=paper.about):
        return _("The interview was held: its summons stands.")
    done = proposal.measures.filter(code=MeasureCode.AWARD_BAN).exclude(done_on=None)
    if sheet is Sheet.AWARDS and done.exists():
        return _("The awards are revoked: only a decision takes that back.")
    done = proposal.measures.filter(code=MeasureCode.COUNTY_BULLETIN).exclude(done_on=None)
    # Signed, it is before its readers; what was wrong in it is put right while it is in effect.
    is_over = paper.state == PaperState.SIGNED and proposal.state != ProposalState.IN_EFFECT
    if sheet is Sheet.BULLETIN and (is_over or done.exists()):
        return _("The bulletin is out: only a correction takes it back.")
    return ""


def hidden_from(user: User) -> Q:
    """Keep these papers from whom the proposal is kept; a bulletin its readers always see."""
    seen = Interview.objects.visible_to(user).order_by().values("no")
    proposals = SanctionProposal.objects.visible_to(user).order_by().values("no")
    hidden = Q(kind__in=[Sheet.SUMMONS.value, Sheet.MINUTES.value]) & ~Q(about__in=seen)
    hidden |= Q(kind=Sheet.AWARDS.value) & ~Q(about__in=proposals)
    # A unit reads the notices that were sent to it, though it may not see the proposal of who
    # came to it; none that rests on an accusation.
    told = SanctionProposal.objects.told_to_units().order_by().values("no")
    whose = told if user.institution_id else proposals
    hidden |= Q(kind=Sheet.UNIT.value) & ~Q(In(named_in("about"), whose))
    if user.institution_id:
        return hidden
    return hidden | Q(kind=Sheet.BULLETIN.value) & ~Q(about__in=proposals)


def register_sheets() -> None:
    """Name these papers to the ground floor; called once, when the app is ready."""
    series = {
        Sheet.SUMMONS: ("accountability_interview", compose_summons, None),
        Sheet.MINUTES: ("accountability_talk", compose_minutes, None),
        Sheet.BULLETIN: ("notice", compose_bulletin, changes_since),
        Sheet.AWARDS: ("accountability_awards", compose_awards, changes_since),
        Sheet.UNIT: ("accountability_unit", compose_unit_notice, changes_since),
    }
    for sheet, (code, compose, changes) in series.items():
        kind: Any = PaperKind(
            sheet.value, SHEETS[sheet], code, SectionCode.PERSONNEL, compose, changes, bar,
            hidden_from,
        )  # fmt: skip
        paper_kinds.register(kind)
