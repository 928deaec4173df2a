"""Two workers in the same second: each test in many rounds, on two connections."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier, Event, Lock

import pytest
from django.db import connections, transaction

from bureau.models import Delivery, DueStep, Notice
from bureau.selectors import work_calendar
from bureau.sending import ChannelName, DeliveryState, Outcome, Report
from bureau.services import resend_letter, send_due, take_due_levels, tell
from tests.bureau.test_due_engine import MONDAY, Houses
from tests.bureau.test_notices import telling
from tests.factories import InstitutionFactory, UserFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 50
AT = datetime(2026, 11, 9, 1, tzinfo=UTC)
LATER = AT + timedelta(minutes=10)


def at_once(*acts):
    """Let each act begin in the same moment, on a connection of its own; return what came of it."""
    ready = Barrier(len(acts), timeout=10)

    def run(act):
        try:
            connections["default"].ensure_connection()
            ready.wait()
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


class Recorded:
    """A way out that notes what it was given."""

    name = ChannelName.EMAIL

    def __init__(self):
        self.sent, self.lock = [], Lock()

    def is_set_up(self):
        return True

    def address_of(self, user):
        return user.email

    def send(self, message):
        with self.lock:
            self.sent.append(message.key)
        return Report(Outcome.SENT)


def readers(count):
    return [UserFactory(email=f"{n}@example.org") for n in range(count)]


def letters_to(*people):
    return Delivery.objects.filter(recipient__in=people)


def test_two_workers_send_each_letter_once():
    for _round in range(ROUNDS):
        people = readers(6)
        tell(telling(*people), at=AT)
        channel, calendar = Recorded(), work_calendar()
        send = partial(send_due, channel=channel, at=LATER, calendar=calendar)

        at_once(send, send)

        assert sorted(channel.sent) == sorted(f"letter-{one.pk}" for one in letters_to(*people))
        assert {one.attempts for one in letters_to(*people)} == {1}


def test_two_workers_send_one_letter_of_the_day_after_a_night_without_a_server():
    for _round in range(ROUNDS):
        people = readers(5)
        tell(telling(*people, cause="a"), at=AT - timedelta(days=3))
        letters_to(*people).update(
            state=DeliveryState.FAILED, digest_on=(AT - timedelta(days=3)).date(),
            first_tried_at=AT - timedelta(days=3),
        )  # fmt: skip
        tell(telling(*people, cause="b"), at=AT)
        channel, calendar = Recorded(), work_calendar()
        send = partial(send_due, channel=channel, at=LATER, calendar=calendar)

        at_once(send, send)
        send()

        sent = letters_to(*people).filter(state=DeliveryState.SENT)
        assert sorted(channel.sent) == sorted(f"letter-{one.pk}" for one in sent)
        assert sorted(sent.values_list("recipient", flat=True)) == sorted(one.pk for one in people)


def test_one_thing_told_twice_at_once_is_told_once():
    for _round in range(ROUNDS):
        people = readers(5)
        act = partial(tell, telling(*people), at=AT)

        at_once(act, act)

        told = Notice.objects.filter(recipient__in=people)
        assert told.count() == letters_to(*people).count() == 5


def test_two_things_told_at_once_to_the_same_people_in_any_order_share_one_letter():
    for _round in range(ROUNDS):
        people = readers(8)

        at_once(
            partial(tell, telling(*people, cause="a"), at=AT),
            partial(tell, telling(*people[::-1], cause="b"), at=AT),
        )

        assert {one.notices.count() for one in letters_to(*people)} == {2}
        assert letters_to(*people).count() == 8


def test_what_is_told_while_the_letter_goes_out_is_in_that_letter_or_in_the_next():
    for _round in range(ROUNDS):
        [reader] = readers(1)
        tell(telling(reader, cause="a"), at=AT)
        channel, calendar = Recorded(), work_calendar()

        at_once(
            partial(send_due, channel=channel, at=LATER, calendar=calendar),
            partial(tell, telling(reader, cause="b"), at=AT),
        )

        letters = letters_to(reader).filter(notices__cause="b")
        assert letters.count() == 1
        if letters.get().state == DeliveryState.WAITING:
            assert send_due(channel=channel, at=LATER, calendar=calendar) == {}
            send_due(channel=channel, at=LATER + timedelta(days=1), calendar=calendar)
        assert len(channel.sent) == letters_to(reader).count()


@pytest.mark.parametrize("_round", range(8))
def test_two_schedulers_take_each_level_once(_round):
    InstitutionFactory.create_batch(10)
    houses = Houses(readers(3))
    run = partial(take_due_levels, houses, at=MONDAY, calendar=work_calendar())

    counts = at_once(run, run)

    assert sum(counts) == DueStep.objects.count() == 10
    assert Notice.objects.count() == 30
    assert {one.notices.count() for one in Delivery.objects.all()} == {10}


def test_a_letter_two_people_send_again_at_once_goes_out_once():
    for _round in range(ROUNDS):
        [reader] = readers(1)
        tell(telling(reader), at=AT)
        letters_to(reader).update(state=DeliveryState.UNKNOWN, claimed_at=AT)
        letter = letters_to(reader).get()
        again = partial(resend_letter, letter=letter, by=reader, why="对方未收到", at=LATER)

        at_once(again, again)

        channel, calendar = Recorded(), work_calendar()
        send = partial(send_due, channel=channel, at=LATER, calendar=calendar)
        at_once(send, send)
        assert channel.sent == [f"letter-{letter.pk}"]


class Listing(Recorded):
    """Notes how many notices each letter carried."""

    def send(self, message):
        with self.lock:
            self.sent.append(message.body.count("http"))
        return Report(Outcome.SENT)


def test_a_letter_being_written_is_not_claimed_before_it_is_whole(settings):
    settings.SITE_URL = "http://manyi.example"
    [reader] = readers(1)
    tell(telling(reader, cause="a"), at=AT)
    channel, calendar, written = Listing(), work_calendar(), Event()

    def tell_slowly():
        with transaction.atomic():
            tell(telling(reader, cause="b"), at=AT)
            written.set()
            time.sleep(0.5)

    def send():
        assert written.wait(10)
        send_due(channel=channel, at=LATER, calendar=calendar)

    at_once(tell_slowly, send)

    assert channel.sent == [2]
