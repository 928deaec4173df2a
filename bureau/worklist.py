"""What an app tells the shell about a person's open work."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place in the side bar; `count` is the person's own open work there, None for none kept.

    What `waits` is added to it: the frame counts the lists of all places in one question.
    """

    label: str
    url: str
    count: int | None = None
    waits: Sequence[QuerySet[Any]] = ()


class CardAction(NamedTuple):
    label: str
    url: str
    primary: bool = False
    method: str = "get"


@dataclass(frozen=True, slots=True)
class TodoCard:
    """One thing to do today, the same on the workbench and on the admin's index."""

    title: str
    value: str | int
    total: int | None = None
    note: str = ""
    aside: str = ""
    tone: str = ""
    names_label: str = ""
    names: Sequence[str] = ()
    actions: Sequence[CardAction] = field(default_factory=tuple)
