"""Two people at the same draft in the same second: many rounds, on two connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from bureau.models import Act, RuleVersion
from bureau.rules import Role
from bureau.services import RuleError, approve_rule_version, withdraw_draft
from tests.bureau.tolls import AT, TOLL, drafted, first_version
from tests.factories import UserFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 50
OF_TOLL = RuleVersion.objects.of_kind(TOLL.code)


def at_once(*acts: Callable):
    """Let each act begin in the same moment, on a connection of its own; return what came of it."""
    ready = Barrier(len(acts), timeout=10)

    def run(act):
        try:
            connections["default"].ensure_connection()
            ready.wait()
            return act()
        except RuleError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def approve(version, by):
    fresh = RuleVersion.objects.get(pk=version.pk)
    return approve_rule_version(kind=TOLL, version=fresh, by=by, at=AT)


def acts_of(version, *verbs):
    found = Act.objects.filter(object_kind="rule_version", verb__in=verbs)
    return found.filter(object_no=str(version)) if version else found


def drafts():
    """Put up one draft after the other, each once the one before is settled."""
    first_version()
    drafter = UserFactory()
    for nth in range(ROUNDS):
        yield drafted(drafter, 12 + nth)


@pytest.fixture
def leaders():
    return [UserFactory(roles=[Role.LEADER]) for _ in range(2)]


def test_two_leaders_who_approve_at_once_approve_once(leaders):
    for waiting in drafts():
        first, second = at_once(*(partial(approve, waiting, leader) for leader in leaders))

        assert first.approved_by == second.approved_by
        assert OF_TOLL.approved().count() == 2
        [act] = acts_of(waiting, "approve_rule_version")
        assert act.actor_id == str(first.approved_by_id)


def test_one_who_approves_and_one_who_withdraws_leave_one_outcome(leaders):
    for waiting in drafts():
        at_once(
            partial(approve, waiting, leaders[0]),
            partial(withdraw_draft, version=waiting, why="数字有误", by=leaders[1], at=AT),
        )

        waiting.refresh_from_db()
        [act] = acts_of(waiting, "approve_rule_version", "withdraw_draft")
        assert act.after == waiting.state


def two_draft_at_once(people):
    came = at_once(*(partial(drafted, by, rate) for by, rate in zip(people, (12, 13), strict=True)))

    assert sorted(type(one).__name__ for one in came) == ["RuleError", "RuleVersion"]
    return OF_TOLL.drafts().get()


@pytest.mark.parametrize("_round", range(8))
def test_two_who_draft_the_first_version_at_once_put_up_one(_round):
    two_draft_at_once([UserFactory(), UserFactory()])

    assert acts_of(None, "draft_rule_version").count() == 1


def test_two_who_draft_at_once_put_up_one_draft():
    first_version()
    people = [UserFactory(), UserFactory()]
    for nth in range(1, ROUNDS + 1):
        draft = two_draft_at_once(people)

        assert acts_of(None, "draft_rule_version").count() == nth
        withdraw_draft(version=draft, why="下一轮", by=draft.drafted_by, at=AT)
