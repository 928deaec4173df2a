"""Reads of the ground floor that return plain values."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from bureau import anchors
from bureau.calendar import WorkCalendar
from bureau.history import trail_models
from bureau.models import (
    Act,
    ActSeal,
    CalendarDay,
    CalendarYear,
    Delivery,
    Department,
    Institution,
    OfficerAssignment,
    RuleVersion,
    Staff,
    User,
)
from bureau.rule_tables import NoRuleInForce
from bureau.rules import DayKind, Role
from bureau.trail import Fault, FaultKind, Link, chain_faults

AT_ONCE = 2_000
LETS_OFF = "pgtrigger.ignore"
SEALED_WITHIN = timedelta(minutes=15)


def work_calendar() -> WorkCalendar:
    """Load the calendar as a value: two queries, to be made once at the edge."""
    named: dict[str, dict] = {DayKind.HOLIDAY: {}, DayKind.MAKEUP: {}}
    for day, kind, name in CalendarDay.objects.values_list("day", "kind", "name"):
        named[kind][day] = name
    years = frozenset(CalendarYear.objects.values_list("year", flat=True))
    return WorkCalendar(named[DayKind.HOLIDAY], named[DayKind.MAKEUP], years)


def staff_names(institution: Institution) -> frozenset[str]:
    return frozenset(Staff.objects.filter(institution=institution).values_list("name", flat=True))


def department_names(institution: Institution) -> frozenset[str]:
    of_house = Department.objects.filter(institution=institution)
    return frozenset(of_house.values_list("name", flat=True))


def hospital_officers(institution: Institution) -> QuerySet[User]:
    """Those who answer for an institution's affairs in its own house."""
    of_house = User.objects.filter(institution=institution, is_active=True)
    return of_house.filter(groups__name=Role.HOSPITAL_OFFICER).order_by("pk")


def liaison_officers(institution: Institution, *, day: date) -> list[User]:
    """The bureau officer who looks after an institution on a day; none where nobody does."""
    assigned = OfficerAssignment.objects.on(day).filter(institution=institution)
    officers = (assignment.officer for assignment in assigned.select_related("officer"))
    return [officer for officer in officers if officer.is_active]


def section_people(code: str) -> QuerySet[User]:
    """The clerks and the head of a section."""
    people = User.objects.filter(section__code=code, is_active=True)
    roles = [Role.BUREAU_STAFF, Role.SECTION_HEAD]
    return people.filter(groups__name__in=roles).distinct().order_by("pk")


def leaders() -> QuerySet[User]:
    """The bureau's leaders."""
    return User.objects.filter(groups__name=Role.LEADER, is_active=True).order_by("pk")


def unread_count(user: User) -> int:
    return user.notices.unread().count()


def letter_counts(letters: QuerySet[Delivery]) -> dict[str, int]:
    """Count letters by their state."""
    counted = letters.order_by().values_list("state").annotate(n=Count("pk"))
    return dict(counted)


def trail_faults(*, at: datetime) -> Iterator[Fault]:
    """Check the whole trail as it stands: every link, every anchor, and what guards the tables.

    The guards come first, then the chain in its order, then what should have been sealed by now.
    """
    yield from _unguarded_tables()
    kept = list(anchors.kept())
    yield from chain_faults(_links(), {anchor.position: anchor for anchor in kept})
    yield from _days_without_anchor({anchor.day for anchor in kept}, at)
    waiting = Act.objects.filter(
        ~Exists(ActSeal.objects.filter(act_id=OuterRef("id"))), recorded_at__lt=at - SEALED_WITHIN
    )
    for number in waiting.order_by("id").values_list("id", flat=True):
        yield Fault(FaultKind.UNSEALED, str(number))


def _links() -> Iterator[Link]:
    seals = ActSeal.objects.order_by("position").iterator(chunk_size=AT_ONCE)
    while chunk := list(islice(seals, AT_ONCE)):
        acts = Act.objects.filter(id__in=[seal.act_id for seal in chunk]).values()
        by_id = {act["id"]: act for act in acts}
        for seal in chunk:
            act = by_id.get(seal.act_id)
            yield Link(seal.position, seal.act_id, act, bytes(seal.digest), seal.sealed_at)


def _days_without_anchor(anchored: set[str], at: datetime) -> Iterator[Fault]:
    """Name the days on which acts were sealed and whose anchor is gone. Today has none yet."""
    days = ActSeal.objects.datetimes("sealed_at", "day")
    for day in {timezone.localdate(one) for one in days} - {timezone.localdate(at)}:
        if day.isoformat() not in anchored:
            yield Fault(FaultKind.NO_ANCHOR, day.isoformat())


def _unguarded_tables() -> Iterator[Fault]:
    """Name the tables of the trail whose trigger against edits is gone or switched off.

    And the setting by which a session would be let off all of them, where it still has a say.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT _pgtrigger_should_ignore('any') FROM set_config(%s, '{any}', true)",
            [LETS_OFF],
        )
        if cursor.fetchone()[0]:
            yield Fault(FaultKind.UNGUARDED, LETS_OFF)
        for model in (Act, ActSeal, *trail_models(apps.get_models())):
            table = model._meta.db_table
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass"
                " AND tgname LIKE 'pgtrigger_append_only%%' AND tgenabled IN ('O', 'A')",
                [table],
            )
            if not cursor.fetchone()[0]:
                yield Fault(FaultKind.UNGUARDED, table)


def rule_version_on(kind: str, day: date) -> RuleVersion | None:
    return RuleVersion.objects.of_kind(kind).begun_by(day).first()


def rules_on(kind: str, day: date) -> dict[str, Any]:
    """Return the thresholds of a kind of rules by the version in force on the day of the event.

    Read anew each time, one row by its index: what another process approved a moment ago holds.
    Who needs the values for many rows asks once and passes them on.

    :raises NoRuleInForce: where no version holds yet: nothing may be decided for such a day.
    """
    version = rule_version_on(kind, day)
    if version is None:
        raise NoRuleInForce(f"no version of {kind} holds on {day}")
    return version.values
