"""The steps of a record as people meet them: who takes which, what it asks for, what it calls.

Each app keeps a table of its own, one for its pages, its admin and its API, so that all offer
the same and do the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar
from bureau.models import Act, User
from bureau.selectors import work_calendar

TOOK_ALONG = "download"


class StepForm(forms.Form):
    """What a step of a record takes; a step without fields is only confirmed."""

    def __init__(
        self, *args: Any, record: Any, user: User, day: date, calendar: WorkCalendar, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.user, self.day, self.calendar = record, user, day, calendar
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the record."""

    @property
    def writes_over(self) -> bool:
        """Test if it says something else than what stands already, in the place of that."""
        return False

    @property
    def public_words(self) -> str:
        """Return what somebody outside will read, which is shown before it goes; empty if none."""
        return ""


@dataclass(frozen=True, slots=True)
class Verb:
    """A step with its words. `permissions` are those of which one is enough."""

    step: StrEnum
    permissions: tuple[str, ...]
    label: Any
    said: Any
    run: Callable[[Any, Any, User, datetime], Any]
    form: type[StepForm] = StepForm
    note: Any = ""
    came_of: Callable[[Any], Any] | None = None
    """Words what came of it from what `run` returned, where that is not always the same."""

    @property
    def action(self) -> str:
        """Name the admin's action that takes this step."""
        return f"step_{self.step.replace('-', '_')}"

    def told(self, done: Any) -> Any:
        """Return what is said of the step when it is taken."""
        return self.came_of(done) if self.came_of else self.said

    def is_held_by(self, user: User) -> bool:
        return any(user.has_perm(permission) for permission in self.permissions)

    def ask(self, record: Any, *given: Any, user: User, day: date, initial: Any = None) -> StepForm:
        """Make the step's form for a record, with what was given as for any form."""
        fixed = {"record": record, "user": user, "day": day, "calendar": work_calendar()}
        return self.form(*given, initial=initial, **fixed)


def is_repeated(user: User, kind: str, no: object) -> bool:
    """Test if the newest act of a record is this person's own.

    Then a step that is over was most likely asked for twice by one hand; else somebody else took
    it, and nobody is told of that as of their own.
    """
    newest = Act.objects.of(kind, no).order_by("-id").first()
    mine = user.actor.as_columns().items()
    return newest is not None and all(getattr(newest, name) == value for name, value in mine)


def newest_act(kind: str, no: object) -> int:
    """Return the number of a record's newest act: what a form was asked on."""
    return Act.objects.of(kind, no).order_by("-id").values_list("id", flat=True).first() or 0


def acts_since(user: User, kind: str, no: object, seen: int, *, own_too: bool) -> list[Act]:
    """List the acts by which others, or this person too, changed a record since it was seen."""
    newer = Act.objects.of(kind, no).filter(id__gt=seen).exclude(verb__startswith=TOOK_ALONG)
    others = newer if own_too else newer.exclude(**user.actor.as_columns())
    return list(others.order_by("id"))


Verbs = Mapping[StrEnum, Verb]
Checks = Mapping[Any, Callable[..., str]]
"""What single steps take beside a record's state: each answers what is missing, or nothing."""


class Offer(NamedTuple):
    """What a person may do with a record now, and why not what they would otherwise."""

    verbs: list[Verb]
    bars: list[Any]


def fitting(
    verbs: Verbs, steps: frozenset[StrEnum], checks: Checks, user: User, *about: Any
) -> list[Verb]:
    """List the steps a person may take of those a record's state allows, in the table's order."""
    held = [verb for verb in verbs.values() if verb.step in steps and verb.is_held_by(user)]
    return [verb for verb in held if not missing(verb, checks, user, *about)]


def missing(verb: Verb, checks: Checks, user: User, *about: Any) -> str:
    """Say what a step lacks beside the state; empty if nothing."""
    check = checks.get(verb.step)
    return check(user, *about) if check else ""


def not_in_state(verb: Verb, state: str) -> str:
    words = _("“%(step)s” cannot be done now: it is “%(state)s”.")
    return words % {"state": state, "step": verb.label}
