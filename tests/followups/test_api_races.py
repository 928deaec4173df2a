"""Two requests at once, on two connections: one thing happens, and both are told the same."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event

import pytest
import time_machine
from django.db import connections

from bureau import services as bureau_services
from bureau.api import once
from bureau.models import ApiKey, IdempotencyRecord
from bureau.services import ApiKeyError, kept_answers
from followups.models import FollowUpRecord, RegisterVersion, Upload
from tests.callers import A_YEAR_ON, Caller, sent
from tests.factories import IN_TIME, InstitutionFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = range(8)


@pytest.fixture(autouse=True)
def _in_time():
    with time_machine.travel(IN_TIME, tick=True):
        yield


def at_once(*acts: Callable):
    """Let each act begin in the same moment, on a connection of its own; return what came of it."""
    ready = Barrier(len(acts), timeout=10)

    def run(act):
        try:
            connections["default"].ensure_connection()
            ready.wait()
            return act()
        except ApiKeyError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def system():
    return Caller(InstitutionFactory(kind="township_center"))


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_push_sent_twice_at_once_is_one_submission_with_one_answer(_round, system):
    push = partial(system.push, [sent(1), sent(2)], key="eins")

    first, second = at_once(push, push)

    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    replayed = ["Idempotency-Replayed" in one for one in (first, second)]
    assert sorted(replayed) == [False, True]
    assert RegisterVersion.objects.count() == Upload.objects.count() == 1
    assert FollowUpRecord.objects.count() == 2


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_push_sent_five_times_two_of_them_at_once_has_one_receipt(_round, system):
    push = partial(system.push, [sent(1)], key="eins")

    answered = [*at_once(push, push), push(), push(), push()]

    assert len({one.json()["receipt_no"] for one in answered}) == 1
    assert IdempotencyRecord.objects.count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_key_for_two_pushes_at_once_takes_one_and_refuses_the_other(_round, system):
    one, other = (partial(system.push, [sent(number)], key="eins") for number in (1, 2))

    found = at_once(one, other)

    assert sorted(answered.status_code for answered in found) == [201, 422]
    assert FollowUpRecord.objects.count() == 1


def test_a_twin_that_waits_too_long_is_told_to_come_back(system, monkeypatch):
    monkeypatch.setattr(kept_answers, "TWIN_WAITS_SECONDS", 1)
    begun, may_end = Event(), Event()
    keep = bureau_services.keep_answer

    def slowly(**given):
        begun.set()
        assert may_end.wait(20)
        keep(**given)

    def twin():
        assert begun.wait(20)
        try:
            return system.push([sent(1)], key="eins")
        finally:
            may_end.set()

    monkeypatch.setattr(once.services, "keep_answer", slowly)
    first, second = at_once(partial(system.push, [sent(1)], key="eins"), twin)

    assert (first.status_code, second.status_code) == (201, 409)
    assert second["Retry-After"] == "5"
    assert second.json()["type"].endswith("#twin-under-way")
    assert RegisterVersion.objects.count() == 1


def test_a_twin_does_the_work_itself_where_the_first_breaks_off(system, monkeypatch):
    begun, may_break = Event(), Event()
    keep = bureau_services.keep_answer

    def breaks_once(**given):
        if begun.is_set():
            return keep(**given)
        begun.set()
        may_break.wait(2)
        raise OSError("killed")

    def first():
        return system.push([sent(1)], key="eins")

    def twin():
        assert begun.wait(20)
        return system.push([sent(1)], key="eins")

    system.raises = False
    monkeypatch.setattr(once.services, "keep_answer", breaks_once)
    broken, done = at_once(first, twin)

    assert (broken.status_code, done.status_code) == (500, 201)
    assert FollowUpRecord.objects.count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_requests_at_once_are_all_counted(_round, system):
    ask = partial(system.get, "/api/v1/registers/")
    left = [one["RateLimit"].split(";")[1] for one in at_once(ask, ask, ask, ask)]

    assert sorted(left) == ["r=296", "r=297", "r=298", "r=299"]


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_key_replaced_by_two_people_at_once_is_replaced_once(_round, system):
    replace = partial(
        bureau_services.rotate_api_key, key=system.key, expires_on=A_YEAR_ON, by=None, at=IN_TIME
    )

    found = at_once(replace, replace)

    assert sorted(isinstance(one, ApiKeyError) for one in found) == [False, True]
    assert ApiKey.objects.count() == 2
