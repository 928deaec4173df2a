"""Who is told what of a proposal. A notice may leave the house: no person is named in it."""

from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext

from accountability.choices import LADDERS
from accountability.models import Assessment, Interview, Remedy, SanctionProposal, Service, alike
from accountability.rules import states
from accountability.rules.pending import AssessmentState
from accountability.selectors.pending import Ending, is_told
from accountability.selectors.persons import is_about, records_of
from accountability.selectors.redress import bar_of as bar_again
from accountability.selectors.road import bar_of
from bureau.models import OfficialPaper, User
from bureau.rules import SectionCode
from bureau.selectors import hospital_officers, leaders, section_people
from bureau.sending import NoticeKind
from bureau.services import Telling
from bureau.templatetags.shell import day as in_full
from bureau.templatetags.shell import moment

KIND = "sanction_proposal"


def proposed(proposal: SanctionProposal, *, at: datetime) -> Telling:
    """Tell those who have to look at a proposal; where a section has nobody, the leaders."""
    said = _taking_back if proposal.kind in states.TAKING_BACK else _proposed
    return Telling(
        kind=NoticeKind.TASK,
        recipients=_who_acts(proposal),
        words=partial(said, proposal),
        subject=(KIND, proposal.no),
        url=reverse("accountability:proposal", args=[proposal.no]),
        cause=f"proposed {proposal.no}",
    )


def served(proposal: SanctionProposal, service: Service) -> Telling:
    """Tell whoever it is about, by their own accounts, that a paper was served on them."""
    own = User.objects.filter(staff__in=records_of(proposal.staff_id or 0), is_active=True)
    return Telling(
        kind=NoticeKind.TASK,
        recipients=list(own) if proposal.staff_id else [],
        words=partial(_served, proposal, service),
        subject=(KIND, proposal.no),
        url=reverse("accountability:own_proposal", args=[proposal.no]),
        cause=f"served {proposal.no} {service.document}",
    )


def to_decide(proposal: SanctionProposal) -> Telling:
    """Tell those who may decide, now that the statement is in, waived or its term is over."""
    people = {one.pk: one for one in (*section_people(SectionCode.PERSONNEL), *leaders())}
    may = [one for one in people.values() if one.has_perm("accountability.decide_measures")]
    return Telling(
        kind=NoticeKind.TASK,
        recipients=[one for one in may if not bar_of(one, proposal)],
        words=partial(_to_decide, proposal),
        subject=(KIND, proposal.no),
        url=reverse("accountability:proposal", args=[proposal.no]),
        cause=f"to decide {proposal.no}",
    )


def to_answer(remedy: Remedy) -> Telling:
    """Tell those who may decide that a review or an appeal waits."""
    proposal = remedy.proposal
    people = {one.pk: one for one in (*section_people(SectionCode.PERSONNEL), *leaders())}
    may = [one for one in people.values() if one.has_perm("accountability.decide_measures")]
    return Telling(
        kind=NoticeKind.TASK,
        recipients=[one for one in may if not bar_again(one, proposal)],
        words=partial(_to_answer, remedy),
        subject=(KIND, proposal.no),
        url=reverse("accountability:proposal", args=[proposal.no]),
        cause=f"to answer {proposal.no} {remedy.kind}",
    )


def to_restore(proposal: SanctionProposal, remedy: Remedy) -> Telling:
    """Tell those who look after it that something was taken back and has to be put right."""
    return Telling(
        kind=NoticeKind.TASK,
        recipients=_who_acts(proposal),
        words=partial(_to_restore, proposal),
        subject=(KIND, proposal.no),
        url=reverse("accountability:proposal", args=[proposal.no]),
        cause=f"to restore {proposal.no} {remedy.pk}",
    )


