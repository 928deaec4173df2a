"""Drafting rules on their pages: what is filled in, refused and put up."""

from dataclasses import asdict

import pytest
from django.urls import reverse

from followups import services
from followups.rules.table import KIND, STANDARD
from tests.config.rule_versions.given import GIVEN, OF_REGISTER, sent
from tests.factories import IN_TIME, OCTOBER, approved_rules, changed_rules

pytestmark = pytest.mark.django_db


def test_the_form_begins_with_what_holds_and_explains_each_field(open_page, admin):
    page = open_page(admin, "draft", KIND)

    assert 'name="due_day" value="10"' in page
    assert 'name="reminder_days" value="5, 8, 10"' in page
    assert "day of the month, 1 to 28. Basis: the county&#x27;s plan “每月10号（固定）”" in page
    assert "people, 1 to 100. Basis: the bureau&#x27;s default." in page


@pytest.mark.parametrize("door", [("rules:draft", [KIND]), ("admin:bureau_ruleversion_add", [])])
def test_a_threshold_younger_than_the_version_stands_in_the_form_as_it_holds(client, admin, door):
    name, args = door
    client.force_login(admin)

    page = client.get(reverse(name, args=args)).content.decode()

    assert "chronic_due_days" not in OF_REGISTER.get().values
    assert f'name="chronic_due_days" value="{STANDARD.chronic_due_days}"' in page


def test_a_draft_builds_on_what_is_approved_already_though_it_has_yet_to_begin(open_page, admin):
    approved_rules(min_checks=5)

    assert 'name="min_checks" value="5"' in open_page(admin, "draft", KIND)


def test_a_draft_is_put_up_and_waits(client, admin):
    page = sent(client, admin, "draft", KIND, **GIVEN)

    version = OF_REGISTER.get(number=2)
    assert (version.state, version.drafted_by) == ("draft", admin)
    assert version.values == asdict(STANDARD) | {
        "reminder_days": [5, 8, 10],
        "township_rate_percent": 20,
    }
    assert "waits for a second person" in page
    assert reverse("rules:approve", args=[KIND, 2]) not in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"due_day": 31}, "less than or equal to 28"),
        ({"due_day": ""}, "required"),
        ({"reminder_days": "8, 5"}, "none may be later than the due day, the 10."),
        ({"days_before_replacement": 9}, "does not fit the other values"),
        ({"reminder_days": "soon"}, "Write the days as numbers"),
        ({"document_no": ""}, "required"),
        ({"valid_from": "1999-12-31"}, "greater than or equal to 2000-01-01"),
        ({"valid_from": "2000-01-01"}, "begun on that day already"),
        ({"township_rate_percent": 10}, "hold on that day already"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(client, admin, wrong, said):
    page = sent(client, admin, "draft", KIND, **GIVEN | wrong)

    assert said in page
    assert GIVEN["source"] in page
    assert not OF_REGISTER.filter(number=2).exists()


def test_a_day_within_a_month_is_said_to_hold_from_the_next(client, admin):
    page = sent(client, admin, "draft", KIND, **GIVEN | {"valid_from": "2027-02-15"})

    assert "for those from March 2027 on" in page


def test_a_day_by_whose_rules_registers_are_open_is_refused(client, admin, township):
    services.open_month(OCTOBER, at=IN_TIME)

    assert "still open" in sent(
        client, admin, "draft", KIND, **GIVEN | {"valid_from": "2026-10-01"}
    )
    assert not OF_REGISTER.filter(number=2).exists()


def test_while_a_draft_waits_the_page_says_so_and_offers_no_other(open_page, admin):
    changed_rules(by=admin, min_checks=5)

    page = open_page(admin, "kind", KIND)

    assert "waits for a second person" in page
    assert reverse("rules:draft", args=[KIND]) not in page
