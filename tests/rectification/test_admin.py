"""The ledger in the admin: a clerk verifies and strikes off there, through the same services."""

import pytest
import time_machine
from django.urls import reverse

from rectification.models import Item
from rectification.rules.words import ItemState, Severity
from tests.rectification.conftest import moment

LIST = "/admin/rectification/item/"


@pytest.fixture(autouse=True)
def _today(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(moment("2026-09-24"), tick=False):
        yield


def act(client, action, *items, **data):
    chosen = {"_selected_action": [item.pk for item in items], "action": action}
    return client.post(LIST, {**chosen, **data}, follow=True)


@pytest.mark.long
def test_a_clerk_verifies_and_strikes_off_from_the_admin(client, ledger):
    item = ledger.applied()
    client.force_login(ledger.verifier)

    asked = act(client, "step_accept", item)
    act(client, "step_accept", item, post="yes", method="documents", opinion="属实")

    item.refresh_from_db()
    assert "Seen how?" in asked.content.decode()
    assert (item.state, item.closure.opinion) == (ItemState.CLOSED, "属实")


@pytest.mark.long
def test_what_the_service_refuses_is_told_and_nothing_changes(client, ledger):
    item = ledger.issued()
    ledger.show(item, on="2026-09-20", by=ledger.verifier)
    ledger.apply(item)
    client.force_login(ledger.verifier)

    page = act(client, "step_accept", item, post="yes", method="on_site")

    item.refresh_from_db()
    assert "had a hand in this" in page.content.decode()
    assert item.state == ItemState.CLOSURE_REQUESTED


@pytest.mark.long
def test_a_form_that_lacks_something_is_asked_again(client, ledger):
    item = ledger.applied()
    client.force_login(ledger.verifier)

    page = act(client, "step_return", item, post="yes", reason="")

    assert "This field is required" in page.content.decode()
    assert Item.objects.get().state == ItemState.CLOSURE_REQUESTED


@pytest.mark.long
@pytest.mark.parametrize(("who", "step"), [("clerk", "change"), ("officer", "plan")])
def test_what_an_entry_says_is_put_right_one_at_a_time(client, ledger, who, step):
    person = getattr(ledger, who)
    type(person).objects.filter(pk=person.pk).update(is_staff=True)
    items = [ledger.issued(), ledger.issued(severity=Severity.HIGH)]
    client.force_login(type(person).objects.get(pk=person.pk))
    given = {"severity": "ordinary", "cause": "x", "measures": "y", "post": "yes"}

    page = act(client, f"step_{step}", *items, **given)

    assert "one item at a time" in page.content.decode()
    for item, severity in zip(items, [Severity.ORDINARY, Severity.HIGH], strict=True):
        item.refresh_from_db()
        assert (item.severity, item.cause) == (severity, "")


def test_what_a_person_may_not_do_is_no_action_of_theirs(client, ledger, liaison):
    liaison.is_staff = True
    liaison.save()
    ledger.applied()
    client.force_login(liaison)

    page = client.get(LIST).content.decode()

    assert 'value="step_accept"' in page
    assert 'value="step_issue"' not in page


@pytest.mark.long
def test_every_record_of_the_ledger_opens_and_none_is_written_by_hand(client, ledger):
    item = ledger.closed()
    client.force_login(ledger.clerk)

    for name, pk in (("item", item.pk), ("closure", item.closure_id),
                     ("evidence", item.evidence.get().pk)):  # fmt: skip
        page = client.get(reverse(f"admin:rectification_{name}_change", args=[pk]))
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()


@pytest.mark.long
def test_what_somebody_else_struck_off_is_neither_asked_for_nor_called_verified(client, ledger):
    item = ledger.closed()
    client.force_login(ledger.clerk)

    asked = act(client, "step_accept", item).content.decode()
    sent = act(client, "step_accept", item, post="yes", method="on_site").content.decode()

    assert "Seen how?" not in asked
    for page in (asked, sent):
        assert "cannot be done now: it is “struck off”" in page
        assert "Verified." not in page


def test_drafts_of_two_houses_are_ordered_where_each_ones_leader_is_asked_for(
    client, ledger, township
):
    items = [ledger.draft(), ledger.draft(institution=township)]
    client.force_login(ledger.verifier)

    page = act(client, "step_issue", *items)

    assert page.redirect_chain[0][0].startswith("/ledger/take-up/?no=")
    assert page.context["items"] == items
