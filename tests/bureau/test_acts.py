"""One row for everything that happens, readable when the account is gone."""

from datetime import UTC, datetime

from django.db import transaction
from django.urls import reverse

from bureau.models import Act
from bureau.rules import ActorKind, Role
from bureau.services import record_act
from bureau.trace import NO_REQUEST, Trace, current_trace
from tests.factories import UserFactory

AT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)


def act(by, **said):
    told = {"verb": "close_month", "kind": "month", "no": "2026-10", "by": by, "at": AT}
    return record_act(**(told | said))


def test_an_act_names_its_doer_as_of_then(clerk):
    clerk.name = "周敏"
    one = act(clerk, before="open", after="closed", why="逾期补跑", facts={"received": 19})
    clerk.name = "改名"
    one.refresh_from_db()
    assert (one.actor_kind, one.actor_id, one.actor_name) == ("user", str(clerk.pk), "周敏")
    assert one.actor_roles == Role.BUREAU_STAFF.value
    assert (one.before, one.after, one.why, one.facts) == (
        "open",
        "closed",
        "逾期补跑",
        {"received": 19},
    )


def test_a_job_has_no_name(db):
    assert act(None).actor_kind == ActorKind.JOB


def test_an_act_goes_with_what_it_tells_of(clerk):
    with transaction.atomic():
        act(clerk)
        transaction.set_rollback(True)
    assert not Act.objects.exists()


def test_the_timeline_of_a_record_runs_forward_and_is_its_own(clerk):
    first, other, second = act(clerk), act(clerk, no="2026-09"), act(None)
    assert list(Act.objects.of("month", "2026-10")) == [first, second]
    assert other.object_no == "2026-09"


def test_auditors_read_every_act_and_others_their_own(clerk, officer):
    auditor = UserFactory(roles=[Role.AUDITOR])
    acts = [act(clerk), act(officer), act(None)]
    assert set(Act.objects.visible_to(auditor)) == set(acts)
    assert list(Act.objects.visible_to(officer)) == [acts[1]]
    officer.is_active = False
    assert not Act.objects.visible_to(officer)


def test_an_act_carries_the_request_it_was_done_in(clerk):
    token = current_trace.set(Trace("r" * 32, "s" * 32))
    try:
        assert act(clerk).request_id == "r" * 32
    finally:
        current_trace.reset(token)
    assert act(clerk).request_id == ""


def test_every_answer_names_its_request_and_the_next_one_is_another(client, clerk):
    client.force_login(clerk)
    answers = [client.get(reverse("bureau:explain_due")) for _ in range(2)]
    first, second = (answer.headers["X-Request-ID"] for answer in answers)
    assert len(first) == 32
    assert first != second
    assert current_trace.get() == NO_REQUEST


def test_a_timeline_follows_the_clock_and_then_the_order_of_writing(clerk):
    for verb, at in (("c", 3), ("a", 1), ("b", 2), ("also_c", 3)):
        act(clerk, verb=verb, at=AT.replace(hour=at))

    found = Act.objects.of("month", "2026-10")

    assert [one.verb for one in found] == ["a", "b", "c", "also_c"]
    assert [one.verb for one in found.reverse()] == ["also_c", "c", "b", "a"]