def restored(proposal: SanctionProposal, paper: OfficialPaper) -> Telling:
    """Tell whoever it is about that something is given back; which, the paper on the page says."""
    staff = proposal.staff_id
    people = User.objects.filter(staff__in=alike(staff)) if staff else User.objects.none()
    return Telling(
        kind=NoticeKind.TASK,
        recipients=list(people),
        words=partial(_restored, proposal, paper),
        subject=(KIND, proposal.no),
        url=reverse("accountability:own_proposal", args=[proposal.no]),
        cause=f"restored {paper.about}",
    )


def to_tell_of_the_end(proposal: SanctionProposal) -> Telling:
    """Tell those who look after it that whoever was told has to hear that it ended."""
    return Telling(
        kind=NoticeKind.TASK,
        recipients=_who_acts(proposal),
        words=partial(_to_tell_of_the_end, proposal),
        subject=(KIND, proposal.no),
        url=reverse("accountability:proposal", args=[proposal.no]),
        cause=f"to tell of the end {proposal.no}",
    )


def to_revoke_awards(proposal: SanctionProposal) -> Telling:
    """Tell those who look after it that awards given already have to be revoked."""
    return Telling(
        kind=NoticeKind.TASK,
        recipients=_who_acts(proposal),
        words=partial(_to_revoke_awards, proposal),
        subject=(KIND, proposal.no),
        url=reverse("accountability:proposal", args=[proposal.no]),
        cause=f"to revoke awards {proposal.no}",
    )


def to_interview(interview: Interview, *, cause: str) -> Telling:
    """Tell whoever interviews when and where; whom it is with the page says."""
    proposal = interview.proposal
    return Telling(
        kind=NoticeKind.TASK,
        recipients=[interview.interviewer],
        words=partial(_to_interview, interview),
        subject=(KIND, proposal.no),
        url=reverse("accountability:proposal", args=[proposal.no]),
        cause=cause,
    )


def to_assess(proposal: SanctionProposal, ending: Ending) -> Telling:
    """Tell the unit that the end of a pending appointment is to be assessed."""
    officers = hospital_officers(proposal.institution) if is_told(proposal) else []
    return Telling(
        kind=NoticeKind.TASK,
        recipients=[one for one in officers if not is_about(proposal, one)],
        words=partial(_to_assess, proposal, ending),
        subject=(KIND, proposal.no),
        url=reverse("accountability:unit_proposal", args=[proposal.no]),
    )


def late_assessment(proposal: SanctionProposal, ending: Ending) -> Telling:
    """Tell those who look after it that the unit has not assessed in time."""
    return Telling(
        kind=NoticeKind.TASK,
        recipients=_who_acts(proposal),
        words=partial(_to_assess, proposal, ending),
        subject=(KIND, proposal.no),
        url=reverse("accountability:proposal", args=[proposal.no]),
    )


def to_confirm(assessment: Assessment) -> Telling:
    """Tell those who look after it that an assessment is to be confirmed."""
    proposal = assessment.proposal
    return Telling(
        kind=NoticeKind.TASK,
        recipients=[one for one in _who_acts(proposal) if one.pk != assessment.filed_by_id],
        words=partial(_to_confirm, assessment),
        subject=(KIND, proposal.no),
        url=reverse("accountability:proposal", args=[proposal.no]),
        cause=f"to confirm {assessment.no}",
    )


def of_answer(assessment: Assessment) -> Telling:
    """Tell whoever filed an assessment what the bureau answered."""
    is_unit = assessment.filed_by.institution_id is not None
    name = "accountability:unit_proposal" if is_unit else "accountability:proposal"
    return Telling(
        kind=NoticeKind.TASK,
        recipients=[assessment.filed_by],
        words=partial(_of_answer, assessment),
        subject=(KIND, assessment.proposal.no),
        url=reverse(name, args=[assessment.proposal.no]),
        cause=f"answer to {assessment.no}",
    )


def _who_acts(proposal: SanctionProposal) -> list[User]:
    sections = [SectionCode.PERSONNEL]
    # Those to whom the scope of proposals shows it.
    if proposal.staff_id is None and not proposal.rests_on_accusation:
        sections.append(SectionCode.MEDICAL_ADMIN)
    people = {one.pk: one for code in sections for one in section_people(code)}
    may_see = [one for one in people.values() if not is_about(proposal, one)]
    return may_see or list(leaders())


