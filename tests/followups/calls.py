"""The bureau's calls, for tests."""

from followups import services
from followups.rules.words import Verdict
from tests.factories import AFTER_CLOSING


def record(item, verdict, *, by, attempt=1, **said):
    return services.record_call(
        item=item, attempt=attempt, verdict=verdict, by=by, at=AFTER_CLOSING, **said
    )


def not_answered(item, *, by, times=3):
    for attempt in range(1, times + 1):
        record(item, Verdict.UNREACHABLE, by=by, attempt=attempt)


def to_call(check):
    return list(check.items.filter(is_called_up=True, verdict="").order_by("position"))


def finish(check, *, by, verdict=Verdict.GENUINE):
    for item in to_call(check):
        record(item, verdict, by=by)
    check.refresh_from_db()
