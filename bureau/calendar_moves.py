"""What an app says of its open due dates when the working calendar changes.

A due date that stands is kept until a person has seen where it would move to. An app names its
movers here; the page, the asking and the confirming are the ground floor's, the same for all.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from bureau.calendar import WorkCalendar
from bureau.models import User

PAGE = ("page", "due_moves")
"""What the notices are about that ask to confirm."""


class DueMove(NamedTuple):
    """One open due date, as it stands and as the calendar has it now."""

    no: str
    url: str
    about: Any
    was: date
    will_be: date


@dataclass(frozen=True, slots=True)
class Mover:
    """The open due dates of one app. `moves` and `move` begin with what the person may see.

    `moves` previews, `move` carries out and returns how many moved, `ask` tells whoever confirms
    that there is something to confirm, and returns how much; `permission` is the confirming
    person's.
    """

    name: str
    label: Any
    permission: str
    moves: Callable[[User, WorkCalendar], Sequence[DueMove]]
    move: Callable[[User, datetime, WorkCalendar], int]
    ask: Callable[[datetime, WorkCalendar], int]


_movers: dict[str, Mover] = {}


def register(mover: Mover) -> None:
    """Make an app's due dates known; called once, when it is ready."""
    _movers[mover.name] = mover


def movers() -> list[Mover]:
    return list(_movers.values())


def movers_for(user: User) -> list[Mover]:
    """List those whose due dates a person may move."""
    return [mover for mover in _movers.values() if user.has_perm(mover.permission)]


def fingerprint(moves: Sequence[DueMove]) -> str:
    """Tell two previews apart: what is confirmed is what was seen."""
    said = "|".join(f"{one.no} {one.about} {one.was} {one.will_be}" for one in moves)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
