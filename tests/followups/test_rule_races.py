"""Rules approved in the second in which a month opens by the ones before."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from bureau.models import RuleVersion
from bureau.rules import Role
from bureau.services import RuleError, approve_rule_version
from followups import services
from followups.models import MonthlyRegister
from followups.rule_kinds import REGISTER
from tests.factories import IN_TIME, OCTOBER, InstitutionFactory, UserFactory, changed_rules

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone()[0] > 0


def test_rules_wait_for_a_month_that_opens_and_are_then_refused():
    InstitutionFactory(kind="township_center")
    leader = UserFactory(roles=[Role.LEADER])
    draft = changed_rules(by=UserFactory(), valid_from=OCTOBER, due_day=12)

    def approve():
        try:
            return approve_rule_version(kind=REGISTER, version=draft, by=leader, at=IN_TIME)
        except RuleError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        assert services.open_month(OCTOBER, at=IN_TIME) == 1
        approval = pool.submit(approve)
        until = time.monotonic() + 10
        while not (approval.done() or waits_for_a_lock()) and time.monotonic() < until:
            time.sleep(0.01)
        assert not approval.done(), "it did not wait"

    assert isinstance(approval.result(), RuleError)
    assert RuleVersion.objects.get(pk=draft.pk).state == "draft"
    assert MonthlyRegister.objects.get().due_on.day == 10
