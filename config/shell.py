"""The frame around every staff page, put together from what the apps tell of a person's work."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accountability import open_work as accountability
from bureau import open_work as bureau
from bureau.models import ExportRequest
from bureau.selectors import count_for
from bureau.worklist import NavItem, TodoCard
from complaints import open_work as complaints
from config.rule_versions import kinds as rules
from followups import open_work as followups
from rectification import open_work as rectification

APPS = (complaints, followups, rectification, accountability)


@dataclass(frozen=True, slots=True)
class Place:
    label: str
    url: str
    count: int | None
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    items: list[Place]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates the frame, worked out only where a page shows it."""
    return {
        "shell": SimpleLazyObject(lambda: _frame(request)),
        "todo_cards": SimpleLazyObject(lambda: todo_cards(request.user)),
    }


def todo_cards(user) -> list[TodoCard]:
    day = timezone.localdate()
    return [card for app in (*APPS, bureau, rules) for card in app.todo_cards(user, day)]


def _frame(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    frame: dict[str, Any] = {
        "bureau_name": settings.BUREAU_NAME,
        "help_phone": settings.HELP_PHONE,
        "version": settings.VERSION,
        "data_as_of": timezone.now(),
        "large_text": request.COOKIES.get("large_text") == "1",
        "nav": [],
        "user_label": "",
        "unread": None,
    }
    if user is not None and user.is_authenticated:
        place = user.belongs_to
        frame["large_text"] = user.large_text
        frame["user_label"] = f"{user} · {place}" if place else str(user)
        frame["nav"], frame["unread"] = _groups(request)
    return frame


def _groups(request: HttpRequest) -> tuple[list[Group], int]:
    """Put the places together, and count what waits at all of them in one question."""
    user, day = request.user, timezone.localdate()
    work = [NavItem(_("Workbench"), reverse("satisfaction:home"))]
    for app in APPS:
        work += app.open_work(user, day)
    if user.has_perm("bureau.view_officialpaper"):
        waiting = [bureau.papers_waiting(user, day)]
        work.append(NavItem(_("Official papers"), reverse("bureau:papers"), waits=waiting))
    house = [NavItem(_("Working days"), reverse("bureau:explain_due")), _exports(user)]
    if user.has_perm("bureau.view_institution"):
        house.append(_directory(user))
    house += _books(user)
    house += rules.open_work(user, day)
    if user.is_staff:
        house.append(NavItem(_("Records and settings"), reverse("admin:index")))
    current = _current_url(request.path, [item.url for item in work + house])
    places, unread = _counted(user, work + house)
    heading = _("In the bureau") if user.section_id else _("More")
    groups = [("", places[: len(work)]), (heading, places[len(work) :])]
    return [
        Group(label, [_place(one, current) for one in items]) for label, items in groups
    ], unread


def _counted(user, items: Sequence[NavItem]) -> tuple[list[NavItem], int]:
    """Return the places with their counts, and how many notices are unread."""
    *waiting, unread = count_for([*(item.waits for item in items), [user.notices.unread()]])
    pairs = zip(items, waiting, strict=True)
    return [
        replace(item, count=(item.count or 0) + n) if item.waits else item for item, n in pairs
    ], unread


def _directory(user) -> NavItem:
    """Lead into the directory: the bureau's people to the list, others to their own house."""
    if user.institution:
        return NavItem(
            _("My institution"), reverse("bureau:institution", args=[user.institution.code])
        )
    return NavItem(_("Directory"), reverse("bureau:directory"))


def _books(user) -> list[NavItem]:
    """Name the bureau's books that somebody may read: each has a verb of its own."""
    books = []
    if user.has_perm("bureau.view_lexiconentry"):
        books.append(NavItem(_("Lexicon"), reverse("bureau:lexicon")))
    if user.has_perm("bureau.view_delivery"):
        waiting = [bureau.letters_to_decide(user)]
        books.append(NavItem(_("Letters"), reverse("bureau:letters"), waits=waiting))
    if user.has_perm("bureau.view_act"):
        books.append(NavItem(_("Acts"), reverse("trail")))
    if user.has_perm("bureau.view_apikey"):
        books.append(NavItem(_("Hospital systems"), reverse("api:keys")))
    if user.has_perm("bureau.view_heartbeat"):
        books.append(NavItem(_("How it runs"), reverse("bureau:running")))
    return books


def _exports(user) -> NavItem:
    decides = user.has_perm("bureau.approve_export")
    waiting = [ExportRequest.objects.to_decide(user)] if decides else []
    return NavItem(_("Exports"), reverse("bureau:exports"), waits=waiting)


def _current_url(path: str, urls: list[str]) -> str:
    """Find the place a page belongs to: the longest address it begins with, if any.

    Every address begins with the workbench's, which is a page and no place for others.
    """
    home = reverse("satisfaction:home")
    own = (url for url in urls if path == url or (url != home and path.startswith(url)))
    return max(own, key=len, default="")


def _place(item: NavItem, current: str) -> Place:
    return Place(item.label, item.url, item.count, item.url == current)
