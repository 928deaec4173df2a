"""What a person may do about what concerns themselves: until which day, why that day, or why not.

Of files they see their own; the bureau sees them all, a unit none: it is not the unit's defence.
"""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accountability.choices import PROPOSAL_STATES
from accountability.models import SanctionProposal, alike
from accountability.road_choices import REMEDIES
from accountability.rules import redress as rules
from accountability.rules import road
from accountability.rules.words import Document, RemedyKind
from accountability.selectors import redress
from accountability.selectors import road as selectors
from accountability.selectors.persons import is_about
from accountability.selectors.told import state_told
from accountability.selectors.whole import rows
from bureau.models import Attachment, OfficialPaper, User
from bureau.templatetags.shell import day as in_full
from complaints.selectors.clarifying import own_letters

KIND = "sanction_proposal"


class May(NamedTuple):
    """What may be handed in, until which day, and why that day or why nothing. Else `is_late`."""

    kind: RemedyKind | None
    until: date | None
    why: str
    is_late: bool = False


def statement_of(proposal: SanctionProposal, day: date) -> May:
    """Say until when somebody states what they have to say, or why they no longer can."""
    handling = selectors.handling_of(proposal)
    notice = selectors.service_of(proposal, Document.NOTICE)
    if handling is None or notice is None or handling.statement_due_on is None:
        return May(None, None, _("The notice is not served yet."))
    until = handling.statement_due_on
    if proposal.state not in road.MOVES[road.Step.HEAR][0]:
        said = _("It is “%(state)s” now.") % {"state": PROPOSAL_STATES[state_told(proposal)]}
        return May(None, until, said)
    days = selectors.table_on(selectors.drafted_on(notice)).statement_days
    why = ngettext(
        "%(n)s working day from the day after the notice was served, on %(day)s.",
        "%(n)s working days from the day after the notice was served, on %(day)s.",
        days,
    ) % {"n": days, "day": in_full(notice.served_on)}
    return May(None, until, why, is_late=road.is_over(until, day))


def request_of(proposal: SanctionProposal, day: date) -> May:
    """Say what can be asked for now, until when; or which step is missing before it."""
    asked = redress.asked_next(proposal)
    if proposal.state not in road.AGAIN or asked is None:
        return May(None, None, _why_nothing(proposal))
    kind, since = asked
    term = redress.ask_term(kind, since)
    why = ngettext(
        "%(n)s day from the day after it was served, on %(day)s.",
        "%(n)s days from the day after it was served, on %(day)s.",
        term.days,
    ) % {"n": term.days, "day": in_full(since.served_on)}
    if term.is_moved:
        moved = _("They end on a rest day, %(day)s, and run until the next working day.")
        why = f"{why} {moved % {'day': in_full(term.ends_on)}}"
    return May(kind, term.last, why, is_late=day > term.last)


def _why_nothing(proposal: SanctionProposal) -> str:
    """Name the step that is missing before anything, or anything more, can be asked for."""
    if waiting := redress.open_remedy(proposal):
        said = _("Your request is with the bureau, to be decided by %(day)s: %(what)s.")
        due = in_full(waiting.due_on) if waiting.due_on else "—"
        return said % {"day": due, "what": REMEDIES[RemedyKind(waiting.kind)]}
    if selectors.service_of(proposal, Document.DECISION) is None:
        return _("The decision is not served yet: a review can be asked for from then on.")
    if answered := redress.unserved(proposal):
        said = _("The answer is not served yet: you can go on from then on. %(what)s.")
        return said % {"what": REMEDIES[RemedyKind(answered.kind)]}
    if proposal.state not in road.AGAIN:
        state = state_told(proposal)
        if state in road.AGAIN:
            return _("Something more was decided on this: what it is you are told by its service.")
        said = _("It is “%(state)s”: nothing of it is left to be looked at again.")
        return said % {"state": PROPOSAL_STATES[state]}
    return _("Everything that can be asked for here was asked for and answered.")


def served_to(proposal: SanctionProposal) -> list[Any]:
    """List the papers that were handed over, in the order of the road."""
    order = list(Document)
    return sorted(rows(proposal, "services"), key=lambda one: order.index(Document(one.document)))


def given_back(proposal: SanctionProposal) -> list[tuple[str, OfficialPaper]]:
    """List the papers that give something back, each with the name of its address."""
    papers = redress.restorations_told(proposal)
    return [(f"restoration-{n}", one) for n, one in enumerate(papers, 1)]


def files_of(user: User, proposal: SanctionProposal) -> QuerySet[Attachment]:
    """List the files that were handed in with a statement or a request, as far as one sees them."""
    found = Attachment.objects.of(KIND, proposal.no).select_related("file", "by")
    if is_about(proposal, user):
        return found.filter(by=user)
    return found.none() if user.institution_id else found


def letters_of(user: User) -> QuerySet[OfficialPaper]:
    """List the letters that clear whoever is logged in, whichever of their records they name."""
    return own_letters(alike(user.staff_id)) if user.staff_id else OfficialPaper.objects.none()


def can_withdraw(proposal: SanctionProposal) -> bool:
    waiting = redress.open_remedy(proposal)
    return waiting is not None and waiting.kind in rules.ASKED
