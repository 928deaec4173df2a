"""What people are told: once, in their own language, in the letter it belongs to."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext

from bureau.models import Act, Delivery, Notice
from bureau.sending import DeliveryState, NoticeKind, Urgency
from bureau.services import Telling, choose_letters, read_all_notices, read_notice, tell
from tests.factories import UserFactory

AT = datetime(2026, 11, 9, 1, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


def telling(*recipients, cause="register 1", **given):
    known = {
        "kind": NoticeKind.DUE,
        "recipients": recipients,
        "words": lambda: gettext("Yes"),
        "subject": ("register", "1"),
        "url": "/registers/",
        "cause": cause,
    }
    return Telling(**known | given)


@pytest.fixture
def reader(db):
    return UserFactory(email="chen@example.org")


def test_a_notice_stands_with_what_it_tells_and_falls_with_it(reader):
    with transaction.atomic():
        tell(telling(reader), at=AT)
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_nobody_is_told_one_thing_twice(reader):
    tell(telling(reader, reader), at=AT)

    again = tell(telling(reader), telling(reader, words=lambda: "other words"), at=LATER)

    assert again == []
    assert Notice.objects.get().created_at == AT
    assert Delivery.objects.get().notices.count() == 1


def test_another_level_of_the_same_cause_is_told(reader):
    tell(telling(reader), telling(reader, level=1), at=AT)

    assert reader.notices.count() == 2


def test_a_notice_reads_in_the_language_of_whoever_reads(reader):
    [notice] = tell(telling(reader), at=AT)

    with translation.override("en"):
        assert str(notice) == "Yes"
    with translation.override("zh-hans"):
        assert str(notice) == "是"
    with translation.override(None):
        assert str(notice) == "是"


def test_who_was_dismissed_is_told_nothing(reader):
    reader.is_active = False

    assert tell(telling(reader), at=AT) == []


def test_a_notice_without_a_cause_is_refused_by_the_database(reader):
    with pytest.raises(IntegrityError), transaction.atomic():
        tell(telling(reader, cause=""), at=AT)


# --- Which letter carries it -------------------------------------------------------------------


def test_what_can_wait_collects_in_one_letter_of_the_day(reader):
    tell(telling(reader, cause="a"), at=AT)
    tell(telling(reader, cause="b"), telling(reader, cause="c"), at=AT + timedelta(minutes=3))

    letter = Delivery.objects.get()
    assert letter.notices.count() == 3
    assert letter.next_try_at == AT + timedelta(minutes=10)


def test_what_presses_is_a_letter_of_its_own(reader):
    tell(telling(reader, cause="a"), at=AT)
    tell(telling(reader, cause="b", urgency=Urgency.PROMPT), at=AT)

    assert [one.notices.count() for one in Delivery.objects.order_by("pk")] == [1, 1]
    assert Delivery.objects.get(urgency=Urgency.PROMPT).next_try_at == AT


def test_a_letter_taken_up_collects_no_more(reader):
    tell(telling(reader, cause="a"), at=AT)
    Delivery.objects.update(state=DeliveryState.CLAIMED, claimed_at=AT)

    tell(telling(reader, cause="b"), at=AT)

    assert Delivery.objects.filter(state=DeliveryState.WAITING).get().notices.count() == 1


@pytest.mark.parametrize(
    ("kind", "urgency", "letters"),
    [
        (NoticeKind.DUE, Urgency.NORMAL, 0),
        (NoticeKind.DUE, Urgency.SAFETY, 1),
        (NoticeKind.OVERDUE, Urgency.NORMAL, 1),
        (NoticeKind.SYSTEM, Urgency.NORMAL, 0),
    ],
)
def test_what_a_person_chose_stays_out_of_letters_unless_it_concerns_safety(
    reader, kind, urgency, letters
):
    choose_letters(user=reader, email=reader.email, unmailed=[NoticeKind.DUE], at=AT)

    tell(telling(reader, kind=kind, urgency=urgency), at=AT)

    assert reader.notices.count() == 1
    assert Delivery.objects.count() == letters


def test_a_choice_is_an_act_that_does_not_name_the_address(reader):
    choose_letters(user=reader, email="new@example.org", unmailed=["due", "due"], at=AT)
    choose_letters(user=reader, email="new@example.org", unmailed=["due"], at=LATER)

    act = Act.objects.get(verb="choose_letters")
    assert act.facts == {"unmailed": ["due"], "has_address": True}


# --- Reading -------------------------------------------------------------------------------------


def test_the_first_reading_stays(reader):
    [notice] = tell(telling(reader), at=AT)

    read_notice(notice=notice, at=AT)
    read_notice(notice=notice, at=LATER)

    notice.refresh_from_db()
    assert notice.read_at == AT


def test_reading_all_leaves_what_came_meanwhile_and_what_is_anothers(reader):
    other = UserFactory()
    tell(telling(reader, other, cause="a"), at=AT)
    tell(telling(reader, cause="b"), at=LATER)

    assert read_all_notices(user=reader, at=AT) == 1

    assert reader.notices.unread().count() == other.notices.unread().count() == 1


def test_a_notice_is_its_readers_affair(reader, clerk):
    [notice] = tell(telling(reader), at=AT)

    assert list(Notice.objects.visible_to(reader)) == [notice]
    assert not Notice.objects.visible_to(clerk)
