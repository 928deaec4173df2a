"""What a month's rows amount to: the follow-up rates, each as its two numbers, over patients.

Source: the plan asks for at least one follow-up after discharge (S-20); the formulas are the
bureau's defaults.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from followups.rules.register import Ratio
from followups.rules.table import STANDARD, RegisterTable
from followups.rules.words import NOT_ATTEMPTED, REACHED, Outcome, SpecialKind


class Attempt(NamedTuple):
    """What the rates need of one follow-up row; `patient` tells discharges apart."""

    patient: tuple[str, date]
    needs_followup: bool
    outcome: Outcome | None
    followed_on: date | None
    seq: int = 1
    special_kind: SpecialKind | None = None
    due_on: date | None = None
    is_made_up: bool = False


@dataclass(frozen=True, slots=True)
class Rates:
    """The follow-up rates of one institution and month, each as its two numbers."""

    discharged: int
    eligible: int
    attempted: int
    reached: int
    timely: int
    lost: int
    bad_numbers: int
    reached_of_all: int

    @property
    def good_numbers(self) -> int:
        return self.eligible - self.bad_numbers

    @property
    def followup(self) -> Ratio:
        return Ratio(self.reached, self.eligible)

    @property
    def coverage(self) -> Ratio:
        return Ratio(self.attempted, self.eligible)

    @property
    def valid(self) -> Ratio:
        return Ratio(self.reached_of_all, self.discharged)

    @property
    def timeliness(self) -> Ratio:
        return Ratio(self.timely, self.eligible)

    @property
    def lost_rate(self) -> Ratio:
        return Ratio(self.lost, self.eligible)

    @property
    def phone_validity(self) -> Ratio:
        return Ratio(self.good_numbers, self.eligible)


BAD_NUMBER = frozenset({Outcome.INVALID_NUMBER, Outcome.WRONG_NUMBER})


def rates(attempts: Iterable[Attempt], table: RegisterTable = STANDARD) -> Rates:
    """Reckon the rates over patients, not rows: two calls to one patient are one patient.

    Eligible is who needs a follow-up and was not excluded; everybody discharged is shown beside
    it, so that exclusions cannot hide work. Timely is reached by the day the first follow-up was
    due, whoever's row says so. A row that the bureau found to be made up is in no numerator; its
    patient stays owed.
    """
    by_patient: dict[tuple[str, date], list[Attempt]] = {}
    for attempt in attempts:
        by_patient.setdefault(attempt.patient, []).append(attempt)
    patients = list(by_patient.values())
    eligible = [calls for calls in patients if _is_eligible(calls)]
    return Rates(
        discharged=len(patients),
        eligible=len(eligible),
        attempted=sum(_any(calls, _was_attempted) for calls in eligible),
        reached=sum(_any(calls, _was_reached) for calls in eligible),
        timely=sum(_was_timely(calls, table) for calls in eligible),
        lost=sum(_is_lost(calls) for calls in eligible),
        bad_numbers=sum(_has_bad_number(calls) for calls in eligible),
        reached_of_all=sum(_any(calls, _was_reached) for calls in patients),
    )


def reached_patients(attempts: Iterable[Attempt]) -> set[tuple[str, date]]:
    """Name the patients whom `reached_of_all` counts."""
    return {attempt.patient for attempt in attempts if _was_reached(attempt)}


def _any(calls: Sequence[Attempt], test: Callable[[Attempt], bool]) -> bool:
    return any(map(test, calls))


def _is_eligible(calls: Sequence[Attempt]) -> bool:
    needed = any(call.needs_followup for call in calls)
    return needed and not any(call.outcome == Outcome.EXCLUDED for call in calls)


def _was_attempted(call: Attempt) -> bool:
    if call.is_made_up:
        return False
    return call.outcome is not None and call.outcome not in NOT_ATTEMPTED


def _was_reached(call: Attempt) -> bool:
    return call.outcome in REACHED and not call.is_made_up


def _was_timely(calls: Sequence[Attempt], table: RegisterTable) -> bool:
    due = due_day(calls, table)
    return any(_was_reached(one) and one.followed_on and one.followed_on <= due for one in calls)


def due_day(calls: Sequence[Attempt], table: RegisterTable = STANDARD) -> date:
    """Return the day by which a patient had to be reached for the first time.

    The first row's own day counts, where it lies neither before the discharge nor further off
    than the table allows, so that nobody writes themselves in time. Where none is written it
    goes by the kind of patient, the strictest where rows differ.
    """
    discharged_on = calls[0].patient[1]
    latest = discharged_on + timedelta(days=table.latest_due_days)
    _seq, own = min((one.seq, one.due_on or date.max) for one in calls)
    if discharged_on <= own < date.max:
        return min(own, latest)
    of_kind = {
        SpecialKind.CHRONIC: table.chronic_due_days,
        SpecialKind.TUMOUR: table.tumour_due_days,
    }
    days = [of_kind[one.special_kind] for one in calls if one.special_kind in of_kind]
    return discharged_on + timedelta(days=min(days, default=table.followup_due_days))


def _is_lost(calls: Sequence[Attempt]) -> bool:
    return not _any(calls, _was_reached) and any(call.outcome == Outcome.LOST for call in calls)


def _has_bad_number(calls: Sequence[Attempt]) -> bool:
    """A patient who was reached has a number that works, whatever an earlier try found."""
    return not _any(calls, _was_reached) and any(call.outcome in BAD_NUMBER for call in calls)
