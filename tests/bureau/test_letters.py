"""Letters, against a real mail server on the loopback: never twice, and never silently lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from bureau.channels import Email
from bureau.models import Act, Delivery, Notice
from bureau.rules import Role
from bureau.selectors import work_calendar
from bureau.sending import DeliveryState, NoticeKind, Outcome, Report, Urgency
from bureau.services import LetterError, give_up_letter, resend_letter, send_due, tell
from tests.bureau.smtp_stub import mail_server
from tests.bureau.test_notices import telling
from tests.factories import UserFactory

MONDAY = datetime(2026, 11, 9, 1, tzinfo=UTC)  # 09:00
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def server(settings):
    with mail_server() as server:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{server.port}"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 2
        yield server


@pytest.fixture
def reader(db):
    return UserFactory(name="陈雨", email="chen@example.org")


@pytest.fixture
def admin(db):
    return UserFactory(roles=[Role.SYS_ADMIN])


def send(at, channel=None):
    return dict(send_due(channel=channel or Email(), at=at, calendar=work_calendar()))


def told(reader, cause="a", *, at=MONDAY, **given):
    tell(telling(reader, cause=cause, **given), at=at)
    return Delivery.objects.order_by("-pk").first()


def state_of(letter):
    letter.refresh_from_db()
    return letter.state


def test_a_persons_notices_of_the_day_arrive_in_one_letter(server, reader):
    for cause in "abc":
        told(reader, cause)

    assert send(MONDAY + 9 * MINUTE) == {}
    assert send(MONDAY + 10 * MINUTE) == {"sent": 1}
    assert send(MONDAY + 11 * MINUTE) == {}

    [arrived] = server.arrived
    assert arrived["To"] == "chen@example.org"
    assert "3" in arrived["Subject"]
    assert arrived.get_content().count("是") == 3


def test_what_is_told_after_the_days_letter_waits_for_the_next_day(server, reader):
    told(reader, "a")
    send(MONDAY + 10 * MINUTE)
    told(reader, "b", at=MONDAY + 60 * MINUTE)

    assert send(MONDAY + 120 * MINUTE) == {}
    assert send(MONDAY + DAY) == {"sent": 1}


def test_a_pressing_letter_goes_beside_the_days_letter(server, reader):
    told(reader, "a")
    send(MONDAY + 10 * MINUTE)
    told(reader, "b", urgency=Urgency.PROMPT, at=MONDAY + 20 * MINUTE)

    assert send(MONDAY + 20 * MINUTE) == {"sent": 1}


@pytest.mark.parametrize(
    ("urgency", "sent"),
    [(Urgency.NORMAL, {}), (Urgency.PROMPT, {}), (Urgency.SAFETY, {"sent": 1})],
)
@pytest.mark.parametrize("at", [MONDAY + 13 * 60 * MINUTE, MONDAY - DAY], ids=["night", "Sunday"])
def test_at_night_and_on_rest_days_only_what_concerns_safety_goes_out(
    server, reader, urgency, sent, at
):
    told(reader, urgency=urgency, at=at - 30 * MINUTE)

    assert send(at) == sent


def test_what_was_read_meanwhile_is_not_sent(server, reader):
    letter = told(reader)
    reader.notices.update(read_at=MONDAY)

    assert send(MONDAY + 10 * MINUTE) == {"in_app": 1}
    assert (state_of(letter), letter.error, server.arrived) == (DeliveryState.IN_APP, "read", [])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"email": ""}, "no_address"), ({"is_active": False}, "inactive")],
)
def test_who_has_no_address_or_has_gone_gets_no_letter(server, reader, changes, reason):
    letter = told(reader)
    type(reader).objects.filter(pk=reader.pk).update(**changes)

    assert send(MONDAY + 10 * MINUTE) == {"in_app": 1}
    assert (state_of(letter), letter.error) == (DeliveryState.IN_APP, reason)


def test_without_a_mail_server_notices_stay_on_the_platform_and_nothing_is_dead(reader, admin):
    letter = told(reader)

    assert send(MONDAY + 10 * MINUTE) == {"in_app": 1}
    assert (state_of(letter), letter.error) == (DeliveryState.IN_APP, "no_server")
    assert mail.outbox == []
    assert not admin.notices.exists()


def test_no_name_of_a_reader_becomes_a_heading_of_the_letter(server, settings, reader):
    settings.BUREAU_NAME = "安和县\r\nBcc: all@example.org"
    told(reader)

    send(MONDAY + 10 * MINUTE)

    [arrived] = server.arrived
    assert arrived["Bcc"] is None


def test_a_reader_gets_the_letter_in_the_own_language_with_links(server, settings, reader):
    settings.SITE_URL = "https://manyi.example/"
    reader.language = "en"
    reader.save()
    told(reader)

    send(MONDAY + 10 * MINUTE)

    text = server.arrived[0].get_content()
    assert "1. Yes" in text
    assert "https://manyi.example/registers/" in text


# --- When it goes wrong --------------------------------------------------------------------------


def test_a_server_that_refuses_for_now_is_asked_again_and_again_and_then_no_more(
    server, reader, admin
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
    assert admin.notices.get().kind == NoticeKind.SYSTEM


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
    server, reader, admin
):
    server.answers["data"] = "drop"
    letter = told(reader)

    assert send(MONDAY + 10 * MINUTE) == {"unknown": 1}
    for days in range(1, 5):
        assert send(MONDAY + days * DAY) == {}

    assert state_of(letter) == DeliveryState.UNKNOWN
    assert len(server.arrived) == 1
    assert admin.notices.count() == 1


def test_a_server_that_is_away_costs_no_try_and_is_not_asked_for_every_letter(
    settings, reader, admin
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
    assert admin.notices.count() == 1
    with mail_server(port) as back:
        assert send(MONDAY + 90 * MINUTE) == {"sent": 2}
        assert back.to == ["b@example.org", "chen@example.org"]


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
    server, reader, admin
):
    letter = told(reader)
    with pytest.raises(SystemExit):
        send(MONDAY + 10 * MINUTE, Dying())
    assert state_of(letter) == DeliveryState.CLAIMED

    assert send(MONDAY + 29 * MINUTE) == {}
    assert send(MONDAY + 31 * MINUTE) == {}

    assert (state_of(letter), letter.error) == (DeliveryState.UNKNOWN, "never_reported")
    assert server.arrived == []
    assert admin.notices.count() == 1


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


# --- What a person decides -----------------------------------------------------------------------


@pytest.fixture
def unknown(server, reader):
    server.answers["data"] = "drop"
    letter = told(reader)
    send(MONDAY + 10 * MINUTE)
    server.answers["data"] = ""
    server.arrived.clear()
    return letter


def test_a_person_lets_a_letter_be_sent_again_with_a_reason(server, unknown, admin):
    resend_letter(letter=unknown, by=admin, why=" 对方未收到 ", at=MONDAY + DAY)
    resend_letter(letter=unknown, by=admin, why="又点了一次", at=MONDAY + DAY)

    assert send(MONDAY + DAY) == {"sent": 1}
    assert len(server.arrived) == 1
    act = Act.objects.get(verb="resend_letter")
    assert (act.before, act.after, act.why) == ("unknown", "failed", "对方未收到")


def test_a_letter_given_up_is_never_tried_again(server, unknown, admin):
    give_up_letter(letter=unknown, by=admin, why="已电话告知", at=MONDAY + DAY)
    give_up_letter(letter=unknown, by=admin, why="又点了一次", at=MONDAY + DAY)

    assert send(MONDAY + DAY) == {}
    assert Act.objects.filter(verb="give_up_letter").count() == 1


@pytest.mark.parametrize("decide", [resend_letter, give_up_letter])
def test_a_decision_without_a_reason_is_refused(unknown, admin, decide):
    with pytest.raises(LetterError):
        decide(letter=unknown, by=admin, why=" ", at=MONDAY + DAY)

    assert state_of(unknown) == DeliveryState.UNKNOWN


@pytest.mark.parametrize("decide", [resend_letter, give_up_letter])
def test_over_a_letter_that_was_sent_there_is_nothing_to_decide(server, reader, admin, decide):
    letter = told(reader)
    send(MONDAY + 10 * MINUTE)

    with pytest.raises(LetterError):
        decide(letter=letter, by=admin, why="再发一次", at=MONDAY + DAY)

    assert send(MONDAY + DAY) == {}


def test_alerts_about_letters_come_once_a_day_and_never_by_letter(unknown, admin, server):
    server.answers["data"] = "drop"
    for cause in "bc":
        told(UserFactory(email=f"{cause}@example.org"), cause)

    send(MONDAY + 11 * MINUTE)

    assert admin.notices.count() == 1
    assert not Delivery.objects.filter(recipient=admin).exists()
    assert Notice.objects.filter(kind=NoticeKind.SYSTEM).count() == 1
