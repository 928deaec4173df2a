"""Two people at the same draft in the same second: several rounds, on two connections."""

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

ROUNDS = range(8)
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


def acts_of(*verbs):
    return Act.objects.filter(object_kind="rule_version", verb__in=verbs)


@pytest.fixture
def waiting():
    first_version()
    return drafted(UserFactory())


@pytest.fixture
def leaders():
    return [UserFactory(roles=[Role.LEADER]) for _ in range(2)]


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_leaders_who_approve_at_once_approve_once(_round, waiting, leaders):
    first, second = at_once(*(partial(approve, waiting, leader) for leader in leaders))

    assert first.approved_by == second.approved_by
    assert OF_TOLL.approved().count() == 2
    [act] = acts_of("approve_rule_version")
    assert act.actor_id == str(first.approved_by_id)


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_who_approves_and_one_who_withdraws_leave_one_outcome(_round, waiting, leaders):
    at_once(
        partial(approve, waiting, leaders[0]),
        partial(withdraw_draft, version=waiting, why="数字有误", by=leaders[1], at=AT),
    )

    waiting.refresh_from_db()
    [act] = acts_of("approve_rule_version", "withdraw_draft")
    assert act.after == waiting.state


@pytest.mark.parametrize("_round", ROUNDS)
@pytest.mark.parametrize("is_first", [True, False], ids=["of all", "of many"])
def test_two_who_draft_at_once_put_up_one_draft(_round, is_first):
    if not is_first:
        first_version()
    people = [UserFactory(), UserFactory()]

    came = at_once(*(partial(drafted, by, rate) for by, rate in zip(people, (12, 13), strict=True)))

    assert sorted(type(one).__name__ for one in came) == ["RuleError", "RuleVersion"]
    assert OF_TOLL.drafts().count() == acts_of("draft_rule_version").count() == 1
