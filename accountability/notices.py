"""Who is told what of a proposal. A notice may leave the house: no person is named in it."""

from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext

from accountability.choices import LADDERS
from accountability.models import SanctionProposal
from accountability.rules import states
from accountability.rules.words import LadderCode
from accountability.selectors.road import bar_of
from bureau.models import User
from bureau.rules import SectionCode
from bureau.selectors import leaders, section_people
from bureau.sending import NoticeKind
from bureau.services import Telling

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


def _who_acts(proposal: SanctionProposal) -> list[User]:
    sections = [SectionCode.PERSONNEL]
    # Those to whom the scope of proposals shows it.
    if proposal.ladder == LadderCode.INSTITUTION and not proposal.rests_on_accusation:
        sections.append(SectionCode.MEDICAL_ADMIN)
    people = {one.pk: one for code in sections for one in section_people(code)}
    may_see = [one for one in people.values() if one.staff_id != (proposal.staff_id or 0)]
    return may_see or list(leaders())


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
