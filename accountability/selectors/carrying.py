"""What is left to be carried out by talk or bulletin, and what stands against it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accountability.models import Bulletin, CountableEvent, Interview, Measure
from accountability.models import SanctionProposal as Proposal
from accountability.road_choices import BARS
from accountability.rules import road
from accountability.rules.carrying import WHOM, Charge, Interviewed, Sheet, in_charge
from accountability.rules.road import Step
from accountability.rules.words import LadderCode, MeasureCode
from accountability.selectors.awards import left_to_revoke, open_measures
from accountability.selectors.made_up import counted_doubts, wards_of_doubts
from accountability.selectors.persons import own_record
from accountability.selectors.whole import paper_in_force, rows
from bureau.models import LeaderPost, OfficialPaper, Remit, User
from bureau.rules import LeaderKind, PaperState, SectionCode
from bureau.selectors import leaders, section_people
from complaints.models import Case

KIND_OF_POST = {
    Interviewed.DEPUTY: LeaderKind.DEPUTY,
    Interviewed.PRINCIPAL: LeaderKind.HEAD,
}


def sheet_of(sheet: Sheet, about: Interview | Proposal) -> OfficialPaper | None:
    """Find the paper in force about an interview or a proposal, drafted or signed."""
    proposal = about.proposal if isinstance(about, Interview) else about
    return paper_in_force(proposal, sheet.value, about.no)


def signed_sheet(sheet: Sheet, about: Interview | Proposal) -> OfficialPaper | None:
    paper = sheet_of(sheet, about)
    return paper if paper and paper.state == PaperState.SIGNED else None


def talks_of(proposal: Proposal) -> list[Interview]:
    return rows(proposal, "interviews")


def bulletin_of(proposal: Proposal) -> Bulletin | None:
    return Bulletin.objects.filter(proposal=proposal).first()


def talk_named(user: User, no: Any) -> QuerySet[Interview]:
    """Find an interview by its number, for whoever sees its proposal."""
    return Interview.objects.visible_to(user).filter(no=no)


def measures_open(proposal: Proposal) -> list[Measure]:
    """List the measures that hold and are still to be carried out."""
    return open_measures(proposal)


def by_records_alone(proposal: Proposal) -> str:
    """Say that all that is left is carried out by records of interviews; empty if it is not."""
    left = measures_open(proposal)
    if left and all(MeasureCode(one.code) in WHOM for one in left):
        return _("What is left is carried out by the record of its interview: arrange that.")
    return ""


def called(proposal: Proposal) -> dict[Interviewed, Measure | None]:
    """Name who is to be summoned, each with the measure that calls for it.

    With the person themselves one may talk once, also where no measure calls for that.
    """
    codes = {MeasureCode(one.code): one for one in measures_open(proposal)}
    found: dict[Interviewed, Measure | None] = {
        whom: codes[code] for code, whom in WHOM.items() if code in codes
    }
    if proposal.staff_id:
        found[Interviewed.PERSON] = None
    held = {one.whom for one in rows(proposal, "interviews") if one.held_on}
    if talk := codes.get(MeasureCode.DEPARTMENT_TALK):
        found[Interviewed.PERSON] = talk
    return {whom: measure for whom, measure in found.items() if whom not in held}


def talks_to_record(proposal: Proposal) -> list[Interview]:
    return [one for one in rows(proposal, "interviews") if one.held_on is None]


def posts_of(proposal: Proposal, whom: Iterable[Interviewed], day: date) -> QuerySet[LeaderPost]:
    """List the unit's leaders in office on a day whom a talk may be with."""
    kinds = [KIND_OF_POST[one].value for one in whom if one in KIND_OF_POST]
    own = LeaderPost.objects.on(day).filter(institution=proposal.institution_id, kind__in=kinds)
    return own.order_by("kind", "pk")


def in_charge_of(proposal: Proposal, day: date) -> QuerySet[LeaderPost]:
    """List the deputies of the unit in charge of what it is about, by their remits of a day."""
    deputies = posts_of(proposal, [Interviewed.DEPUTY], day)
    remits = Remit.objects.on(day).filter(post__in=deputies).prefetch_related("departments")
    charges = [
        Charge(one.post_id, frozenset(of.pk for of in one.departments.all()), one.words)
        for one in remits.order_by("pk")
    ]
    concerned = {one.department_id for one in counted_cases(proposal) if one.department_id}
    concerned |= wards_of_doubts(proposal)
    return deputies.filter(pk__in=in_charge(charges, concerned))


def interviewers_for(proposal: Proposal) -> QuerySet[User]:
    """List who of the bureau may interview: leaders and the sections in charge, but no own unit."""
    sections = [SectionCode.PERSONNEL, SectionCode.MEDICAL_ADMIN]
    asked = [leaders(), *(section_people(code) for code in sections)]
    people = [one for some in asked for one in some.select_related("staff")]
    may = [one.pk for one in people if not bar_of(one, proposal)]
    return User.objects.filter(pk__in=may).order_by("name", "pk")


