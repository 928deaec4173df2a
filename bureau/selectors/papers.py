"""Whom a paper in work waits for: a draft that every head of its section worded, for a leader."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import QuerySet

from bureau.models import OfficialPaper, User
from bureau.paper_kinds import paper_kind
from bureau.postings import principal_head
from bureau.rules import PaperState, Role
from bureau.selectors.people import deputies_over, leaders


def waits_for(paper: OfficialPaper, *, day: date) -> list[User]:
    """List who can take a paper's next step; nobody once it is signed or voided."""
    if paper.state == PaperState.REVIEWED:
        return signers(paper)
    if paper.state != PaperState.DRAFT:
        return []
    return reviewers(paper, day=day) if paper.sent_at else [paper.drafted_by]


def signers(paper: OfficialPaper) -> list[User]:
    """List the leaders who neither worded nor reviewed a paper: nobody does both."""
    others = [one for one in leaders() if one.pk != paper.reviewed_by_id]
    return [one for one in others if not paper.is_worded_by(one)]


def addressees(paper: OfficialPaper) -> list[User]:
    """List the officers of the institutions that a paper is addressed to: they may read it."""
    people = User.objects.filter(groups__name=Role.HOSPITAL_OFFICER, is_active=True)
    of_houses = people.filter(institution__in=paper.institutions.all())
    return list(of_houses.distinct().order_by("pk"))


def reviewers(paper: OfficialPaper, *, day: date) -> list[User]:
    """List the heads of a paper's section, but for who worded it; if none is left, who stands in.

    That is the bureau's deputy in charge of the section, else its principal head, else any leader;
    nobody who would be the only one left to sign it.
    """
    only = only_signer(paper)
    heads = User.objects.filter(
        groups__name=Role.SECTION_HEAD, section__code=paper.section_code, is_active=True
    )
    for people in (heads.order_by("pk"), *_stand_ins(paper.section_code, day=day)):
        if free := [one for one in people if one != only and not paper.is_worded_by(one)]:
            return free
    return []


def only_signer(paper: OfficialPaper) -> User | None:
    """Name the one leader who may sign a paper, where there is but one: they cannot review it."""
    able = signers(paper)
    return able[0] if len(able) == 1 else None


def unsaid_by(paper: OfficialPaper, *, at: datetime) -> list[str]:
    """Tell what happened since the drafting that a paper still to be signed does not say."""
    if paper.state not in (PaperState.DRAFT, PaperState.REVIEWED):
        return []
    changes = paper_kind(paper.kind).changes
    return changes(paper.about, paper.drafted_at, at) if changes else []


def papers_waiting_for(user: User, *, day: date) -> QuerySet[OfficialPaper]:
    """Find the papers whose next step is this person's."""
    mine: list[OfficialPaper] = []
    if user.has_perm("bureau.sign_paper"):
        headless = OfficialPaper.objects.visible_to(user).without_reviewer()
        mine = [paper for paper in headless if user in reviewers(paper, day=day)]
    return OfficialPaper.objects.waiting_for(user, standing_in=mine)


def _stand_ins(code: str, *, day: date) -> Iterator[QuerySet[User]]:
    yield deputies_over(code, day=day)
    if principal := principal_head(None, day):
        yield leaders().filter(posts=principal)
    yield leaders()
