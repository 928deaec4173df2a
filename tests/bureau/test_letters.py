"""Letters, against a real mail server on the loopback: when they go out, and who decides."""

import pytest
from django.core import mail

from bureau.models import Act, Delivery, Notice
from bureau.sending import DeliveryState, NoticeKind, Urgency
from bureau.services import LetterError, give_up_letter, resend_letter
from tests.bureau.letters import DAY, MINUTE, MONDAY, send, state_of, told
from tests.factories import UserFactory


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


def test_without_a_mail_server_notices_stay_on_the_platform_and_nothing_is_dead(reader, sys_admin):
    letter = told(reader)

    assert send(MONDAY + 10 * MINUTE) == {"in_app": 1}
    assert (state_of(letter), letter.error) == (DeliveryState.IN_APP, "no_server")
    assert mail.outbox == []
    assert not sys_admin.notices.exists()


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


# --- What a person decides -----------------------------------------------------------------------


@pytest.fixture
def unknown(server, reader):
    server.answers["data"] = "drop"
    letter = told(reader)
    send(MONDAY + 10 * MINUTE)
    server.answers["data"] = ""
    server.arrived.clear()
    return letter


def test_a_person_lets_a_letter_be_sent_again_with_a_reason(server, unknown, sys_admin):
    resend_letter(letter=unknown, by=sys_admin, why=" 对方未收到 ", at=MONDAY + DAY)
    resend_letter(letter=unknown, by=sys_admin, why="又点了一次", at=MONDAY + DAY)

    assert send(MONDAY + DAY) == {"sent": 1}
    assert len(server.arrived) == 1
    act = Act.objects.get(verb="resend_letter")
    assert (act.before, act.after, act.why) == ("unknown", "failed", "对方未收到")


def test_a_letter_given_up_is_never_tried_again(server, unknown, sys_admin):
    give_up_letter(letter=unknown, by=sys_admin, why="已电话告知", at=MONDAY + DAY)
    give_up_letter(letter=unknown, by=sys_admin, why="又点了一次", at=MONDAY + DAY)

    assert send(MONDAY + DAY) == {}
    assert Act.objects.filter(verb="give_up_letter").count() == 1


@pytest.mark.parametrize("decide", [resend_letter, give_up_letter])
def test_a_decision_without_a_reason_is_refused(unknown, sys_admin, decide):
    with pytest.raises(LetterError):
        decide(letter=unknown, by=sys_admin, why=" ", at=MONDAY + DAY)

    assert state_of(unknown) == DeliveryState.UNKNOWN


@pytest.mark.parametrize("decide", [resend_letter, give_up_letter])
def test_over_a_letter_that_was_sent_there_is_nothing_to_decide(server, reader, sys_admin, decide):
    letter = told(reader)
    send(MONDAY + 10 * MINUTE)

    with pytest.raises(LetterError):
        decide(letter=letter, by=sys_admin, why="再发一次", at=MONDAY + DAY)

    assert send(MONDAY + DAY) == {}


def test_alerts_about_letters_come_once_a_day_and_never_by_letter(unknown, sys_admin, server):
    server.answers["data"] = "drop"
    for cause in "bc":
        told(UserFactory(email=f"{cause}@example.org"), cause)

    send(MONDAY + 11 * MINUTE)

    assert sys_admin.notices.count() == 1
    assert not Delivery.objects.filter(recipient=sys_admin).exists()
    assert Notice.objects.filter(kind=NoticeKind.SYSTEM).count() == 1
