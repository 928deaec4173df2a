"""What ought to be listed for supervision by now. An accusation is nobody's list but its own."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, F, Min, Q
from django.utils import timezone

from complaints.models import Case, Entry, MoreTime, Reply, Supervision
from complaints.rules import supervision
from complaints.rules.supervision import Listed
from complaints.rules.table import CaseTable
from complaints.rules.words import CaseState
from complaints.selectors.cases import table_on

A_YEAR = timedelta(days=365)
NOT_COUNTED = (CaseState.NOT_HANDLED, CaseState.TRANSFERRED)


class Found(NamedTuple):
    """Something to be listed: why, what it is known by, the case that shows it, and how many."""

    reason: Listed
    about: str
    case: int
    many: int


def to_be_listed(*, at: datetime) -> Iterator[Found]:
    """Find what is long unsolved or repeated and neither waits nor was noted since."""
    table = table_on(timezone.localdate(at))
    noted = _last_noted()
    yield from _long_unsolved(at, table, noted)
    yield from _after_answer(at, table, noted)
    yield from _many_people(at, table, noted)


def _last_noted() -> dict[tuple[str, str], datetime | None]:
    """Return what is listed already with when it was noted last; None while it waits."""
    listed: dict[tuple[str, str], datetime | None] = {}
    rows = Supervision.objects.order_by("found_at", "pk")
    for reason, about, noted_at in rows.values_list("reason", "about", "noted_at"):
        listed[reason, about] = noted_at
    return listed


def _long_unsolved(at: datetime, table: CaseTable, noted: dict) -> Iterator[Found]:
    """A case is listed as long unsolved once."""
    day = timezone.localdate(at)
    old = Q(received_at__lt=at - timedelta(days=table.long_unsolved_days))
    twice = MoreTime.objects.filter(is_granted=True).values("case").annotate(n=Count("pk"))
    granted = dict(twice.filter(n__gte=supervision.EXTENDED_TWICE).values_list("case", "n"))
    rows = Case.objects.open().filter(is_accusation=False).filter(old | Q(pk__in=granted))
    for pk, no, received_at in rows.order_by("pk").values_list("pk", "no", "received_at"):
        received_on, extensions = timezone.localdate(received_at), granted.get(pk, 0)
        is_long = supervision.is_long_unsolved(
            received_on=received_on, day=day, extensions=extensions, table=table
        )
        if is_long and (Listed.LONG_UNSOLVED, no) not in noted:
            yield Found(Listed.LONG_UNSOLVED, no, pk, (day - received_on).days)


def _after_answer(at: datetime, table: CaseTable, noted: dict) -> Iterator[Found]:
    """A matter is listed again only for contacts after a leader took note of it.

    Contacts are further cases of the matter and what the public adds to one, of the last year.
    """
    since = at - A_YEAR
    contacts: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    later = Case.objects.filter(received_at__gt=since, is_accusation=False)
    answered = later.filter(matter__cases__replies__at__lt=F("received_at")).distinct()
    for matter, came_at, pk in answered.values_list("matter", "received_at", "pk"):
        contacts[matter].append((came_at, pk))
    said = Entry.objects.filter(at__gt=since, by=None, case__is_accusation=False)
    for matter, came_at, pk in said.values_list("case__matter", "at", "case"):
        contacts[matter].append((came_at, pk))
    answers = Reply.objects.filter(case__matter__in=contacts).values("case__matter").order_by()
    first = answers.annotate(first=Min("at")).values_list("case__matter", "first")
    for matter, answered_at in first:
        about = f"matter {matter}"
        from_at = _since(noted, Listed.AFTER_ANSWER, about, answered_at)
        count = supervision.contacts_after(from_at, (when for when, _pk in contacts[matter]))
        if supervision.is_brought_up_again(count, table=table):
            yield Found(Listed.AFTER_ANSWER, about, max(contacts[matter])[1], count)


def _since(noted: dict, reason: Listed, about: str, otherwise: datetime | None) -> datetime | None:
    """Return from when on contacts count; None while it is listed and waits."""
    if (reason, about) not in noted:
        return otherwise
    last = noted[reason, about]
    return max(last, otherwise) if last and otherwise else last


def _many_people(at: datetime, table: CaseTable, noted: dict) -> Iterator[Found]:
    """Count different people by phone, or else by name; who is not known is not counted twice."""
    since = at - timedelta(days=table.repeat_days)
    rows = Case.objects.counting().filter(
        received_at__gt=since, received_at__lte=at, is_accusation=False
    ).exclude(institution=None).exclude(category=None).exclude(state__in=NOT_COUNTED)  # fmt: skip
    people: dict[str, dict[bytes, int]] = defaultdict(dict)
    fields = ("pk", "institution", "category", "phone_hash", "name_hash", "received_at")
    for pk, house, category, phone, name, received_at in rows.order_by(
        "received_at", "pk"
    ).values_list(*fields):
        about = f"{house} {category}"
        from_on = _since(noted, Listed.MANY_PEOPLE, about, since)
        who = bytes(phone) or bytes(name)
        if who and from_on is not None and received_at > from_on:
            people[about][who] = pk
    for about, known in people.items():
        if supervision.are_many(len(known), table=table):
            yield Found(Listed.MANY_PEOPLE, about, max(known.values()), len(known))
