"""The bureau's calls, for tests."""

from datetime import timedelta

from followups import services
from followups.models import NumberReveal
from followups.rules.words import Verdict
from tests.factories import AFTER_CLOSING

A_DAY = timedelta(days=1)


def look(item, *, by, at=AFTER_CLOSING):
    NumberReveal.objects.create(item=item, by=by, at=at)


def record(item, verdict, *, by, attempt=1, at=AFTER_CLOSING, **said):
    """Look at the number and write down what the call found."""
    look(item, by=by, at=at)
    return services.record_call(item=item, attempt=attempt, verdict=verdict, by=by, at=at, **said)


def not_answered(item, *, by, times=3):
    """Try a person on as many days; the last of them is AFTER_CLOSING."""
    for attempt in range(1, times + 1):
        at = AFTER_CLOSING - A_DAY * (times - attempt)
        record(item, Verdict.UNREACHABLE, by=by, attempt=attempt, at=at)


def to_call(check):
    return list(check.items.filter(is_called_up=True, verdict="").order_by("position"))


def finish(check, *, by, verdict=Verdict.GENUINE):
    for item in to_call(check):
        record(item, verdict, by=by)
    check.refresh_from_db()
