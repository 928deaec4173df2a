"""Whom a paper in work waits for: a draft that every head of its section worded, for a leader."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from bureau.models import LeaderPost, OfficialPaper, User
from bureau.rules import LeaderKind, PaperState, Role
from bureau.selectors.people import leaders


def waits_for(paper: OfficialPaper, *, day: date) -> list[User]:
    """List who can take a paper's next step; nobody once it is signed or voided."""
    if paper.state == PaperState.REVIEWED:
        return [one for one in leaders() if not paper.is_worded_by(one)]
    if paper.state != PaperState.DRAFT:
        return []
    return reviewers(paper, day=day) if paper.sent_at else [paper.drafted_by]


def reviewers(paper: OfficialPaper, *, day: date) -> list[User]:
    """List the heads of a paper's section, but for who worded it; if none is left, who stands in.

    That is the bureau's deputy in charge of the section, else its principal head, else any leader.
    """
    heads = User.objects.filter(
        groups__name=Role.SECTION_HEAD, section__code=paper.section_code, is_active=True
    )
    for people in (heads.order_by("pk"), *_stand_ins(paper.section_code, day=day)):
        if free := [one for one in people if not paper.is_worded_by(one)]:
            return free
    return []


def papers_waiting_for(user: User, *, day: date) -> QuerySet[OfficialPaper]:
    """Find the papers whose next step is this person's."""
    mine: list[OfficialPaper] = []
    if user.has_perm("bureau.sign_paper"):
        headless = OfficialPaper.objects.visible_to(user).without_reviewer()
        mine = [paper for paper in headless if user in reviewers(paper, day=day)]
    return OfficialPaper.objects.waiting_for(user, standing_in=mine)


def _stand_ins(code: str, *, day: date) -> Iterator[QuerySet[User]]:
    posts = LeaderPost.objects.on(day).filter(institution=None)
    in_charge = posts.filter(kind=LeaderKind.DEPUTY.value, sections__code=code)
    for standing in (in_charge, posts.filter(kind=LeaderKind.HEAD.value)):
        yield leaders().filter(pk__in=standing.values("user"))
    yield leaders()
