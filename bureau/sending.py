"""How what was told leaves the house: when, in which letter, how often, and when it is given up.

To the outside nothing is sent twice by itself: what may have arrived is never tried again
unless a person says so. The values are the bureau's defaults.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from bureau.calendar import WorkCalendar


class NoticeKind(StrEnum):
    """What a notice is about, as far as its reader chooses by it. Apps bring the words."""

    DUE = "due"
    OVERDUE = "overdue"
    URGED = "urged"
    TASK = "task"
    SYSTEM = "system"


# What an administrator is told about letters must not become one more letter.
IN_APP_ONLY = frozenset({NoticeKind.SYSTEM})


class Urgency(StrEnum):
    """NORMAL waits for the day's one letter, PROMPT is a letter of its own in office hours, and
    SAFETY goes out at any hour, whatever its reader has chosen."""

    NORMAL = "normal"
    PROMPT = "prompt"
    SAFETY = "safety"


class ChannelName(StrEnum):
    """The ways out of the house. In-app is none: there the notice itself is the message."""

    EMAIL = "email"


class DeliveryState(StrEnum):
    """WAITING collects and waits for its time, FAILED waits to be tried again, IN_APP means that
    nothing is to be sent, GIVEN_UP that a person has closed what was DEAD or UNKNOWN."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DEAD = "dead"
    IN_APP = "in_app"
    GIVEN_UP = "given_up"


TO_SEND = (DeliveryState.WAITING.value, DeliveryState.FAILED.value)
UNSETTLED = (DeliveryState.UNKNOWN.value, DeliveryState.DEAD.value)


class Outcome(StrEnum):
    """What came of a try: AWAY was never begun, LATER may be tried again, REFUSED never will be
    taken, UNKNOWN may have arrived."""

    SENT = "sent"
    AWAY = "away"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Report(NamedTuple):
    outcome: Outcome
    error: str = ""


@dataclass(frozen=True)
class SendingTable:
    """Hours and patience of sending."""

    opens: time = time(8, 30)
    closes: time = time(20)
    # So long the day's letter waits for what is told in the same minutes.
    collect_minutes: int = 10
    # After each try that failed for now; after the last of them the letter is dead.
    retry_minutes: tuple[int, ...] = (1, 2, 5, 10, 10, 10)
    away_minutes: int = 1
    # A server away for so long is an administrator's affair.
    away_alert_minutes: int = 60
    # A letter that could not be sent for so long is of no use any more.
    stale_hours: int = 72
    # Above the hard time limit of a task: who claimed a letter so long ago is dead.
    claim_minutes: int = 20


STANDARD = SendingTable()


def is_office_hour(
    at: datetime, *, calendar: WorkCalendar, zone: tzinfo, table: SendingTable = STANDARD
) -> bool:
    """Test if people may be written to: on a working day, from opening on, before closing."""
    local = at.astimezone(zone)
    return calendar.is_workday(local.date()) and table.opens <= local.time() < table.closes


def first_try_at(urgency: Urgency, at: datetime, table: SendingTable = STANDARD) -> datetime:
    collects = urgency is Urgency.NORMAL
    return at + timedelta(minutes=table.collect_minutes) if collects else at


def could_go_since(
    urgency: str, due_at: datetime, at: datetime, *, zone: tzinfo, table: SendingTable = STANDARD
) -> datetime:
    """Say since when a letter that may go out at `at` could have: not before the office opened."""
    if urgency == Urgency.SAFETY:
        return due_at
    return max(due_at, datetime.combine(at.astimezone(zone).date(), table.opens, zone))


class Next(NamedTuple):
    """What becomes of a letter after a try; `try_at` is set where it is to be tried again."""

    state: DeliveryState
    try_at: datetime | None = None


def after(
    outcome: Outcome,
    *,
    attempts: int,
    first_due_at: datetime,
    at: datetime,
    table: SendingTable = STANDARD,
) -> Next:
    """Say what becomes of a letter whose try number `attempts` came out like this.

    A server that was not reached costs no try: letters must not die of its sleep. What is
    older than the table's hours dies of its age.
    """
    if outcome is Outcome.SENT:
        return Next(DeliveryState.SENT)
    if outcome is Outcome.UNKNOWN:
        return Next(DeliveryState.UNKNOWN)
    is_stale = at - first_due_at > timedelta(hours=table.stale_hours)
    if outcome is Outcome.REFUSED or is_stale:
        return Next(DeliveryState.DEAD)
    if outcome is Outcome.AWAY:
        return Next(DeliveryState.FAILED, at + timedelta(minutes=table.away_minutes))
    if attempts > len(table.retry_minutes):
        return Next(DeliveryState.DEAD)
    minutes = table.retry_minutes[attempts - 1]
    return Next(DeliveryState.FAILED, at + timedelta(minutes=minutes))


def claimed_before(at: datetime, table: SendingTable = STANDARD) -> datetime:
    """Return the instant before which a claim still standing at `at` is nobody's any more."""
    return at - timedelta(minutes=table.claim_minutes)


def is_long_away(first_due_at: datetime, at: datetime, table: SendingTable = STANDARD) -> bool:
    return at - first_due_at > timedelta(minutes=table.away_alert_minutes)
