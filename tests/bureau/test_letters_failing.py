"""Letters that fail, at a real mail server on the loopback: never twice, never silently lost."""

import pytest

from bureau.channels import Email
from bureau.models import Delivery
from bureau.sending import DeliveryState, NoticeKind, Outcome, Report, Urgency
from bureau.services import give_up_letter, resend_letter
from tests.bureau.letters import DAY, MINUTE, MONDAY, send, state_of, told
from tests.bureau.smtp_stub import mail_server
from tests.factories import UserFactory


@pytest.mark.long
def test_a_server_that_refuses_for_now_is_asked_again_and_again_and_then_no_more(
    server, reader, sys_admin
):
    server.answers["data"] = "451 try later"
    letter = told(reader)
    at = MONDAY + 10 * MINUTE

    for _ in range(60):
        send(at)
        at += MINUTE

    assert (state_of(letter), letter.attempts) == (DeliveryState.DEAD, 7)
    assert len(server.arrived) == 7
    assert "451" in letter.error
    assert sys_admin.notices.get().kind == NoticeKind.SYSTEM


def test_a_refusal_for_good_is_final_at_once(server, reader):
    server.answers["rcpt"] = "550 no such person"
    letter = told(reader)

    assert send(MONDAY + 10 * MINUTE) == {"dead": 1}
    assert send(MONDAY + 30 * MINUTE) == {}
    assert (state_of(letter), letter.attempts) == (DeliveryState.DEAD, 1)


def test_an_address_that_is_none_is_refused_and_the_next_letter_goes(server, reader):
    bad = told(UserFactory(email="a b@@x"))
    told(reader)

    send(MONDAY + 10 * MINUTE)

    assert state_of(bad) == DeliveryState.DEAD
    assert server.to == ["chen@example.org"]


def test_a_line_that_breaks_after_the_message_leaves_the_outcome_unknown_for_good(
    server, reader, sys_admin
):
    server.answers["data"] = "drop"
    letter = told(reader)

    assert send(MONDAY + 10 * MINUTE) == {"unknown": 1}
    for days in range(1, 5):
        assert send(MONDAY + days * DAY) == {}

    assert state_of(letter) == DeliveryState.UNKNOWN
    assert len(server.arrived) == 1
    assert sys_admin.notices.count() == 1


@pytest.mark.long
def test_a_server_that_is_away_costs_no_try_and_is_not_asked_for_every_letter(
    settings, reader, sys_admin
):
    with mail_server() as gone:
        port = gone.port
    settings.EMAIL_URL = settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = port, 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    letter, other = told(reader), told(UserFactory(email="b@example.org"))

    rounds = [send(MONDAY + (10 + n) * MINUTE) for n in range(70)]

    assert rounds == [{"failed": 1}] * 70
    assert {state_of(letter), state_of(other)} == {DeliveryState.FAILED}
    assert letter.attempts == other.attempts == 0
    assert sys_admin.notices.count() == 1
    with mail_server(port) as back:
        assert send(MONDAY + 90 * MINUTE) == {"sent": 2}
        assert back.to == ["b@example.org", "chen@example.org"]


class Away:
    """A way out whose server is not reached."""

    name = Email.name

    def is_set_up(self):
        return True

    def address_of(self, user):
        return user.email

    def send(self, message):
        return Report(Outcome.AWAY)


def test_a_server_away_overnight_costs_nobody_two_letters_on_the_day_it_is_back(server, reader):
    old = told(reader, "a")
    assert send(MONDAY + 10 * MINUTE, Away()) == {"failed": 1}
    new = told(reader, "b", at=MONDAY + DAY)

    later = MONDAY + DAY + 20 * MINUTE
    rounds = [send(later + n * MINUTE) for n in range(3)]

    assert rounds == [{"sent": 1}, {}, {}]
    assert "2" in server.arrived[0]["Subject"]
    assert {state_of(old), state_of(new)} == {DeliveryState.SENT, DeliveryState.IN_APP}
    assert {old.error, new.error} == {"", "taken_along"}


def test_what_was_away_overnight_waits_where_the_days_letter_is_out_already(server, reader):
    told(reader, "a")
    send(MONDAY + 10 * MINUTE, Away())
    Delivery.objects.update(next_try_at=MONDAY + DAY + 60 * MINUTE, urgency=Urgency.PROMPT)
    told(reader, "b", at=MONDAY + DAY)
    assert send(MONDAY + DAY + 20 * MINUTE) == {"sent": 1}
    Delivery.objects.filter(state=DeliveryState.FAILED).update(urgency=Urgency.NORMAL)

    assert send(MONDAY + DAY + 60 * MINUTE) == {}
    assert send(MONDAY + 2 * DAY) == {"sent": 1}


class Dying:
    """A way out on which the worker dies in the middle."""

    name = Email.name

    def is_set_up(self):
        return True

    def address_of(self, user):
        return user.email

    def send(self, message):
        raise SystemExit


def test_a_letter_whose_worker_died_is_of_unknown_outcome_and_never_sent_by_itself(
    server, reader, sys_admin
):
    letter = told(reader)
    with pytest.raises(SystemExit):
        send(MONDAY + 10 * MINUTE, Dying())
    assert state_of(letter) == DeliveryState.CLAIMED

    assert send(MONDAY + 29 * MINUTE) == {}
    assert send(MONDAY + 31 * MINUTE) == {}

    assert (state_of(letter), letter.error) == (DeliveryState.UNKNOWN, "never_reported")
    assert server.arrived == []
    assert sys_admin.notices.count() == 1


class Sleeping(Dying):
    """A worker frozen for so long that its letter was taken for lost, and decided over."""

    def __init__(self, meanwhile):
        self.meanwhile = meanwhile

    def send(self, message):
        self.meanwhile()
        return Report(Outcome.SENT)


def test_a_worker_that_wakes_up_says_that_its_letter_was_sent(server, reader):
    letter = told(reader)

    send(MONDAY + 10 * MINUTE, Sleeping(lambda: send(MONDAY + 40 * MINUTE)))

    assert (state_of(letter), letter.sent_at) == (DeliveryState.SENT, MONDAY + 10 * MINUTE)


def test_a_worker_that_wakes_up_overrules_no_person(server, reader, clerk):
    letter = told(reader)

    def decide():
        send(MONDAY + 40 * MINUTE)
        give_up_letter(letter=letter, by=clerk, why="已电话告知", at=MONDAY + 41 * MINUTE)

    send(MONDAY + 10 * MINUTE, Sleeping(decide))

    assert state_of(letter) == DeliveryState.GIVEN_UP


def test_a_worker_that_wakes_up_leaves_a_letter_alone_that_another_has_taken_up(
    server, reader, clerk
):
    letter = told(reader)

    def resend_and_die():
        send(MONDAY + 40 * MINUTE)
        resend_letter(letter=letter, by=clerk, why="对方未收到", at=MONDAY + 41 * MINUTE)
        with pytest.raises(SystemExit):
            send(MONDAY + 41 * MINUTE, Dying())

    send(MONDAY + 10 * MINUTE, Sleeping(resend_and_die))

    assert (state_of(letter), letter.sent_at) == (DeliveryState.CLAIMED, None)
