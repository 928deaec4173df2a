"""Refusals leave acts, and nobody fills the trail with them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from bureau import services
from bureau.doors import Knocks, RefusalTold, one_more, telling_of
from bureau.models import Act
from tests.callers import Caller
from tests.factories import IN_TIME

LIST = "/api/v1/registers/"


def test_each_of_the_first_refusals_is_told_and_then_as_often_as_they_double():
    told = {kind: [nth for nth in range(1, 400) if telling_of(nth) is kind] for kind in RefusalTold}

    assert told[RefusalTold.IN_FULL] == list(range(1, 21))
    assert told[RefusalTold.COUNTED] == [21, 41, 81, 161, 321]


def test_the_hour_of_refusals_begins_with_the_first_and_ends_by_itself():
    first = one_more(Knocks(), at=IN_TIME)
    later = one_more(first, at=IN_TIME + timedelta(minutes=59))

    assert (later.count, later.until) == (2, first.until)
    assert one_more(later, at=IN_TIME + timedelta(minutes=60)).count == 1


def test_a_log_in_denied_over_and_over_writes_few_acts_and_says_how_many(db, officer, liaison):
    for nth in range(45):
        services.note_denial(by=officer, path=f"/page/{nth}/", at=IN_TIME)
    services.note_denial(by=liaison, path="/other/", at=IN_TIME)
    services.note_denial(by=officer, path="/later/", at=IN_TIME + timedelta(hours=1))

    denied = Act.objects.filter(verb="be_denied").order_by("id")
    assert [one.object_no for one in denied] == [
        *(f"/page/{nth}/" for nth in range(20)), "/other/", "/later/",
    ]  # fmt: skip
    often = Act.objects.filter(verb="be_refused_often").order_by("id")
    assert [(one.object_no, one.facts["times"]) for one in often] == [
        ("/page/20/", 21), ("/page/40/", 41),
    ]  # fmt: skip
    assert {one.actor_id for one in often} == {str(officer.pk)}


def test_a_key_that_opens_nothing_leaves_an_act_without_what_was_sent(hospital):
    with time_machine.travel(IN_TIME, tick=False):
        his = Caller(hospital)
        old = Caller(hospital, name="LIS", expires_on=date(2026, 12, 1))
        services.revoke_api_key(key=old.key, why="泄露", by=None, at=IN_TIME)
        wrong = f"{his.token[:-4]}xxxx"
        tokens = [wrong, old.token, "manyi_AAAAAAAA_geheim", "someoneelses-Passw0rd", "x" * 999]
        for token in tokens:
            asked = Client().get(LIST, headers={"Authorization": f"Bearer {token}"})
            assert asked.status_code == 401
        for headers in ({}, {"Authorization": "Bearer"}, {"Authorization": "Basic YTpi"}):
            assert Client().get(LIST, headers=headers).status_code == 401
        assert his.get(LIST).status_code == 200

    refused = list(Act.objects.filter(verb="refuse_api_key").order_by("id"))
    assert [(one.object_no, one.after) for one in refused] == [
        (his.key.prefix, ""), (old.key.prefix, "revoked"), ("", ""), ("", ""),
    ]  # fmt: skip
    assert [one.institution for one in refused] == [hospital, hospital, None, None]
    said = str([vars(one) for one in Act.objects.all()])
    assert not [token for token in tokens if token.split("_", 2)[-1] in said]


@pytest.mark.long
def test_wrong_keys_and_names_from_one_place_write_few_acts(db):
    with time_machine.travel(IN_TIME, tick=False):
        for _ in range(22):
            Client().get(LIST, headers={"Authorization": "Bearer manyi_AAAAAAAA_x"})
            services.note_failed_log_in(username="", visitor=b"1" * 16, at=IN_TIME)

    assert Act.objects.filter(verb="refuse_api_key").count() == 20
    assert Act.objects.filter(verb="fail_log_in").count() == 20
    assert Act.objects.filter(verb="be_refused_often").count() == 2


@pytest.mark.django_db
def test_every_try_at_an_account_is_told():
    for _ in range(22):
        services.note_failed_log_in(username="zhao", visitor=b"1" * 16, at=IN_TIME)

    assert Act.objects.filter(verb="fail_log_in", object_no="zhao").count() == 22
