"""The one engine for whatever is due: it asks what ought to have happened by now, and does that.

An app describes its things by a `DueKind` and lets a job call `take_due_levels` as often as it
likes. A level is taken in one transaction with everything it brings about. Two schedulers, a dead
one, a late one or a clock put back change nothing: the level is a row, and stands once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from django.db import transaction
from django.utils import timezone

from bureau import due, sending
from bureau.calendar import WorkCalendar
from bureau.due import DueThing, Level
from bureau.models import DueStep, Institution
from bureau.sentences import in_each_language
from bureau.services.acts import record_act
from bureau.services.failures import recorded
from bureau.services.notices import Telling, tell


class About(NamedTuple):
    """What a due thing is called, in the language that is active, and whose it is."""

    title: Callable[[], str]
    institution: Institution | None = None


class DueKind(Protocol):
    """What an app says of one kind of due things.

    `name` is "app.thing" and stands in the rows; a level reached longer than `stale_after` ago
    is passed over.
    """

    name: str
    stale_after: timedelta

    def things(self, *, at: datetime) -> Iterable[DueThing]:
        """List what is not done by `at`, with its levels. What is done later is not asked again."""

    def lock(self, no: str) -> Any | None:
        """Lock a thing by its number; None if it is done or gone meanwhile."""

    def about(self, thing: Any) -> About:
        """Name the thing for people, and say whose it is."""

    def tellings(self, thing: Any, level: Level, *, at: datetime) -> Sequence[Telling]:
        """Say who is told what at this level; the engine sets cause and level."""


def take_due_levels(kind: DueKind, *, at: datetime, calendar: WorkCalendar) -> int:
    """Take every level of a kind of things that is due by `at` and not taken; return how many.

    Of several levels missed in an outage the highest is taken and the others are passed over.
    """
    zone = timezone.get_default_timezone()
    is_office_hour = sending.is_office_hour(at, calendar=calendar, zone=zone)
    things = list(kind.things(at=at))
    taken = _taken(kind, [thing.no for thing in things])
    count = 0
    for thing in things:
        planned = due.plan(
            thing.levels,
            taken=taken[thing.no],
            at=at,
            is_office_hour=is_office_hour,
            stale_after=kind.stale_after,
        )
        if planned != due.NOTHING:
            # One thing that fails keeps none behind it waiting; it is tried again at each tick.
            with recorded(kind.name, thing.no, at=at):
                count += _carry_out(kind, thing.no, planned, at)
    return count


def _taken(kind: DueKind, numbers: Sequence[str]) -> dict[str, set[int]]:
    taken: dict[str, set[int]] = defaultdict(set)
    steps = DueStep.objects.filter(kind=kind.name, no__in=numbers)
    for no, level in steps.values_list("no", "level"):
        taken[no].add(level)
    return taken


@transaction.atomic
def _carry_out(kind: DueKind, no: str, planned: due.Plan, at: datetime) -> bool:
    """Take the planned level, unless the thing is done meanwhile or another worker was quicker."""
    thing = kind.lock(no)
    if thing is None:
        return False
    about = kind.about(thing)
    for passed in planned.skip:
        _step(kind, no, about, passed, at, is_skipped=True)
    level = planned.take
    if level is None or not _step(kind, no, about, level, at):
        return False
    cause = f"{kind.name} {no}"
    tellings = kind.tellings(thing, level, at=at)
    told = tell(*(replace(one, cause=cause, level=level.no) for one in tellings), at=at)
    record_act(
        verb="take_due_level", kind=kind.name, no=no, by=None, at=at,
        institution=about.institution,
        facts={"level": level.kind.value, "due_at": level.at.isoformat(), "told": len(told),
               "late": due.was_late(level.at, at)},
    )  # fmt: skip
    return True


def _step(
    kind: DueKind, no: str, about: About, level: Level, at: datetime, *, is_skipped: bool = False
) -> bool:
    """Write the row of a level; tell if it is new."""
    _row, is_new = DueStep.objects.get_or_create(
        kind=kind.name,
        no=no,
        level=level.no,
        defaults={
            "level_kind": level.kind,
            "words": in_each_language(about.title),
            "institution": about.institution,
            "due_at": level.at,
            "at": at,
            "is_skipped": is_skipped,
        },
    )
    return is_new


def keep_from_houses(*, kind: str, about: str) -> None:
    """Let no institution read the levels that were taken of things whose number begins so."""
    DueStep.objects.filter(kind=kind, no__startswith=about).update(institution=None)
