"""A result comes from a call, and a call from a look at the number."""

from datetime import timedelta

import pytest

from followups import services
from followups.models import SpotCall
from followups.rules.words import Verdict
from tests.factories import AFTER_CLOSING, UserFactory, drawn
from tests.followups.calls import A_DAY, look, record, to_call

AN_HOUR = timedelta(hours=1)


def recorded(item, verdict=Verdict.GENUINE, *, by, attempt=1, at=AFTER_CLOSING):
    return services.record_call(item=item, attempt=attempt, verdict=verdict, by=by, at=at)


def test_without_a_look_at_the_number_no_result_is_taken(hospital, liaison, settings):
    settings.LANGUAGE_CODE = "en"
    item = to_call(drawn(hospital))[0]

    with pytest.raises(services.RegisterError, match=r"Look at the number"):
        recorded(item, by=liaison)

    assert not SpotCall.objects.exists()


def test_anothers_look_and_yesterdays_and_one_at_somebody_else_do_not_count(hospital, liaison):
    item, neighbour = to_call(drawn(hospital))[:2]
    look(item, by=UserFactory())
    look(item, by=liaison, at=AFTER_CLOSING - A_DAY)
    look(neighbour, by=liaison)

    with pytest.raises(services.RegisterError):
        recorded(item, by=liaison)

    look(item, by=liaison)
    assert recorded(item, by=liaison).verdict == Verdict.GENUINE


def test_a_second_attempt_needs_a_second_look(hospital, liaison):
    item = to_call(drawn(hospital))[0]
    record(item, Verdict.UNREACHABLE, by=liaison)
    later = AFTER_CLOSING + 3 * AN_HOUR

    with pytest.raises(services.RegisterError):
        recorded(item, by=liaison, attempt=2, at=later)

    look(item, by=liaison, at=later)
    recorded(item, by=liaison, attempt=2, at=later)
    assert item.calls.count() == 2


def test_three_calls_in_a_row_are_one_attempt(hospital, liaison, settings):
    settings.LANGUAGE_CODE = "en"
    item = to_call(drawn(hospital))[0]
    record(item, Verdict.UNREACHABLE, by=liaison)

    with pytest.raises(services.RegisterError, match="2026-11-12 12:00"):
        record(item, Verdict.UNREACHABLE, by=liaison, attempt=2, at=AFTER_CLOSING + AN_HOUR)

    record(item, Verdict.UNREACHABLE, by=liaison, attempt=2, at=AFTER_CLOSING + 2 * AN_HOUR)
    with pytest.raises(services.RegisterError, match="2026-11-13 00:00"):
        record(item, Verdict.UNREACHABLE, by=liaison, attempt=3, at=AFTER_CLOSING + 5 * AN_HOUR)

    item.refresh_from_db()
    assert (item.calls.count(), item.verdict) == (2, "")


def test_who_answers_sooner_than_expected_has_answered(hospital, liaison):
    item = to_call(drawn(hospital))[0]
    record(item, Verdict.UNREACHABLE, by=liaison)

    record(item, Verdict.GENUINE, by=liaison, attempt=2, at=AFTER_CLOSING + timedelta(minutes=5))

    item.refresh_from_db()
    assert item.verdict == Verdict.GENUINE
