"""The administrator's pages of keys, in the shell and in the admin."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.models import Act, ApiKey
from tests.callers import Caller, sent
from tests.factories import IN_TIME, InstitutionFactory


@pytest.fixture(autouse=True)
def _in_time():
    with time_machine.travel(IN_TIME, tick=False):
        yield


@pytest.fixture
def admin(client, sys_admin):
    client.force_login(sys_admin)
    return client


def form(hospital, **more):
    return {
        "institution": hospital.pk,
        "name": "HIS",
        "scopes": ["registers:read"],
        "expires_on": "2027-01-31",
        "addresses": "10.8.3.20\n 10.8.4.0/24 \n",
        "per_minute": 60,
        **more,
    }


def shown(page):
    return re.search(r"manyi_[0-9A-Z]{8}_[\w-]{43}", page.content.decode())


def test_a_key_issued_is_shown_once_and_by_its_prefix_afterwards(admin, hospital, sys_admin):
    page = admin.post(reverse("api:issue"), form(hospital))

    token = shown(page)[0]
    assert "no-store" in page["Cache-Control"]
    key = ApiKey.objects.get()
    assert (key.scopes, key.addresses) == (["registers:read"], ["10.8.3.20", "10.8.4.0/24"])
    assert (key.issued_by, key.client.per_minute) == (sys_admin, 60)
    listed = admin.get(reverse("api:keys")).content.decode()
    assert key.prefix in listed
    assert token not in listed


def test_a_second_press_issues_no_second_key(admin, hospital):
    admin.post(reverse("api:issue"), form(hospital))

    again = admin.post(reverse("api:issue"), form(hospital))

    assert shown(again) is None
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"addresses": "10.8.3.0/33"}, {"addresses": "\n".join(["10.0.0.1"] * 21)}, {"scopes": []},
     {"expires_on": "2026-11-08"}, {"expires_on": "2030-01-01"}, {"per_minute": 0}, {"name": ""}],
)  # fmt: skip
def test_a_form_that_will_not_do_issues_nothing(admin, hospital, wrong):
    page = admin.post(reverse("api:issue"), form(hospital, **wrong))

    assert page.status_code == 200
    assert shown(page) is None
    assert not ApiKey.objects.exists()


def test_a_key_replaced_on_its_page_goes_on_for_the_days_said(admin, his):
    place = reverse("api:rotate", args=[his.key.prefix])

    page = admin.post(place, {"expires_on": "2027-06-01", "overlap_days": 3})
    again = admin.post(place, {"expires_on": "2027-06-01", "overlap_days": 3})

    assert shown(page)
    assert shown(again) is None
    his.key.refresh_from_db()
    assert f"{his.key.expires_on}" == "2026-11-11"


def test_a_key_revoked_on_its_page_needs_a_reason(admin, his):
    place = reverse("api:revoke", args=[his.key.prefix])

    assert admin.post(place, {"why": ""}).status_code == 200
    assert admin.post(place, {"why": "泄露"}).status_code == 302
    assert admin.post(place, {"why": "泄露"}).status_code == 302

    assert his.get("/api/v1/registers/").status_code == 401
    assert Act.objects.get(verb="revoke_api_key").why == "泄露"


@pytest.mark.long
@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("name", ["api:keys", "admin:bureau_apikey_changelist"])
def test_the_list_costs_the_same_for_one_key_as_for_thirty(admin, name, count):
    for _ in range(count):
        Caller(InstitutionFactory())
    admin.get(reverse(name))

    with CaptureQueriesContext(connection) as queries:
        page = admin.get(reverse(name)).content.decode()

    assert page.count("HIS") >= count
    assert len(queries) <= 14


def test_in_the_admin_the_verbs_lead_to_their_pages(admin, his):
    listed = reverse("admin:bureau_apikey_changelist")

    assert admin.get(reverse("admin:bureau_apikey_add"))["Location"] == reverse("api:issue")
    for verb in ("rotate", "revoke"):
        gone = admin.post(listed, {"action": verb, "_selected_action": [his.key.pk]})
        assert gone["Location"] == reverse(f"api:{verb}", args=[his.key.prefix])
    page = admin.get(reverse("admin:bureau_apikey_change", args=[his.key.pk])).content.decode()
    assert his.key.prefix in page
    assert 'name="_save"' not in page


def test_in_the_admin_one_key_at_a_time(admin, his, township):
    keys = [his.key.pk, Caller(township).key.pk]

    listed = reverse("admin:bureau_apikey_changelist")
    answered = admin.post(listed, {"action": "revoke", "_selected_action": keys}, follow=True)

    assert answered.redirect_chain[-1][0] == listed
    assert not ApiKey.objects.exclude(revoked_at=None).exists()


@pytest.mark.long
def test_what_a_system_did_stands_on_the_registers_page(client, officer, his):
    client.force_login(officer)
    his.push([sent(1)])

    page = client.get(reverse("followups:register", args=[officer.institution.code, "2026-10"]))

    assert "HIS" in page.content.decode()
