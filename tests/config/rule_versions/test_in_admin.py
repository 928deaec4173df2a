"""The rules in the admin: drafted, approved and withdrawn as on their pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.rule_versions.kinds import KINDS
from followups.rules.table import KIND
from tests.config.rule_versions.given import GIVEN, OF_REGISTER
from tests.factories import UserFactory, approved_rules, changed_rules

pytestmark = pytest.mark.django_db
LIST = "admin:bureau_ruleversion_changelist"


def test_the_same_draft_is_put_up_in_the_admin(client, admin):
    client.force_login(admin)

    page = client.post(reverse("admin:bureau_ruleversion_add"), GIVEN, follow=True)

    assert "waits for a second person" in page.content.decode()
    assert OF_REGISTER.get(number=2).drafted_by == admin


def test_in_the_admin_what_is_refused_is_said_at_the_form(client, admin):
    client.force_login(admin)
    changed_rules(by=UserFactory(), min_checks=5)

    page = client.post(reverse("admin:bureau_ruleversion_add"), GIVEN).content.decode()

    assert "waits for approval. Settle it first" in page
    assert GIVEN["source"] in page


def test_nobody_drafts_in_the_admin_without_the_verb(client, section_head):
    client.force_login(section_head)

    assert client.get(reverse("admin:bureau_ruleversion_add")).status_code == 403


def acted(client, user, action, **data):
    client.force_login(user)
    chosen = {"action": action, "_selected_action": list(OF_REGISTER.values_list("pk", flat=True))}
    return client.post(reverse(LIST), chosen | data, follow=True).content.decode()


@pytest.mark.long
def test_the_admin_asks_with_what_changes_and_then_approves(client, admin, section_head):
    changed_rules(by=admin, min_checks=5)

    asked = acted(client, section_head, "approve")
    assert "At least to be checked 3 → 5 people" in asked
    assert OF_REGISTER.get(number=2).state == "draft"
    said = acted(client, section_head, "approve", post="yes")

    assert "version 2: Approved" in said
    assert OF_REGISTER.get(number=2).approved_by == section_head
    assert "No draft waits" in acted(client, section_head, "approve", post="yes")


def test_the_admin_refuses_the_drafter_by_the_same_service(client, section_head):
    changed_rules(by=section_head, min_checks=5)

    assert "second person" in acted(client, section_head, "approve", post="yes")
    assert OF_REGISTER.get(number=2).state == "draft"


@pytest.mark.long
def test_the_admin_withdraws_with_a_reason(client, admin):
    changed_rules(by=admin, min_checks=5)

    acted(client, admin, "withdraw", post="yes", reason="")
    assert OF_REGISTER.get(number=2).state == "draft"
    acted(client, admin, "withdraw", post="yes", reason="数字有误")

    assert OF_REGISTER.get(number=2).state == "withdrawn"


@pytest.mark.long
@pytest.mark.parametrize("action", ["approve", "withdraw"])
def test_a_draft_of_rules_that_no_app_brings_any_more_is_settled_by_nobody(
    client, section_head, admin, action, monkeypatch
):
    changed_rules(by=admin, min_checks=5)
    monkeypatch.delitem(KINDS, KIND)

    assert "No draft waits" in acted(client, section_head, action, post="yes", reason="数字有误")
    assert OF_REGISTER.get(number=2).state == "draft"


@pytest.mark.long
def test_the_admin_shows_a_version_and_changes_nothing(client, clerk):
    version = approved_rules(min_checks=5)
    client.force_login(clerk)
    url = reverse("admin:bureau_ruleversion_change", args=[version.pk])

    assert "At least to be checked 3 → 5 people" in client.get(url).content.decode()
    assert client.post(url, {"number": 9}).status_code == 403


@pytest.mark.long
def test_ten_versions_in_the_admin_cost_no_more_than_two(client, clerk):
    client.force_login(clerk)
    approved_rules(min_checks=5)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(LIST)).status_code == 200
        return len(asked)

    few = queries()
    for least in range(6, 15):
        approved_rules(min_checks=least)

    assert queries() == few
