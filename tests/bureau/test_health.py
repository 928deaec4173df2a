"""The sign of life, what a machine may ask, and what the administrator sees of it."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from bureau import health, services, tasks
from bureau.models import ActSeal, Delivery, Heartbeat, Job
from bureau.rules import Role
from tests.factories import AFTER_CLOSING, UserFactory

NOW = AFTER_CLOSING


@pytest.fixture(autouse=True)
def _on_the_twelfth():
    with time_machine.travel(NOW, tick=False):
        yield


def asked(client):
    response = client.get(reverse("bureau:healthz"))
    return response.status_code, response.json()


def test_a_beat_is_written_and_an_older_one_never_turns_it_back(db):
    tasks.beat()
    services.note_beat(name=health.BEAT, at=NOW - timedelta(hours=1))

    assert Heartbeat.objects.get().at == NOW
    tasks.beat()
    assert Heartbeat.objects.count() == 1


def test_where_all_is_done_in_time_the_machine_hears_so_and_hears_ages_alone(client, db):
    services.note_beat(name=health.BEAT, at=NOW - timedelta(seconds=40))
    ActSeal.objects.create(position=1, act_id=1, digest=b"x", sealed_at=NOW - timedelta(hours=3))
    Delivery.objects.create(
        channel="email", recipient=UserFactory(name="陈雨"), urgency="prompt", state="failed",
        created_at=NOW, next_try_at=NOW - timedelta(minutes=2),
    )  # fmt: skip

    assert asked(client) == (
        200, {"late": [], "ages": {"beat": 40, "queue": None, "letters": 120, "seal": 10800}}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("beat", "queue", "late"),
    [(None, None, ["beat"]), (301, None, ["beat"]), (1, 1801, ["queue"]), (300, 1800, [])],
)
def test_what_waited_too_long_is_named(client, db, beat, queue, late):
    if beat is not None:
        services.note_beat(name=health.BEAT, at=NOW - timedelta(seconds=beat))
    if queue is not None:
        Job.objects.create(kind="a", state="queued", created_at=NOW - timedelta(seconds=queue))

    status, told = asked(client)

    assert (status, told["late"]) == (503 if late else 200, late)


def test_the_doctor_says_the_same_and_fails_with_it(db):
    services.note_beat(name=health.BEAT, at=NOW)
    out = StringIO()
    call_command("doctor", stdout=out)
    assert "beat     0 s" in out.getvalue()

    Heartbeat.objects.all().delete()
    with pytest.raises(CommandError, match="beat"):
        call_command("doctor", stdout=StringIO())


def test_asking_costs_four_questions(client, db, django_assert_num_queries):
    with django_assert_num_queries(4):
        client.get(reverse("bureau:healthz"))


# --- Letters in the admin ---------------------------------------------------------------------


@pytest.fixture
def letters(db):
    return [
        Delivery.objects.create(
            channel="email", recipient=UserFactory(), urgency="prompt", state=state,
            created_at=NOW, sent_at=NOW if state == "sent" else None,
        )
        for state in ("dead", "unknown", "sent")
    ]  # fmt: skip


def decide(client, action, letters, **more):
    data = {"action": action, "_selected_action": [letter.pk for letter in letters], **more}
    return client.post(reverse("admin:bureau_delivery_changelist"), data)


@pytest.mark.parametrize(
    ("action", "state"), [("resend", "failed"), ("give_up", "given_up")]
)  # fmt: skip
def test_letters_are_decided_over_in_the_admin_with_a_reason(
    client, sys_admin, letters, action, state
):
    client.force_login(sys_admin)

    asks = decide(client, action, letters)
    without = decide(client, action, letters, post="yes", why="")
    before = set(Delivery.objects.values_list("state", flat=True))
    for _ in range(2):
        decide(client, action, letters, post="yes", why="地址已更正")

    assert (asks.status_code, without.status_code) == (200, 200)
    assert before == {"dead", "unknown", "sent"}
    assert [letter.state for letter in Delivery.objects.order_by("pk")] == [state, state, "sent"]


def test_who_may_only_look_decides_over_no_letter(client, letters):
    client.force_login(UserFactory(roles=[Role.AUDITOR], is_staff=True))

    decide(client, "give_up", letters, post="yes", why="不必再发")

    assert not Delivery.objects.filter(state="given_up").exists()