def _served(proposal: SanctionProposal, service: Service) -> str:
    said = gettext("%(paper)s of %(no)s was served on %(day)s: read it, and until when you can"
                   " state your view or ask for a review, under “About me”.")  # fmt: skip
    facts = {"no": proposal.no, "paper": service.get_document_display()}
    return said % {**facts, "day": in_full(service.served_on)}


def _facts(proposal: SanctionProposal) -> dict[str, object]:
    return {
        "no": proposal.no,
        "ladder": LADDERS[proposal.ladder],
        "tier": proposal.tier,
        "house": proposal.institution.name,
    }


def _proposed(proposal: SanctionProposal) -> str:
    said = gettext("%(ladder)s, %(house)s: the rules propose tier %(tier)s, as %(no)s.")
    return said % _facts(proposal)


def _taking_back(proposal: SanctionProposal) -> str:
    said = gettext(
        "%(ladder)s, %(house)s: tier %(tier)s has lost its ground. Taking it back is proposed as"
        " %(no)s."
    )
    return said % _facts(proposal)


def _to_decide(proposal: SanctionProposal) -> str:
    said = gettext("%(ladder)s, %(house)s: %(no)s, tier %(tier)s, can be decided.")
    return said % _facts(proposal)


def _to_answer(remedy: Remedy) -> str:
    said = gettext("%(ladder)s, %(house)s: %(what)s of %(no)s is to be decided by %(day)s.")
    due = in_full(remedy.due_on) if remedy.due_on else ""
    what = {"what": remedy.get_kind_display(), "day": due}
    return said % (_facts(remedy.proposal) | what)


def _to_interview(interview: Interview) -> str:
    said = gettext("%(house)s: you hold the interview %(talk)s on %(time)s, %(place)s.")
    facts = {"talk": interview.no, "place": interview.place, "time": moment(interview.meets_at)}
    return said % (_facts(interview.proposal) | facts)


def _to_restore(proposal: SanctionProposal) -> str:
    said = gettext("%(ladder)s, %(house)s: %(no)s was taken back. What it did is to be put right.")
    return said % _facts(proposal)


def _restored(proposal: SanctionProposal, paper: OfficialPaper) -> str:
    said = gettext("%(no)s: the bureau has given back by %(paper)s what was kept back.")
    return said % {"no": proposal.no, "paper": paper.number.text if paper.number else ""}


def _to_tell_of_the_end(proposal: SanctionProposal) -> str:
    said = gettext("%(ladder)s, %(house)s: %(no)s has ended. Whoever was told of it is to be told.")
    return said % _facts(proposal)


def _to_revoke_awards(proposal: SanctionProposal) -> str:
    said = gettext("%(ladder)s, %(house)s: %(no)s revokes awards given already. Draft the letter.")
    return said % _facts(proposal)


def _to_assess(proposal: SanctionProposal, ending: Ending) -> str:
    said = gettext(
        "%(house)s: pending appointment under %(no)s ends on %(day)s. The unit's assessment is"
        " to be filed."
    )
    return said % (_facts(proposal) | {"day": in_full(ending.last)})


def _to_confirm(assessment: Assessment) -> str:
    said = gettext("%(house)s: the assessment %(what)s of %(no)s is to be confirmed.")
    return said % (_facts(assessment.proposal) | {"what": assessment.no})


def _of_answer(assessment: Assessment) -> str:
    is_confirmed = assessment.state == AssessmentState.CONFIRMED
    said = (
        gettext("%(house)s: the assessment %(what)s of %(no)s is confirmed.")
        if (is_confirmed)
        else gettext("%(house)s: the assessment %(what)s of %(no)s was sent back with a reason.")
    )
    return said % (_facts(assessment.proposal) | {"what": assessment.no})
