"""Approving and withdrawing a draft of rules on its page."""

import pytest
from django.urls import reverse

from bureau.models import Section
from bureau.rules import Role, SectionCode
from followups.rules.table import KIND
from tests.config.rule_versions.given import OF_REGISTER, sent
from tests.factories import UserFactory, changed_rules

pytestmark = pytest.mark.django_db


@pytest.mark.long
def test_before_approving_one_sees_again_what_changes(client, open_page, admin, section_head):
    changed_rules(by=admin, min_checks=5)

    page = open_page(section_head, "approve", KIND, 2)
    assert "Approve from 1 Dec 2026" in page
    assert "At least to be checked" in page
    assert "Register due on" not in page.partition("<main")[2]
    said = sent(client, section_head, "approve", KIND, 2)

    assert "Version 2 is approved" in said
    assert OF_REGISTER.get(number=2).approved_by == section_head


@pytest.mark.long
def test_approving_a_second_time_leaves_it_as_it_was(client, admin, section_head):
    changed_rules(by=admin, min_checks=5)
    sent(client, section_head, "approve", KIND, 2)

    sent(client, UserFactory(roles=[Role.LEADER]), "approve", KIND, 2)

    assert OF_REGISTER.get(number=2).approved_by == section_head


@pytest.mark.long
def test_the_drafter_is_offered_no_approval_and_refused_one(client, open_page, section_head):
    changed_rules(by=section_head, min_checks=5)
    approve = reverse("rules:approve", args=[KIND, 2])

    assert approve not in open_page(section_head, "version", KIND, 2)
    assert "does not wait for your approval" in open_page(section_head, "approve", KIND, 2)
    assert "second person" in sent(client, section_head, "approve", KIND, 2)
    assert OF_REGISTER.get(number=2).state == "draft"


@pytest.mark.long
def test_the_head_of_another_section_reads_and_has_no_say(client, open_page, admin):
    personnel = Section.objects.get(code=SectionCode.PERSONNEL)
    head = UserFactory(section=personnel, roles=[Role.SECTION_HEAD])
    changed_rules(by=admin, min_checks=5)

    assert "Withdraw" not in open_page(head, "version", KIND, 2)
    assert "head of their section" in sent(client, head, "approve", KIND, 2)
    client.force_login(head)
    refused = client.post(reverse("rules:withdraw", args=[KIND, 2]), {"reason": "数字有误"})
    assert refused.status_code == 403


def test_a_draft_is_withdrawn_with_a_reason_that_stays(client, admin):
    changed_rules(by=admin, min_checks=5)

    assert "required" in sent(client, admin, "withdraw", KIND, 2, reason=" ")
    page = sent(client, admin, "withdraw", KIND, 2, reason="数字有误")

    assert "The draft is withdrawn" in page
    assert "数字有误" in page
    assert OF_REGISTER.get(number=2).state == "withdrawn"


@pytest.mark.long
def test_whoever_may_approve_finds_the_draft_on_the_workbench(client, admin, section_head, clerk):
    changed_rules(by=admin, min_checks=5)
    offered = reverse("rules:version", args=[KIND, 2])

    for user, is_told in ((section_head, True), (clerk, False), (admin, False)):
        client.force_login(user)
        page = client.get(reverse("satisfaction:home")).content.decode()
        assert (offered in page) is is_told