def bar_of(user: User, proposal: Proposal) -> str:
    """Say what bars somebody from a talk: that it is about them, or with their own unit."""
    units = {user.institution_id, user.staff.institution_id if user.staff else None} - {None}
    found = road.bar(
        road.Decider(user.pk, own_record(user, proposal), [one for one in units if one]),
        subject=proposal.staff_id,
        of_units=[proposal.institution_id],
        put_by=(),
        hands=(),
    )
    words = {
        road.Bar.HIMSELF: _("It is about you: somebody else interviews."),
        road.Bar.OWN_UNIT: _("It is with your own unit: somebody else interviews."),
    }
    return words.get(found, str(BARS[found])) if found else ""


def counted_cases(proposal: Proposal) -> list:
    """List the cases that count here. Of an accusation its number is nobody's to read."""
    whom = Q(staff=proposal.staff_id) if proposal.staff_id else Q(
        institution=proposal.institution_id
    )  # fmt: skip
    own = CountableEvent.objects.active().filter(whom, ladder=proposal.ladder)
    events = own.adding_up(proposal.window_from, rolls=proposal.rolls).select_related("case")
    return list(dict.fromkeys(one.case for one in events.order_by("counted_on", "pk") if one.case))


def case_numbers(proposal: Proposal) -> str:
    if not LadderCode(proposal.ladder).counts_cases:
        return "、".join(one.no for one in counted_doubts(proposal))
    return "、".join(one.no for one in counted_cases(proposal) if not one.is_accusation)


def names_to_mask(proposal: Proposal) -> list[str]:
    """Open who complained and who was the patient, to keep their names out of a bulletin.

    Of a matter those of every case that was joined in it, whichever of them counts.
    """
    matters = {one.matter_id for one in counted_cases(proposal)}
    cases = Case.objects.filter(matter__in=matters)
    sealed = [name for one in cases for name in (one.complainant, one.patient)]
    sealed += [one.item.record.patient_name for one in counted_doubts(proposal)]
    return [one.reveal() for one in sealed if one]


def relevant(proposal: Proposal) -> set[Step]:
    """Name the steps of carrying out that there is anything to do for."""
    open_codes = {one.code for one in measures_open(proposal)}
    found = {
        Step.SUMMON: called(proposal),
        Step.RECORD_TALK: talks_to_record(proposal),
        Step.WRITE_BULLETIN: MeasureCode.COUNTY_BULLETIN in open_codes,
        Step.ORDER: not LadderCode(proposal.ladder).is_of_people,
    }
    return {step for step, one in found.items() if one}


def obstacle(step: Step, proposal: Proposal, *, user: User, day: date) -> str:
    """Say what keeps a person from a step of carrying out; empty if nothing."""
    if step in (Step.SUMMON, Step.RECORD_TALK) and (said := bar_of(user, proposal)):
        return said
    if step is Step.SUMMON:
        return _unsummonable(proposal, day)
    if step is Step.RECORD_TALK:
        return unrecordable(talks_to_record(proposal))
    if step is Step.WRITE_BULLETIN and sheet_of(Sheet.BULLETIN, proposal):
        return _("The bulletin is drafted already: void it before writing another one.")
    return ""


def _unsummonable(proposal: Proposal, day: date) -> str:
    wanted = called(proposal)
    written = [one for one in talks_to_record(proposal) if sheet_of(Sheet.SUMMONS, one)]
    left = set(wanted) - {Interviewed(one.whom) for one in written}
    if wanted and not left:
        return _("The summons is drafted already: void it before arranging anything else.")
    if left <= set(KIND_OF_POST) and left and not posts_of(proposal, left, day).exists():
        return _("The directory names no such leader of this unit: enter the post there first.")
    return ""


def unrecordable(talks: Iterable[Interview]) -> str:
    """Say that none of some interviews was summoned by a signed letter: page and service ask."""
    if any(signed_sheet(Sheet.SUMMONS, one) for one in talks):
        return ""
    return _("The summons to the interview is not signed yet.")


def missing_sheet(proposal: Proposal, code: MeasureCode) -> str:
    """Say by what a measure has yet to be carried out; empty where that is there, or not needed."""
    held = proposal.interviews.filter(measure__code=code).exclude(held_on=None)
    if code in WHOM and not held.exists():
        return _("An interview is carried out by its record: note that first.")
    if code is MeasureCode.COUNTY_BULLETIN and not signed_sheet(Sheet.BULLETIN, proposal):
        return _("The bulletin is not signed yet.")
    if code is MeasureCode.AWARD_BAN and left_to_revoke(proposal):
        return _unsigned_awards(proposal)
    return ""


def _unsigned_awards(proposal: Proposal) -> str:
    if signed_sheet(Sheet.AWARDS, proposal):
        return ""
    return _("The letter that revokes the awards is not signed yet.")
