"""The sign of life, what a machine may ask, and what the administrator sees of it."""

import re
from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from bureau import health, services, tasks
from bureau.models import Act, ActSeal, Delivery, Heartbeat, Job
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


def letter_due(at, urgency="prompt", **more):
    return Delivery.objects.create(
        channel="email", recipient=UserFactory(name="陈雨"), urgency=urgency, state="failed",
        created_at=at, next_try_at=at, **more,
    )  # fmt: skip


def test_a_beat_is_written_and_an_older_one_never_turns_it_back(db):
    tasks.beat()
    services.note_beat(name=health.BEAT, at=NOW - timedelta(hours=1))

    assert Heartbeat.objects.get().at == NOW
    tasks.beat()
    assert Heartbeat.objects.count() == 1


def test_where_all_is_done_in_time_the_machine_hears_so_and_hears_ages_alone(client, db):
    services.note_beat(name=health.BEAT, at=NOW - timedelta(seconds=40))
    ActSeal.objects.create(position=1, act_id=1, digest=b"x", sealed_at=NOW - timedelta(hours=3))
    letter_due(NOW - timedelta(minutes=2))
    Job.objects.create(kind="a", state="done", created_at=NOW, finished_at=NOW - timedelta(hours=1))

    ages = {"beat": 40, "worker": 3600, "queue": None, "letters": 120, "acts": None, "seal": 10800}
    assert asked(client) == (200, {"late": [], "ages": ages})


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


NIGHT = datetime.fromisoformat("2026-11-12T23:00:00+08:00")
OPENS = datetime.fromisoformat("2026-11-12T08:30:00+08:00")


@pytest.mark.parametrize(
    ("due", "urgency", "asked_at", "is_late"),
    [
        (NOW - timedelta(minutes=10), "prompt", NOW, False),
        (NOW - timedelta(minutes=11), "prompt", NOW, True),
        # At night and on rest days only what concerns safety goes out, so nothing else is late.
        (NIGHT - timedelta(hours=2), "prompt", NIGHT, False),
        (NIGHT - timedelta(minutes=11), "safety", NIGHT, True),
        # Whoever was told something at night has until ten minutes after the office opened.
        (OPENS - timedelta(hours=9), "prompt", OPENS + timedelta(minutes=10), False),
        (OPENS - timedelta(hours=9), "prompt", OPENS + timedelta(minutes=11), True),
    ],
)
def test_a_letter_is_late_ten_minutes_after_it_could_have_gone(db, due, urgency, asked_at, is_late):
    letter_due(due, urgency)

    assert ("letters" in health.ages(at=asked_at).late) == is_late


def test_a_second_letter_of_the_day_waits_for_the_next_and_is_not_late(db):
    first = letter_due(NOW - timedelta(hours=3), "normal", digest_on=NOW.date())
    Delivery.objects.filter(pk=first.pk).update(state="sent", sent_at=NOW)
    second = letter_due(NOW - timedelta(hours=1), "normal")
    Delivery.objects.filter(pk=second.pk).update(recipient=first.recipient)

    assert health.ages(at=NOW).letters is None


@pytest.mark.parametrize(("minutes", "is_late"), [(10, False), (11, True)])
def test_a_seal_is_late_where_an_act_waits_for_it_and_not_where_nothing_happened(
    db, minutes, is_late
):
    assert health.ages(at=NOW).acts is None
    Act.objects.create(
        at=NOW, recorded_at=NOW - timedelta(minutes=minutes), verb="log_in", object_kind="account",
        object_no="1", actor_kind="job",
    )  # fmt: skip

    assert ("acts" in health.ages(at=NOW).late) == is_late
    services.seal_acts(at=NOW)
    assert health.ages(at=NOW).acts is None


@pytest.mark.long
def test_an_administrator_reads_in_words_what_is_late_and_what_to_do(client, sys_admin, letters):
    type(sys_admin).objects.update(language="en")
    client.force_login(sys_admin)
    before = client.get(reverse("bureau:running")).text
    services.note_beat(name=health.BEAT, at=NOW - timedelta(hours=2))
    late = client.get(reverse("bureau:running")).text
    services.note_beat(name=health.BEAT, at=NOW)
    well = client.get(reverse("bureau:running")).text

    assert "never yet" in before
    assert "2 hours ago" in late
    assert "started again" in late
    assert "All is done in time" in well
    assert "陈雨" not in late


@pytest.mark.long
def test_the_page_is_in_the_side_bar_of_administrators_alone(client, sys_admin, clerk):
    found = {}
    for user in (sys_admin, clerk):
        client.force_login(user)
        found[user] = reverse("bureau:running") in client.get(reverse("satisfaction:home")).text

    assert found == {sys_admin: True, clerk: False}


def doctor(*words):
    out = StringIO()
    try:
        call_command("doctor", *words, stdout=out)
    except CommandError as error:
        return out.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), ""


def test_the_doctor_says_of_each_line_its_limit_and_a_verdict(db):
    services.note_beat(name=health.BEAT, at=NOW)

    lines, error = doctor("--lang", "en")

    assert error == ""
    assert lines[0] == (
        "[ok] Last sign of life of scheduler and worker: less than a minute ago, at most 5 minutes"
    )
    assert lines[-1] == "Everything runs."


def test_the_doctor_fails_where_nothing_runs_and_says_so(db):
    lines, error = doctor("--lang", "en")

    assert lines[0].startswith("[bad] ")
    assert error.startswith("Nothing runs")


def test_the_doctor_fails_where_a_thing_waits_too_long(db):
    services.note_beat(name=health.BEAT, at=NOW)
    letter_due(NOW - timedelta(hours=1))

    lines, error = doctor("--lang", "en")

    assert error == "1 thing waits too long."
    bad = [line.split(":")[0] for line in lines if line.startswith("[bad]")]
    # Next year's holidays are missing as well: that is said, and nothing waits for it.
    assert bad == ["[bad] Letter that waits longest", "[bad] Working calendar"]


def test_the_doctor_speaks_chinese_throughout_by_itself(db):
    lines, error = doctor("--lang", "zh-hans")

    assert not re.search("[A-Za-z]{3,}", " ".join([*lines, error]).replace("bad", ""))


def test_asking_costs_eight_questions_whatever_waits(client, db, django_assert_num_queries):
    for _n in range(3):
        letter_due(NOW)
    with django_assert_num_queries(8):
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
