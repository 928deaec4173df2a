"""What every step of a paper shares: the lock, the check, the act, and telling whoever is next."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bureau.models import OfficialPaper, User
from bureau.paper_kinds import Doing, paper_kind
from bureau.rules import MIN_REASON, PaperState, says_something
from bureau.selectors import addressees, reviewers, signers, unsaid_by
from bureau.sending import NoticeKind
from bureau.services.acts import record_act
from bureau.services.errors import BureauError
from bureau.services.notices import Telling, tell

KIND = "paper"


def lock_paper(paper: OfficialPaper) -> OfficialPaper:
    # Not the number's row beside it: an outer join cannot be locked.
    return OfficialPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)


def check_step(paper: OfficialPaper, state: PaperState) -> None:
    if not paper.may_become(state):
        facts = {"title": paper.title, "state": paper.get_state_display()}
        raise BureauError(_("This cannot be done now: “%(title)s” is %(state)s.") % facts)


def check_bar(paper: OfficialPaper, doing: Doing) -> None:
    """Ask the app of a paper; of a kind that no app brings any more nobody has a say.

    :raises BureauError: saying what it has against the step.
    """
    bar = None
    with suppress(LookupError):
        bar = paper_kind(paper.kind).bar
    if bar and (said := bar(paper, doing)):
        raise BureauError(said)


def checked_reason(reason: str) -> str:
    if not says_something(reason):
        raise BureauError(_("Please write why, in at least %(n)s characters.") % {"n": MIN_REASON})
    return reason.strip()


def check_known(paper: OfficialPaper, known: str, *, at: datetime) -> tuple[str, list[str]]:
    """Let a paper that no longer says all go on only to who knows it, and says why it may.

    Return the reason with what the paper does not say, in the house's language, for the act.

    :raises BureauError: if there is something, and no reason.
    """
    unsaid = unsaid_by(paper, at=at)
    if not unsaid:
        return "", []
    if not says_something(known):
        said = _(
            "Since this was drafted: %(unsaid)s The paper does not say so. Reword it, or lay it "
            "aside and draft it again, or say on its page why it goes on as it stands."
        )
        raise BureauError(said % {"unsaid": "".join(unsaid)})
    with translation.override(settings.LANGUAGE_CODE):
        return known.strip(), unsaid_by(paper, at=at)


def act_on_paper(
    paper: OfficialPaper,
    verb: str,
    *,
    by: User,
    at: datetime,
    before: str = "",
    after: str = "",
    why: str = "",
    unsaid: Sequence[str] = (),
) -> None:
    facts = {
        "title": paper.title,
        "number": paper.number.text if paper.number else "",
        "wording": paper.paper.fingerprint,
    }
    record_act(
        verb=verb,
        kind=KIND,
        no=paper.pk,
        by=by,
        at=at,
        before=str(before),
        after=str(after),
        why=why,
        facts=facts | ({"unsaid": list(unsaid)} if unsaid else {}),
    )


def tell_reviewers(paper: OfficialPaper, *, by: User, at: datetime) -> None:
    """Tell the heads of the paper's section, or who stands in for them, that a draft waits."""
    facts = {"title": paper.title, "name": by.name}
    people = reviewers(paper, day=timezone.localdate(at))
    _tell(paper, people, lambda: _("%(name)s asks you to review “%(title)s”.") % facts, at)


def tell_signers(paper: OfficialPaper, *, by: User, at: datetime) -> None:
    """Tell the leaders that a reviewed paper waits for a signature."""
    facts = {"title": paper.title, "name": by.name}
    people = signers(paper)
    _tell(paper, people, lambda: _("%(name)s reviewed “%(title)s”: please sign it.") % facts, at)


def tell_returned(paper: OfficialPaper, *, why: str, by: User, at: datetime) -> None:
    facts = {"title": paper.title, "name": by.name, "why": why}
    _tell(
        paper,
        [paper.drafted_by],
        lambda: _("%(name)s gave “%(title)s” back to be reworded: %(why)s") % facts,
        at,
    )


def tell_signed(paper: OfficialPaper, *, by: User, at: datetime) -> None:
    """Tell the drafter that it is signed, and whom it is addressed to that it is there to read."""
    number = paper.number.text if paper.number else ""
    facts = {"title": paper.title, "name": by.name, "number": number}
    signed = _telling(
        paper,
        [paper.drafted_by],
        lambda: _("%(name)s signed “%(title)s” as %(number)s.") % facts,
        at,
    )
    issued = _telling(
        paper,
        addressees(paper),
        lambda: _("The bureau issued “%(title)s”, %(number)s.") % facts,
        at,
    )
    tell(signed, issued, at=at)


def tell_voided(paper: OfficialPaper, *, at: datetime) -> None:
    """Tell whoever had it that a paper does not hold any more; why is read there."""
    number = paper.number.text if paper.number else ""
    facts = {"title": paper.title, "number": number}
    people = addressees(paper)
    _tell(paper, people, lambda: _("“%(title)s”, %(number)s, is void now.") % facts, at)


def _tell(
    paper: OfficialPaper, recipients: Iterable[User], words: Callable[[], str], at: datetime
) -> None:
    tell(_telling(paper, recipients, words, at), at=at)


def _telling(
    paper: OfficialPaper, recipients: Iterable[User], words: Callable[[], str], at: datetime
) -> Telling:
    """Tell it once for each step: a paper given back and sent again is told of again."""
    return Telling(
        kind=NoticeKind.TASK,
        recipients=list(recipients),
        words=words,
        subject=(KIND, str(paper.pk)),
        url=reverse("bureau:paper", args=[paper.pk]),
        cause=f"{KIND} {paper.pk} {at.isoformat()}",
    )
