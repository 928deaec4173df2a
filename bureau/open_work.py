"""A person's open work on the ground floor: papers, exports and letters that wait for them."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bureau.calendar_moves import movers_for
from bureau.choices import TO_VOID
from bureau.models import Delivery, ExportRequest, OfficialPaper, User
from bureau.rules import PaperState
from bureau.selectors import (
    papers_waiting_for,
    was_asked_where_dates_move,
    who_looked_often,
    work_calendar,
    year_to_load,
)
from bureau.worklist import CardAction, TodoCard

MOST_NAMED = 5


def papers_waiting(user: User, day: date) -> QuerySet[OfficialPaper]:
    return papers_waiting_for(user, day=day).order_by("drafted_at", "pk")


def letters_to_decide(user: User) -> QuerySet[Delivery]:
    return Delivery.objects.visible_to(user).unsettled()


def todo_cards(user: User, day: date) -> list[TodoCard]:
    """List what waits; what is due comes first, so no button here is the page's primary one."""
    cards = []
    if user.has_perm("bureau.view_officialpaper"):
        cards += _paper_cards(user, day)
    if user.has_perm("bureau.approve_export"):
        cards += _exports_card(user)
    if user.has_perm("bureau.resend_delivery"):
        cards += _letters_card(user)
    if user.has_perm("bureau.add_calendaryear"):
        cards += _calendar_card(day)
    cards += _due_moves_card(user)
    if user.has_perm("bureau.view_others_acts"):
        cards += _many_looks_card(day)
    return cards


def _calendar_card(day: date) -> list[TodoCard]:
    year = year_to_load(day)
    if year is None:
        return []
    return [
        TodoCard(
            title=_("Holidays of %(year)s") % {"year": year},
            value=_("not loaded"),
            note=_("Due dates in that year are provisional until its notice is loaded."),
            tone="warning",
            actions=[CardAction(_("Load the notice"), reverse("admin:bureau_calendaryear_add"))],
        )
    ]


def _due_moves_card(user: User) -> list[TodoCard]:
    """Tell whoever confirms of the due dates that the calendar moves.

    They are worked out for those alone who were asked and have not answered: it takes long.
    """
    if not was_asked_where_dates_move(user):
        return []
    calendar = work_calendar()
    count = sum(len(mover.moves(user, calendar)) for mover in movers_for(user))
    action = CardAction(_("Look at it"), reverse("bureau:due_moves"))
    card = TodoCard(title=_("Due dates that the calendar moves"), value=count, actions=[action])
    return [card] if count else []


def _many_looks_card(day: date) -> list[TodoCard]:
    many = who_looked_often(day)
    if not many:
        return []
    return [
        TodoCard(
            title=_("Many looks behind masks today"),
            value=len(many),
            names=[f"{name} {count}" for name, count in many[:MOST_NAMED]],
            tone="warning",
            actions=[CardAction(_("Look at it"), reverse("trail"))],
        )
    ]


def _paper_cards(user: User, day: date) -> list[TodoCard]:
    """One card for each step that is this person's: to sign, to review, to send on."""
    waiting: dict[str, list[OfficialPaper]] = {"sign": [], "review": [], "send": []}
    for paper in papers_waiting(user, day):
        waiting[_step(paper)].append(paper)
    titles = {
        "sign": _("Papers waiting for your signature"),
        "review": _("Papers waiting for your review"),
        "send": _("Your drafts, not yet sent for review"),
    }
    cards = [_paper_card(titles[step], papers) for step, papers in waiting.items() if papers]
    return [*cards, *_overtaken_card(user)]


def _overtaken_card(user: User) -> list[TodoCard]:
    """Tell whoever may void them of signed papers that nothing stands behind any more."""
    if not user.has_perm("bureau.sign_paper"):
        return []
    papers = list(OfficialPaper.objects.visible_to(user).overtaken())
    if not papers:
        return []
    note = _("Their ground fell after they were signed. Their numbers stay in the register.")
    address = f"{reverse('bureau:papers')}?state={TO_VOID}"
    return [
        TodoCard(
            title=_("Signed papers to be voided"),
            value=len(papers),
            note=note,
            names=[paper.title for paper in papers[:MOST_NAMED]],
            tone="warning",
            actions=[CardAction(_("Look at it"), address)],
        )
    ]


def _step(paper: OfficialPaper) -> str:
    if paper.state == PaperState.REVIEWED:
        return "sign"
    return "review" if paper.sent_at else "send"


def _paper_card(title: str, papers: list[OfficialPaper]) -> TodoCard:
    action = CardAction(_("Look at it"), reverse("bureau:paper", args=[papers[0].pk]))
    if len(papers) > 1:
        action = CardAction(_("Open the list"), reverse("bureau:papers"))
    names = [paper.title for paper in papers[:MOST_NAMED]]
    return TodoCard(title=title, value=len(papers), names=names, actions=[action])


def _exports_card(user: User) -> list[TodoCard]:
    waiting = ExportRequest.objects.to_decide(user).select_related("by").order_by("asked_at")
    exports = list(waiting)
    if not exports:
        return []
    names = [f"{export.by.name} · {export.title}" for export in exports[:MOST_NAMED]]
    return [
        TodoCard(
            title=_("Exports waiting for your decision"),
            value=len(exports),
            names=names,
            actions=[CardAction(_("Look at it"), reverse("bureau:exports"))],
        )
    ]


def _letters_card(user: User) -> list[TodoCard]:
    letters = letters_to_decide(user)
    count = letters.count()
    if not count:
        return []
    readers = letters.order_by("recipient__name").values_list("recipient__name", flat=True)
    return [
        TodoCard(
            title=_("Letters that need a decision"),
            value=count,
            note=_("not delivered, or perhaps not"),
            names=list(dict.fromkeys(readers))[:MOST_NAMED],
            tone="warning",
            actions=[CardAction(_("Decide"), reverse("bureau:letters"))],
        )
    ]
