"""What a month's report says: how each register stood, what its rows amounted to, who spoke.

A closed month is reckoned as of the instant it closed at, however late the job ran: what came
after that is told apart, and moves no count and no rate.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, fields
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from bureau.categories import lexicon_in_use, top_names
from bureau.opinion_sorting import Lexicon, sort_opinion
from followups.models import (
    FollowUpRecord,
    MonthlyRegister,
    RegisterRow,
    RegisterVersion,
    RowRemoval,
)
from followups.rules import clusters as cluster_rules
from followups.rules import opinions as opinion_rules
from followups.rules import rates as rate_rules
from followups.rules import register as rules
from followups.rules.table import RegisterTable
from followups.rules.words import Outcome, RowState, SpecialKind
from followups.selectors.tables import table_of

KEY = ("inpatient_no", "discharged_on", "seq")
RATED = (*KEY, "needs_followup", "outcome", "followed_on", "special_kind", "followup_due_on")


def came_by(
    versions: QuerySet[RegisterVersion], closing: rules.Closing
) -> QuerySet[RegisterVersion]:
    """Keep the versions that count as handed in before a month closed.

    A file counts from its arrival if it was submitted before the figures froze; one that was
    mended on the page counts from its submission (`rules.counted_on` says the same of days).
    """
    in_grace = Q(
        arrived_at__lt=closing.closes_at,
        submitted_at__lt=closing.freezes_at,
        after_closing=False,
        upload__corrections=b"",
    )
    return versions.filter(Q(submitted_at__lt=closing.closes_at) | in_grace)


def month_figures(*, month: date, day: date, as_of: rules.Closing | None = None) -> dict[str, Any]:
    """Reckon a month as plain JSON: the four numbers, each institution's standing and rates.

    `as_of` leaves out what came in later; without it the rows count as they stand now. The same
    rows and the same lexicon on the same day give the same figures, byte for byte.
    """
    registers = MonthlyRegister.objects.of_month(month).select_related("institution")
    houses = list(registers.order_by("institution__code"))
    later, table = houses_with_later_versions(as_of), table_of(month)
    sorting = Sorting(table, lexicon_in_use(), top_names())
    lines = [
        _report_line(one, day, as_of if one.institution_id in later else None, sorting)
        for one in houses
    ]
    numbers = rules.four_numbers(rules.RegisterState(line["state"]) for line in lines)
    return {
        "month": month.isoformat(),
        "day": day.isoformat(),
        "due_on": rules.due_on(month, table=table).isoformat(),
        "expected": numbers.expected,
        "received": numbers.received,
        "on_time": numbers.on_time,
        "total": _summed(line["rates"] for line in lines),
        "lines": lines,
    }


def arrived_after(*, month: date, closing: rules.Closing) -> list[dict[str, str]]:
    """List the institutions whose first file came in only after the closing, with the day."""
    registers = MonthlyRegister.objects.of_month(month).select_related("institution")
    late = registers.filter(arrived_on__gte=timezone.localdate(closing.closes_at))
    return [
        {"name": one.institution.name, "arrived_on": one.arrived_on.isoformat()}
        for one in late.order_by("institution__code")
        if one.arrived_on and not came_by(_counting(one, closing), closing).exists()
    ]


def houses_with_later_versions(as_of: rules.Closing | None) -> set[int]:
    """Collect who handed something in since: only their rows have to be looked up as they were."""
    if as_of is None:
        return set()
    since = RegisterVersion.objects.filter(submitted_at__gte=as_of.closes_at)
    later = since.exclude(pk__in=came_by(since, as_of).values("pk"))
    return set(later.values_list("register__institution_id", flat=True))


class Sorting(NamedTuple):
    """By what the opinions of a month are counted: thresholds, words, and names of categories."""

    table: RegisterTable
    lexicon: Lexicon
    names: dict[str, str]


def _report_line(
    register: MonthlyRegister, day: date, as_of: rules.Closing | None, sorting: Sorting
) -> dict[str, Any]:
    stood = _as_it_stood(register, as_of) if as_of else register
    standing = stood.standing(day)
    institution = register.institution
    attempts = list(attempts_of(register, as_of))
    rates = rate_rules.rates(attempts, table=sorting.table)
    reached = rate_rules.reached_patients(attempts)
    return {
        "code": institution.code,
        "name": institution.name,
        "kind": institution.kind,
        "state": standing.state.value,
        "late_days": standing.late_days,
        "arrived_on": stood.arrived_on.isoformat() if stood.arrived_on else "",
        "rates": asdict(rates),
        **_said(list(_spoken(register, as_of)), reached, sorting),
    }


def _said(
    spoken: list[tuple[Any, str]], reached: Collection[Any], sorting: Sorting
) -> dict[str, Any]:
    """Count opinions by wording and by category; what one person said is not among it.

    A share is one of the patients reached: who was not among them is in neither of its numbers.
    """
    table, lexicon = sorting.table, sorting.lexicon
    said = opinion_rules.opinions(spoken, table=table)
    by_patient = [
        (patient, sort_opinion(text, lexicon)) for patient, text in spoken if patient in reached
    ]
    many = cluster_rules.clusters(by_patient, reached=len(reached), table=table)
    return {
        "opinions": [list(pair) for pair in said.common],
        "single_opinions": said.single,
        "clusters": [{**one._asdict(), "name": sorting.names[one.category]} for one in many],
    }


def _as_it_stood(register: MonthlyRegister, as_of: rules.Closing) -> MonthlyRegister:
    """Return a register as it was at the closing, unsaved."""
    before = came_by(_counting(register, as_of), as_of).order_by("number")
    first, last_day = before.first(), timezone.localdate(as_of.closes_at)
    stood = MonthlyRegister(
        institution=register.institution, month=register.month, due_on=register.due_on
    )
    if first is None:
        return stood
    was_nil = first.upload_id is None and not before.filter(upload__isnull=False).exists()
    stood.is_nil = was_nil
    stood.arrived_on = timezone.localdate(first.arrived_at)
    if register.arrived_on and register.arrived_on < last_day:
        stood.arrived_on = register.arrived_on
    if was_nil:
        stood.completed_on = stood.arrived_on
    elif register.completed_on and register.completed_on < last_day:
        stood.completed_on = register.completed_on
    return stood


def _counting(register: MonthlyRegister, as_of: rules.Closing) -> QuerySet[RegisterVersion]:
    """Leave out what was sent back before the figures froze and counts as not handed in."""
    voiding = register.returns.filter(as_missing=True, at__lt=as_of.freezes_at)
    last = voiding.aggregate(last=Max("at"))["last"]
    versions = register.versions.all()
    return versions.filter(submitted_at__gt=last) if last else versions


def _discharged(register: MonthlyRegister, as_of: rules.Closing | None) -> QuerySet[Any]:
    """Rows of the month's discharges, whichever register brought them, in whatever version.

    As of an instant a row may come more than once: the last one holds.
    """
    span = (register.month, rules.last_of_month(register.month))
    if as_of is None:
        records = FollowUpRecord.objects.filter(institution=register.institution_id)
        return records.filter(discharged_on__range=span)
    versions = RegisterVersion.objects.filter(register__institution=register.institution_id)
    return _rows_of(versions, as_of).filter(discharged_on__range=span)


def attempts_of(
    register: MonthlyRegister,
    as_of: rules.Closing | None,
    made_up: Collection[tuple[Any, ...]] = frozenset(),
) -> Iterator[rate_rules.Attempt]:
    """Read what the rates of a register are reckoned from; `made_up` are the keys of rows struck.

    What is found to be made up is found after the closing: frozen figures have nobody struck.
    """
    found = _discharged(register, as_of).values_list(*RATED).iterator(chunk_size=5000)
    rows = {row[:3]: row for row in found}.values()
    for number, day, seq, needed, outcome, followed_on, special, due_on in rows:
        came_of_it = Outcome(outcome) if outcome else None
        kind = SpecialKind(special) if special else None
        yield rate_rules.Attempt(
            (number, day), needed, came_of_it, followed_on, seq, kind, due_on,
            is_made_up=(number, day, seq) in made_up,
        )  # fmt: skip


def _rows_of(versions: QuerySet[RegisterVersion], as_of: rules.Closing) -> QuerySet[RegisterRow]:
    """Rows as versions up to an instant had them, in the order in which they came to stand."""
    rows = RegisterRow.objects.filter(upload__version__in=came_by(versions, as_of))
    taken_out = RowRemoval.objects.filter(
        register__institution=OuterRef("upload__register__institution"),
        at__gt=OuterRef("upload__version__submitted_at"),
        **{name: OuterRef(name) for name in KEY},
    )
    rows = rows.filter(~Exists(taken_out))
    in_order = ("upload__version__submitted_at", "upload__version__number", "number")
    return rows.exclude(state=RowState.REFUSED).order_by(*in_order)


def _spoken(register: MonthlyRegister, as_of: rules.Closing | None) -> Iterator[tuple[Any, str]]:
    """Open what the month's patients said: by discharge, so that nobody counts twice."""
    found = _discharged(register, as_of).only("seal_id", "opinion", *KEY)
    rows = {
        (row.inpatient_no, row.discharged_on, row.seq): row
        for row in found.iterator(chunk_size=5000)
    }
    for row in rows.values():
        said = row.opinion.reveal()
        if said:
            yield (row.inpatient_no, row.discharged_on), said


def _summed(lines: Iterable[dict[str, int]]) -> dict[str, int]:
    lines = list(lines)
    names = [field.name for field in fields(rate_rules.Rates)]
    return {name: sum(line[name] for line in lines) for name in names}
