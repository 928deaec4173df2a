"""The public's doors: how often one may knock, counted without a cookie and without an address."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from bureau.doors import Knocks, Limit, after, is_shut, neighbourhood
from bureau.models import DoorCount, DoorSalt
from bureau.services import DoorShut, forget_visitors, knock, visitor

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
THRICE = Limit(3, timedelta(minutes=10))
QUIET = Limit(3, timedelta(minutes=10), begins_anew=True)


def minutes(n):
    return AT + timedelta(minutes=n)


def counted(*knocked, limit):
    knocks = Knocks()
    for at in knocked:
        knocks = after(knocks, limit=limit, at=at)
    return knocks


@pytest.mark.parametrize(
    ("limit", "knocked", "at", "shut"),
    [
        (THRICE, [0, 1], 2, False),
        (THRICE, [0, 1, 2], 3, True),
        (THRICE, [0, 1, 9], 9.9, True),
        (THRICE, [0, 1, 9], 10, False),
        (QUIET, [0, 1, 9], 10, True),
        (QUIET, [0, 1, 9], 19, False),
        (QUIET, [0, 1, 9, 15, 18], 19, False),
        (QUIET, [0, 9, 30], 31, False),
    ],
)
def test_a_door_shuts_after_so_many_knocks_and_opens_after_its_span(limit, knocked, at, shut):
    knocks = counted(*map(minutes, knocked), limit=limit)

    assert is_shut(knocks, limit=limit, at=minutes(at)) is shut


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2::5", "2001:db8:1:2:aaaa::1"),
        (None, "no address"),
    ],
)
def test_a_home_is_one_visitor_however_many_addresses_it_has(address, same):
    assert neighbourhood(address) == neighbourhood(same)


def test_two_homes_are_two_visitors():
    assert neighbourhood("2001:db8:1:2::5") != neighbourhood("2001:db8:1:3::5")


def test_too_many_knocks_are_refused_and_others_let_in(db):
    for n in range(3):
        knock(door="a", key=b"1", limit=THRICE, at=minutes(n))

    with pytest.raises(DoorShut) as shut:
        knock(door="a", key=b"1", limit=THRICE, at=minutes(4))
    assert shut.value.until == minutes(10)
    knock(door="a", key=b"2", limit=THRICE, at=minutes(4))
    knock(door="b", key=b"1", limit=THRICE, at=minutes(4))
    knock(door="a", key=b"1", limit=THRICE, at=minutes(10))


def test_a_heavy_knock_counts_by_its_weight(db):
    knock(door="a", key=b"1", limit=THRICE, at=AT, weight=3)

    with pytest.raises(DoorShut):
        knock(door="a", key=b"1", limit=THRICE, at=AT)


def test_a_visitor_is_the_same_all_day_and_nobody_the_next(db):
    first = visitor("10.0.0.1", at=AT)

    assert visitor("10.0.0.1", at=minutes(60)) == first
    assert visitor("10.0.0.2", at=AT) != first
    assert visitor("10.0.0.1", at=AT + timedelta(days=1)) != first


def test_what_is_over_is_forgotten_and_what_counts_stays(db):
    knock(door="a", key=visitor("10.0.0.1", at=AT), limit=THRICE, at=AT)
    knock(door="b", key=b"1", limit=Limit(3, timedelta(days=3)), at=AT)
    visitor("10.0.0.1", at=AT + timedelta(days=1))

    assert forget_visitors(at=AT + timedelta(days=1)) == 1
    assert [row.door for row in DoorCount.objects.all()] == ["b"]
    assert [f"{row.day}" for row in DoorSalt.objects.all()] == ["2026-11-21"]
    assert forget_visitors(at=AT + timedelta(days=1)) == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_get_in_than_may():
    def try_it(_n):
        try:
            knock(door="a", key=b"1", limit=THRICE, at=AT)
        except DoorShut:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(try_it, range(12))) == 3
