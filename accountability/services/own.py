"""What a person hands in about what concerns themselves: a statement, a request, its withdrawal."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import Handling, Remedy, SanctionProposal
from accountability.rules.road import is_over
from accountability.rules.words import Heard
from accountability.selectors import own as selectors
from accountability.selectors.persons import is_about
from accountability.services.acts import PROPOSAL
from accountability.services.hearing import hear_statement
from accountability.services.redress import ask_again, withdraw_remedy
from accountability.services.road_acts import RoadError, locked
from bureau.models import User
from bureau.rules import SectionCode
from bureau.services import add_attachment, atomic_with_files
from bureau.templatetags.shell import day as in_full


class Sent(NamedTuple):
    """A file as it came."""

    name: str
    content: bytes


@atomic_with_files()
def state_oneself(
    *,
    proposal: SanctionProposal,
    said: str,
    files: Sequence[Sent],
    is_complete: bool = False,
    by: User,
    at: datetime,
) -> Handling:
    """Take the statement of whoever a proposal is about, or more of it, with what they attach.

    :raises RoadError: for anybody else, before the notice is served, after the term, without words.
    :raises BureauError: for a file that is not taken.
    """
    proposal = _own(proposal, by)
    day = timezone.localdate(at)
    may = selectors.statement_of(proposal, day)
    if may.until and is_over(may.until, day):
        over = _("The term of the statement ended on %(day)s.")
        raise RoadError(over % {"day": in_full(may.until)})
    handling = hear_statement(
        proposal=proposal, heard=Heard.RECEIVED, on=day, said=said, is_complete=is_complete,
        by=by, at=at,
    )  # fmt: skip
    _attach(proposal, files, by=by, at=at)
    return handling


@atomic_with_files()
def ask_oneself(
    *,
    proposal: SanctionProposal,
    requested: str,
    grounds: str,
    evidence: str,
    files: Sequence[Sent],
    by: User,
    at: datetime,
) -> Remedy:
    """Take whatever whoever it is about can ask for now: review, appeal, second appeal.

    What comes after the term is kept and refused.

    :raises RoadError: for anybody else, without grounds, or naming the step that is missing.
    :raises BureauError: for a file that is not taken.
    """
    proposal = _own(proposal, by)
    day = timezone.localdate(at)
    may = selectors.request_of(proposal, day)
    if may.kind is None:
        raise RoadError(may.why)
    remedy = ask_again(
        proposal=proposal, kind=may.kind, asked_on=day, asked_by=str(proposal.subject),
        requested=requested, grounds=grounds, evidence=evidence, by=by, at=at,
    )  # fmt: skip
    _attach(proposal, files, by=by, at=at)
    return remedy


def withdraw_oneself(*, proposal: SanctionProposal, by: User, at: datetime) -> Remedy:
    """Withdraw an own request before it is answered.

    :raises RoadError: for anybody else, or where none waits.
    """
    if not is_about(proposal, by):
        raise _not_yours()
    return withdraw_remedy(proposal=proposal, by=by, at=at)


def _own(proposal: SanctionProposal, by: User) -> SanctionProposal:
    """:raises RoadError: if it is not about whoever asks."""
    proposal = locked(proposal)
    if not is_about(proposal, by):
        raise _not_yours()
    return proposal


def _not_yours() -> RoadError:
    return RoadError(_("Only whoever it is about hands this in."))


def _attach(proposal: SanctionProposal, files: Sequence[Sent], *, by: User, at: datetime) -> None:
    for one in files:
        # Of no institution: what a person says in their defence is not their unit's to read.
        add_attachment(
            kind=PROPOSAL, no=proposal.no, name=one.name, content=one.content, institution=None,
            section=SectionCode.PERSONNEL, by=by, at=at,
        )  # fmt: skip
