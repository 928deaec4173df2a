"""A draft on its way over the desks: sent for review, reviewed, given back."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import OfficialPaper, User
from bureau.paper_kinds import Doing
from bureau.rules import PaperState
from bureau.selectors import only_signer, reviewers
from bureau.services.errors import BureauError
from bureau.services.paper_steps import (
    act_on_paper,
    check_bar,
    check_known,
    check_step,
    checked_reason,
    lock_paper,
    tell_returned,
    tell_reviewers,
    tell_signers,
)


@transaction.atomic
def send_paper(*, paper: OfficialPaper, by: User, at: datetime) -> OfficialPaper:
    """Send a draft for review and tell the section's heads; sent twice, it waits once.

    :raises BureauError: if it is no draft any more.
    """
    paper = lock_paper(paper)
    if paper.state != PaperState.DRAFT:
        raise BureauError(_("Only a draft can be sent for review."))
    if paper.sent_at:
        return paper
    paper.sent_at = at
    paper.save(update_fields=["sent_at"])
    act_on_paper(paper, "send_paper", by=by, at=at, before=paper.state, after=paper.state)
    tell_reviewers(paper, by=by, at=at)
    return paper


@transaction.atomic
def review_paper(*, paper: OfficialPaper, by: User, at: datetime, known: str = "") -> OfficialPaper:
    """Pass a draft on to be signed, and tell who signs; nobody reviews a draft of their own.

    A leader does so where every head of the section drafted or reworded it. `known` is why a draft
    goes on that does not say what happened since.

    :raises BureauError: if one drafted or reworded it, it is no draft any more, one is the only
        leader who can sign it, there is a head of the section who reviews it, or something
        happened since that nobody says to know.
    """
    paper = lock_paper(paper)
    if paper.state == PaperState.REVIEWED and paper.reviewed_by_id == by.pk:
        return paper
    check_step(paper, PaperState.REVIEWED)
    check_bar(paper, Doing.REVIEW)
    if paper.is_worded_by(by):
        raise BureauError(_("Somebody else has to review your own draft."))
    if not by.has_perm("bureau.review_paper"):
        _check_stands_in(paper, by, timezone.localdate(at))
    _check_leaves_a_signer(paper, by)
    why, unsaid = check_known(paper, known, at=at)
    paper.state, paper.reviewed_by, paper.reviewed_at = PaperState.REVIEWED, by, at
    paper.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    states = {"before": PaperState.DRAFT, "after": paper.state}
    act_on_paper(paper, "review_paper", by=by, at=at, **states, why=why, unsaid=unsaid)
    tell_signers(paper, by=by, at=at)
    return paper


def _check_stands_in(paper: OfficialPaper, by: User, day: date) -> None:
    people = reviewers(paper, day=day)
    if people and by not in people:
        names = "、".join(one.name for one in people)
        raise BureauError(_("This draft waits for %(names)s.") % {"names": names})


def _check_leaves_a_signer(paper: OfficialPaper, by: User) -> None:
    if by == only_signer(paper):
        said = _(
            "Nobody both reviews and signs a paper, and you are the only leader who can sign this"
            " one. Let another head of the section review it, or appoint a second leader."
        )
        raise BureauError(said)


@transaction.atomic
def return_paper(*, paper: OfficialPaper, reason: str, by: User, at: datetime) -> OfficialPaper:
    """Give a paper that was sent or reviewed back to be reworded, and tell its drafter why.

    :raises BureauError: if there is no reason, or the paper is signed or voided.
    """
    reason = checked_reason(reason)
    paper = lock_paper(paper)
    before = paper.state
    if before == PaperState.DRAFT and not paper.sent_at:
        return paper
    if before != PaperState.DRAFT:
        check_step(paper, PaperState.DRAFT)
    paper.state, paper.reviewed_by, paper.reviewed_at = PaperState.DRAFT, None, None
    paper.sent_at = None
    paper.save(update_fields=["state", "reviewed_by", "reviewed_at", "sent_at"])
    act_on_paper(paper, "return_paper", by=by, at=at, before=before, after=paper.state, why=reason)
    tell_returned(paper, why=reason, by=by, at=at)
    return paper
