"""Addresses that somebody doctored: a list of the admin says no, it does not break."""

import pytest
from django.urls import reverse

from bureau.rules import Role
from tests.factories import UserFactory

NUL = "\x00"
DOCTORED = [
    ("followups_followuprecord", "of", NUL),
    ("followups_followuprecord", "name_hash", "x"),
    ("followups_followuprecord", "opinion", "x"),
    ("followups_followuprecord", "inpatient_no", NUL),
    ("bureau_user", "role", NUL),
    ("bureau_user", "username__contains", NUL),
    ("bureau_lexiconentry", "of", NUL),
    ("bureau_calendarday", "kind__exact", NUL),
]


@pytest.fixture
def everywhere(client, db):
    client.force_login(UserFactory(roles=list(Role), is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize(("model", "name", "value"), DOCTORED)
def test_what_no_column_can_be_asked_is_a_bad_request(everywhere, model, name, value):
    page = reverse(f"admin:{model}_changelist")

    assert everywhere.get(page, {name: value}).status_code == 400


@pytest.mark.parametrize(
    ("model", "name"),
    [("followups_followuprecord", "of"), ("bureau_user", "role"), ("bureau_lexiconentry", "of")],
)
def test_what_a_filter_does_not_offer_filters_nothing(everywhere, model, name):
    page = reverse(f"admin:{model}_changelist")

    assert everywhere.get(page, {name: "nothing"}).context["cl"].result_count == (
        everywhere.get(page).context["cl"].result_count
    )
