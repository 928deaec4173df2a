"""Spot-checks: which are due to be drawn, how they stand, whether a draw can be repeated."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from bureau.models import Institution, User
from followups.models import (
    FollowUpRecord,
    MonthlyRegister,
    MonthReport,
    RegisterVersion,
    SpotCheck,
    SpotCheckItem,
)
from followups.rules import register as rules
from followups.rules import sampling
from followups.rules.words import CheckState, ReportKind, Verdict
from followups.selectors.tables import table_of


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


def institutions_to_draw() -> QuerySet[Institution]:
    waiting = undrawn().values("institution")
    return Institution.objects.filter(pk__in=waiting).order_by("code")


def drawn_before(check: SpotCheck, keys: Collection[int]) -> set[int]:
    """Tell which of some rows other arrivals of the institution were drawn from, by their ids.

    A row stands in no register of a month before its discharge, so only the draws from the
    oldest of these discharges on are asked: however long the house stands, a month asks few.
    """
    oldest = FollowUpRecord.objects.filter(pk__in=keys).aggregate(day=Min("discharged_on"))["day"]
    if oldest is None:
        return set()
    others = SpotCheck.objects.filter(
        register__institution=check.register.institution_id,
        register__month__gte=rules.first_of_month(oldest),
        drawn_at__isnull=False,
    ).exclude(register=check.register, batch=check.batch)
    wanted = set(keys)
    frames = others.values_list("frame", flat=True).iterator(chunk_size=10)
    return {key for frame in frames for key, _stratum in frame if key in wanted}


def registers_to_draw(month: date) -> QuerySet[MonthlyRegister]:
    return undrawn().of_month(month).select_related("institution").order_by("institution__code")


def check_in_force(register: MonthlyRegister, *, batch: int = 1) -> SpotCheck:
    """Return the draw that counts over what arrived by the closing, or over a later arrival.

    :raises SpotCheck.DoesNotExist: before it was drawn.
    """
    return register.checks.in_force().get(batch=batch)


def list_before(check: SpotCheck, user: User) -> SpotCheck | None:
    """Find the list whose place a redraw takes or took."""
    return _drawn_of(check, user).filter(number__lt=check.number).last()


def list_after(check: SpotCheck, user: User) -> SpotCheck | None:
    """Find the list that took the place of one."""
    return _drawn_of(check, user).filter(number__gt=check.number).first()


def _drawn_of(check: SpotCheck, user: User) -> QuerySet[SpotCheck]:
    drawn = SpotCheck.objects.visible_to(user).filter(drawn_at__isnull=False)
    return drawn.filter(register=check.register_id, batch=check.batch).order_by("number")


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


def figures_by_house(
    registers: QuerySet[MonthlyRegister], *, month: date
) -> list[tuple[str, str, sampling.CheckFigures]]:
    """List a month's spot-checks in the order of the institutions: code, name, figures."""
    figures = checks_of_months(registers, [month])
    houses = registers.of_month(month).order_by("institution__code")
    return [
        (code, name, of)
        for pk, code, name in houses.values_list(
            "institution_id", "institution__code", "institution__name"
        )
        if (of := figures.get((pk, month)))
    ]


def narrowed_checks(
    checks: QuerySet[SpotCheck], *, code: str = "", month: str = "", state: str = ""
) -> QuerySet[SpotCheck]:
    """List spot-checks of one institution, month (2026-10) and state, whatever is given of them."""
    if code:
        checks = checks.filter(register__institution__code=code)
    if month:
        checks = checks.filter(register__month=date.fromisoformat(f"{month}-01"))
    if state:
        checks = checks.in_state(CheckState(state))
    return checks.select_related("register__institution").order_by(
        "-register__month", "register__institution__code", "number"
    )


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


def items_to_call(user: User, *, begun: SpotCheck | None = None) -> QuerySet[SpotCheckItem]:
    """Drawn persons of the officer's own institutions who wait for a call, in calling order.

    Whoever did not answer comes again after all the others; a list begun is called to its end.
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
    on_another = ~Q(spot_check=begun.pk) if begun else Value(True)
    return waiting.annotate(tries=Count("calls"), on_another=on_another).order_by(
        "tries", "on_another", "spot_check__register__month", "spot_check_id", "position"
    )


def last_look(item: SpotCheckItem, *, by: User, at: datetime) -> datetime | None:
    """Return when somebody, up to `at`, looked at a drawn person's number last."""
    return item.reveals.filter(by=by, at__lte=at).aggregate(last=Max("at"))["last"]


def has_looked(item: SpotCheckItem, *, by: User, at: datetime) -> bool:
    """Test if somebody has looked at the number for the call that is recorded at `at`."""
    looked_at = last_look(item, by=by, at=at)
    called_at = item.calls.aggregate(last=Max("at"))["last"]
    return looked_at is not None and sampling.is_fresh_look(
        looked_at, called_at=called_at, at=at, zone=timezone.get_default_timezone()
    )


class Replay(NamedTuple):
    """A draw repeated from what was kept: whether frame and people came out the same."""

    same_frame: bool
    same_people: bool
    people: list[int]


def replay(check: SpotCheck) -> Replay:
    """Repeat a draw from its kept frame and seed and hold it against the list."""
    frame = [sampling.Frame(key, stratum) for key, stratum in check.frame]
    table = table_of(check.register.month)
    chosen, spare = sampling.draw(
        frame, required=check.required, seed=check.seed, table=table, method=check.method
    )
    listed = list(check.items.order_by("position").values_list("record_id", flat=True))
    return Replay(
        same_frame=sampling.frame_hash(frame) == check.frame_hash,
        same_people=listed == [*chosen, *spare],
        people=chosen,
    )


def people_of(check: SpotCheck) -> QuerySet[SpotCheckItem]:
    """List those called up of one spot-check, in the order of the draw."""
    called = check.items.filter(is_called_up=True).select_related("record")
    return called.prefetch_related("calls", "corrections").order_by("position")
