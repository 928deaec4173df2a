"""What a proposal's page shows of talks and bulletins: papers, demands, who read what."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from accountability.models import Bulletin, Interview, SanctionProposal
from accountability.rules.carrying import Sheet
from accountability.rules.words import ProposalState
from accountability.selectors import carrying as selectors
from accountability.selectors.awards import left_to_revoke
from accountability.selectors.receipts import Receipt, receipts_of
from accountability.selectors.telling_units import about as about_unit
from accountability.selectors.telling_units import unit_to_tell
from accountability.selectors.whole import may_read, paper_in_force
from accountability.services.carrying import TALK
from bureau.models import Attachment, OfficialPaper, User


class Paper(NamedTuple):
    """One of these papers: there, or to be drafted now."""

    kind: str
    about: str
    paper: OfficialPaper | None
    may_draft: bool


class Talk(NamedTuple):
    interview: Interview
    papers: Sequence[Paper]
    files: Sequence[Attachment]


class Sent(NamedTuple):
    """A bulletin with whoever it went to."""

    bulletin: Bulletin
    paper: Paper
    receipts: Sequence[Receipt]


def carried(proposal: SanctionProposal, user: User, day: date) -> dict[str, Any]:
    """Put together what was done to carry out the measures, as far as somebody may see it."""
    is_open = proposal.state == ProposalState.IN_EFFECT
    talks = selectors.talks_of(proposal)
    files = Attachment.objects.hanging_on_seen(user).of_each(TALK, [one.no for one in talks])
    bulletin = selectors.bulletin_of(proposal)
    return {
        "talks": [_talk(one, user, files[str(one.no)], is_open=is_open) for one in talks],
        "bulletin": _sent(bulletin, user, is_open=is_open) if bulletin else None,
        "awards": _awards(proposal, user, is_open=is_open),
        "unit": _unit(proposal, user, day),
        "has_files": user.has_perm("bureau.view_attachment_content"),
    }


def _awards(proposal: SanctionProposal, user: User, *, is_open: bool) -> Paper | None:
    """Show the letter that revokes awards, where there is one or it is to be drafted."""
    is_now = is_open and bool(left_to_revoke(proposal))
    paper = _paper(Sheet.AWARDS, proposal, user, is_now=is_now)
    return paper if paper.paper or paper.may_draft else None


def _unit(proposal: SanctionProposal, user: User, day: date) -> Paper | None:
    """Show the notice to the unit where the person works now, or that it is to be drafted."""
    unit = unit_to_tell(proposal, day)
    if unit is None:
        return None
    about = about_unit(proposal, unit)
    found = Paper(Sheet.UNIT.value, about, paper_in_force(proposal, Sheet.UNIT.value, about), False)
    if found.paper is None:
        return found._replace(may_draft=user.has_perm("bureau.draft_paper"))
    return found if may_read(proposal, found.paper, user) else None


def _talk(one: Interview, user: User, files: Sequence[Attachment], *, is_open: bool) -> Talk:
    is_held = one.held_on is not None
    papers = [
        _paper(Sheet.SUMMONS, one, user, is_now=is_open and not is_held),
        _paper(Sheet.MINUTES, one, user, is_now=is_held),
    ]
    shown = [paper for paper in papers if paper.paper or paper.may_draft]
    return Talk(one, shown, files)


def _sent(bulletin: Bulletin, user: User, *, is_open: bool) -> Sent:
    paper = _paper(Sheet.BULLETIN, bulletin.proposal, user, is_now=is_open)
    is_out = paper.paper is not None and paper.paper.number_id is not None
    reads = is_out and not user.institution_id
    return Sent(bulletin, paper, receipts_of(paper.paper) if reads and paper.paper else [])


def _paper(sheet: Sheet, about: Interview | SanctionProposal, user: User, *, is_now: bool) -> Paper:
    paper = selectors.sheet_of(sheet, about)
    may_draft = is_now and paper is None and user.has_perm("bureau.draft_paper")
    proposal = about.proposal if isinstance(about, Interview) else about
    if paper and not may_read(proposal, paper, user):
        paper = None
    return Paper(sheet.value, about.no, paper, may_draft)
