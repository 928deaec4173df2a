"""Spot-checks: which are due to be drawn, how they stand, whether a draw can be repeated."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bureau.models import User
from followups.models import (
    MonthlyRegister,
    MonthReport,
    RegisterVersion,
    SpotCheck,
    SpotCheckItem,
)
from followups.rules import sampling
from followups.rules.words import ReportKind, Verdict


def undrawn() -> QuerySet[MonthlyRegister]:
    """Registers of closed months with a version that no draw has looked at."""
    closed = MonthReport.objects.filter(kind=ReportKind.FINAL).values("month")
    versions = RegisterVersion.objects.filter(register=OuterRef("pk")).order_by("-number")
    return (
        MonthlyRegister.objects.filter(month__in=closed, arrived_on__isnull=False, is_nil=False)
        .annotate(
            newest=Subquery(versions.values("number")[:1]),
            drawn_upto=Coalesce(Max("checks__upto_version"), 0),
        )
        .filter(newest__gt=F("drawn_upto"))
    )


def drawn_before(check: SpotCheck) -> set[int]:
    """Collect the rows of an institution that other arrivals were drawn from, by their ids."""
    others = SpotCheck.objects.filter(
        register__institution=check.register.institution_id, drawn_at__isnull=False
    ).exclude(register=check.register, batch=check.batch)
    return {key for frame in others.values_list("frame", flat=True) for key, _stratum in frame}


def registers_to_draw(month: date) -> QuerySet[MonthlyRegister]:
    return undrawn().of_month(month).select_related("institution").order_by("institution__code")


def check_in_force(register: MonthlyRegister, *, batch: int = 1) -> SpotCheck:
    """Return the draw that counts over what arrived by the closing, or over a later arrival.

    :raises SpotCheck.DoesNotExist: before it was drawn.
    """
    return register.checks.in_force().get(batch=batch)


def checks_of_months(
    registers: QuerySet[MonthlyRegister],
    months: Sequence[date],
    among: QuerySet[SpotCheck] | None = None,
) -> dict[tuple[int, date], sampling.CheckFigures]:
    """Count the draws in force of visible registers, by institution and month: two queries.

    `among` are the draws that may be told of; all where it is left out.
    """
    draws = SpotCheck.objects.all() if among is None else among
    of_registers = draws.filter(register__in=registers.filter(month__in=months))
    checks = list(of_registers.in_force().select_related("register"))
    figures = figures_of_checks(checks)
    by_month: dict[tuple[int, date], list[sampling.CheckFigures]] = defaultdict(list)
    for check in checks:
        register = check.register
        by_month[register.institution_id, register.month].append(figures[check.pk])
    return {of: sampling.summed(one) for of, one in by_month.items()}


def check_lines(registers: QuerySet[MonthlyRegister], *, month: date) -> list[list]:
    """List a month's spot-checks for its papers: code, name, required, done, genuine, share."""
    figures = checks_of_months(registers, [month])
    houses = registers.of_month(month).order_by("institution__code")
    return [
        [code, name, of.required, of.done, of.genuine, of.authenticity.value]
        for pk, code, name in houses.values_list(
            "institution_id", "institution__code", "institution__name"
        )
        if (of := figures.get((pk, month)))
    ]


def figures_of_checks(checks: Iterable[SpotCheck]) -> dict[UUID, sampling.CheckFigures]:
    """Count what the calls of some draws found, by draw: one query."""
    checks = list(checks)
    verdicts: dict[UUID, list[Verdict]] = defaultdict(list)
    settled = SpotCheckItem.objects.filter(spot_check__in=checks).exclude(verdict="")
    for check_id, verdict in settled.values_list("spot_check_id", "verdict"):
        verdicts[check_id].append(Verdict(verdict))
    return {
        check.pk: sampling.check_figures(check.required, verdicts[check.pk]) for check in checks
    }


def items_to_call(user: User) -> QuerySet[SpotCheckItem]:
    """Drawn persons of the officer's own institutions who wait for a call, in calling order.

    Whoever did not answer comes again after all the others.
    """
    waiting = (
        SpotCheckItem.objects.visible_to(user)
        .in_force()
        .filter(
            spot_check__register__institution__in=user.assigned_institution_ids,
            is_called_up=True,
            verdict="",
        )
    )
    return waiting.annotate(tries=Count("calls")).order_by(
        "tries", "spot_check__register__month", "spot_check_id", "position"
    )


class Replay(NamedTuple):
    """A draw repeated from what was kept: whether frame and people came out the same."""

    same_frame: bool
    same_people: bool
    people: list[int]


def replay(check: SpotCheck) -> Replay:
    """Repeat a draw from its kept frame and seed and hold it against the list."""
    frame = [sampling.Frame(key, stratum) for key, stratum in check.frame]
    chosen, spare = sampling.draw(frame, required=check.required, seed=check.seed)
    listed = list(check.items.order_by("position").values_list("record_id", flat=True))
    return Replay(
        same_frame=sampling.frame_hash(frame) == check.frame_hash,
        same_people=listed == [*chosen, *spare],
        people=chosen,
    )
