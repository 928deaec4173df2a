"""Who hears of an item before its day, on it and after it: its unit, the section, the leaders.

A thing is known by its number and the day it is due on: a day that is moved, or a relapse, is
reminded of anew. A return moves no day: before that day the levels go on where they were; after
it the item is overdue again from the moment of the return, which makes it a thing of its own.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from functools import partial

from django.db.models import F, Q
from django.utils import timezone

from bureau.calendar import WorkCalendar
from bureau.due import DueThing, Level
from bureau.models import User
from bureau.selectors import hospital_officers, liaison_officers
from bureau.services import About, Telling, take_due_levels
from rectification import selectors
from rectification.models import Closure, Item, LookBack
from rectification.models.scope import LedgerQuerySet
from rectification.notices import ledger as notices
from rectification.rules import reminders
from rectification.rules.table import LedgerTable
from rectification.rules.words import ItemState
from rectification.services.acts import ITEM


def remind_of_items(*, at: datetime, calendar: WorkCalendar) -> int:
    """Say whatever is to be said by `at` of what the ledger owes; return how much was new."""
    kinds = (
        OpenItems(calendar), Plans(calendar), Verifications(calendar), LookBacks(calendar),
    )  # fmt: skip
    return sum(take_due_levels(kind, at=at, calendar=calendar) for kind in kinds)


class _Due:
    """What the kinds of due things of the ledger have in common."""

    stale_after = reminders.STALE_AFTER

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar

    @property
    def zone(self) -> tzinfo:
        return timezone.get_default_timezone()

    def since(self, at: datetime) -> date:
        return timezone.localdate(at) - self.stale_after


class OpenItems(_Due):
    """Items that are with their unit (a `bureau.services.DueKind`)."""

    name = ITEM

    def things(self, *, at: datetime) -> Iterable[DueThing]:
        since = self.since(at)
        items = selectors.with_late_return(Item.objects.with_the_unit())
        tables = selectors.TablesByDay()
        lately = items.filter(Q(due_on__gte=since) | Q(returned_at__date__gte=since))
        for item in lately.order_by("due_on", "pk"):
            yield DueThing(_no(item), self._levels(item, tables[item.ordered_on]))

    def _levels(self, item: Item, table: LedgerTable) -> tuple[Level, ...]:
        on, by = item.term_ends_on, self.calendar
        if item.returned_at is None:
            return reminders.levels(on, calendar=by, zone=self.zone, table=table)
        return reminders.levels_after_return(
            on, item.returned_at, calendar=by, zone=self.zone, table=table
        )

    def lock(self, no: str) -> Item | None:
        item_no, due_on, *_late_return = no.split()
        items = Item.objects.select_for_update(of=("self",)).with_the_unit()
        same_day = selectors.with_late_return(items.filter(no=item_no, due_on=due_on))
        found = same_day.select_related("institution", "leader__user").first()
        return found if found and _no(found) == no else None

    def about(self, thing: Item) -> About:
        return About(partial(notices.title, thing), thing.institution)

    def tellings(self, thing: Item, level: Level, *, at: datetime) -> Sequence[Telling]:
        day = timezone.localdate(at)
        unit = list(hospital_officers(thing.institution))
        if level.no < reminders.UNIT:
            return [notices.due_soon(thing, unit or _bureau(thing, day))]
        told = unit
        if level.no >= reminders.SECTION or not unit:
            told = [*told, *_bureau(thing, day)]
        if level.no >= reminders.LEADERS:
            told = [*told, *notices.leaders_of(thing)]
        return [notices.overdue(thing, told)]


class Plans(_Due):
    """Plans that their unit owes, due before the problem itself (`bureau.services.DueKind`)."""

    name = "ledger_plan"

    def things(self, *, at: datetime) -> Iterable[DueThing]:
        owed = self._owed(Item.objects.all()).filter(plan_due_on__gte=self.since(at))
        # Past the problem's own day the plan is no question any more.
        in_time = owed.filter(due_on__gte=timezone.localdate(at))
        tables = selectors.TablesByDay()
        for item in in_time.order_by("plan_due_on", "pk"):
            table = tables[item.ordered_on]
            ladder = partial(reminders.plan_levels, calendar=self.calendar, zone=self.zone)
            no = f"{item.no} {item.plan_ends_on}"
            yield DueThing(no, ladder(item.plan_ends_on, table=table))

    def _owed(self, items: LedgerQuerySet) -> LedgerQuerySet:
        """What is due on the same day as its plan is reminded of as a whole."""
        return items.filter(state=ItemState.ISSUED, plan_due_on__lt=F("due_on"))

    def lock(self, no: str) -> Item | None:
        item_no, plan_due_on = no.split()
        owed = self._owed(Item.objects.select_for_update(of=("self",)))
        found = owed.filter(no=item_no, plan_due_on=plan_due_on)
        return found.select_related("institution").first()

    def about(self, thing: Item) -> About:
        return About(partial(notices.title, thing), thing.institution)

    def tellings(self, thing: Item, level: Level, *, at: datetime) -> Sequence[Telling]:
        unit = list(hospital_officers(thing.institution))
        bureau = _bureau(thing, timezone.localdate(at))
        if level.no < reminders.UNIT:
            return [notices.plan_due(thing, unit or bureau)]
        return [notices.plan_overdue(thing, [*unit, *bureau])]


class Verifications(_Due):
    """Applications for strike-off that nobody has looked at (a `bureau.services.DueKind`)."""

    name = "ledger_verification"

    def things(self, *, at: datetime) -> Iterable[DueThing]:
        waiting = Closure.objects.filter(verdict="", verify_by__gte=self.since(at))
        tables = selectors.TablesByDay()
        ladder = partial(reminders.verify_levels, calendar=self.calendar, zone=self.zone)
        for closure in waiting.select_related("item").order_by("verify_by", "pk"):
            table = tables[closure.item.ordered_on]
            yield DueThing(str(closure.pk), ladder(closure.verify_by, table=table))

    def lock(self, no: str) -> Closure | None:
        waiting = Closure.objects.select_for_update(of=("self",)).filter(pk=no, verdict="")
        return waiting.select_related("item__institution").first()

    def about(self, thing: Closure) -> About:
        return About(partial(notices.title, thing.item), thing.item.institution)

    def tellings(self, thing: Closure, level: Level, *, at: datetime) -> Sequence[Telling]:
        day, item = timezone.localdate(at), thing.item
        if level.no < reminders.SECTION:
            return [notices.to_verify(thing, _bureau(item, day))]
        # The head of the section is among its people and hears of it as overdue now.
        above = notices.in_charge(item, day=day) if level.no >= reminders.LEADERS else []
        return [notices.not_verified(thing, [*_bureau(item, day), *above])]


class LookBacks(_Due):
    """Look-backs whose day has come (a `bureau.services.DueKind`)."""

    name = "ledger_look_back"

    def things(self, *, at: datetime) -> Iterable[DueThing]:
        planned = LookBack.objects.waiting().filter(due_on__gte=self.since(at))
        for pk, due_on in planned.order_by("due_on", "pk").values_list("pk", "due_on"):
            levels = reminders.one_level(due_on, calendar=self.calendar, zone=self.zone)
            yield DueThing(str(pk), levels)

    def lock(self, no: str) -> LookBack | None:
        planned = LookBack.objects.select_for_update(of=("self",)).waiting().filter(pk=no)
        return planned.select_related("item__institution").first()

    def about(self, thing: LookBack) -> About:
        return About(partial(notices.title, thing.item), thing.item.institution)

    def tellings(self, thing: LookBack, level: Level, *, at: datetime) -> Sequence[Telling]:
        return [notices.to_look_back(thing, _bureau(thing.item, timezone.localdate(at)))]


def _no(item: Item) -> str:
    """Name an item with its day, and with the return after that day, if there was one."""
    return " ".join(filter(None, [item.no, str(item.term_ends_on), str(item.late_return or "")]))


def _bureau(item: Item, day: date) -> list[User]:
    return [*liaison_officers(item.institution, day=day), *notices.keepers(item)]
