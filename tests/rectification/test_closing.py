"""Strike-off: applied for with evidence, seen by somebody else, or sent back."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from bureau.models import Act, Notice
from bureau.rules import Role
from rectification import services
from rectification.models import Closure, Item
from rectification.rules.words import (
    ItemState,
    Method,
    RectKind,
    Verdict,
)
from rectification.services import LedgerError
from tests.factories import UserFactory
from tests.rectification.conftest import ANOTHER, moment


def acts_of(item) -> list[str]:
    return list(Act.objects.filter(object_no=item.no).order_by("pk").values_list("verb", flat=True))


def test_done_without_evidence_is_refused_and_leaves_nothing_behind(ledger):
    item = ledger.issued()

    with pytest.raises(LedgerError, match="Nothing shows yet"):
        ledger.apply(item)

    item.refresh_from_db()
    assert item.state == ItemState.ISSUED
    assert not item.closures.exists()


@pytest.mark.long
def test_with_evidence_it_waits_for_somebody_to_look(ledger):
    item = ledger.applied()

    assert item.state == ItemState.CLOSURE_REQUESTED
    assert item.closures.get().verify_by == date(2026, 9, 25)


@pytest.mark.long
def test_asking_twice_is_asking_once(ledger):
    item = ledger.applied()

    again = ledger.apply(item)

    assert again == item.closures.get()
    assert acts_of(item).count("request_closure") == 1


@pytest.mark.long
def test_whoever_did_it_does_not_verify_it(ledger):
    item = ledger.issued()
    ledger.show(item, on="2026-09-10", by=ledger.verifier)
    ledger.apply(item)

    with pytest.raises(LedgerError, match="had a hand in this"):
        ledger.accept(item)


@pytest.mark.long
def test_the_unit_never_strikes_off_even_through_another_of_its_people(ledger):
    item = ledger.applied()
    colleague = UserFactory(institution=ledger.hospital, roles=[Role.HOSPITAL_OFFICER])

    with pytest.raises(LedgerError, match="the bureau verifies"):
        ledger.accept(item, by=colleague)


@pytest.mark.long
def test_an_officer_does_not_strike_off_alone_what_they_found(ledger, liaison):
    item = ledger.issued()
    Item.objects.filter(pk=item.pk).update(opened_by=liaison)
    ledger.show(item, on="2026-09-10")
    ledger.apply(item)

    with pytest.raises(LedgerError, match="found this problem yourself"):
        ledger.accept(item, by=liaison)


@pytest.mark.long
def test_returned_it_goes_back_with_the_reason_and_the_day_stays(ledger):
    item = ledger.applied()
    due_on = item.due_on

    services.return_item(
        item=item, reason="导医台无人值守", by=ledger.verifier, at=moment("2026-09-22")
    )

    item.refresh_from_db()
    assert (item.state, item.due_on) == (ItemState.RETURNED, due_on)
    assert item.closures.get().opinion == "导医台无人值守"
    assert Notice.objects.filter(recipient=ledger.officer, cause__startswith="returned").exists()


@pytest.mark.long
def test_the_unit_hears_of_a_return_and_a_strike_off_whoever_applied(ledger, liaison):
    item = ledger.issued()
    ledger.show(item, on="2026-09-19")
    ledger.apply(item, by=liaison)
    services.return_item(
        item=item, reason="导医台无人值守", by=ledger.verifier, at=moment("2026-09-22")
    )
    ledger.show(item, on="2026-09-23", content=ANOTHER)
    ledger.apply(item, on="2026-09-23", by=liaison)
    ledger.accept(item, on="2026-09-24")

    for one in (ledger.officer, liaison):
        causes = Notice.objects.filter(recipient=one).values_list("cause", flat=True)
        told = {cause.rpartition(" ")[0] for cause in causes}
        assert {"returned", "struck off"} <= told


@pytest.mark.long
def test_a_return_without_a_reason_is_refused(ledger):
    item = ledger.applied()

    with pytest.raises(LedgerError, match="what is still missing"):
        services.return_item(item=item, reason=" ", by=ledger.verifier, at=moment("2026-09-22"))


@pytest.mark.long
def test_verified_it_is_struck_off_on_that_day(ledger):
    item = ledger.closed()

    item.refresh_from_db()
    assert (item.state, item.closed_on) == (ItemState.CLOSED, date(2026, 9, 22))
    assert item.closure.verified_by == ledger.verifier


@pytest.mark.long
def test_verified_twice_it_is_struck_off_once(ledger):
    item = ledger.closed()

    ledger.accept(item, on="2026-09-25")

    item.refresh_from_db()
    assert item.closed_on == date(2026, 9, 22)
    assert acts_of(item).count("strike_off") == 1


@pytest.mark.long
def test_a_returned_item_can_be_applied_for_and_struck_off_again(ledger):
    item = ledger.applied()
    services.return_item(
        item=item, reason="材料不全请补充", by=ledger.verifier, at=moment("2026-09-22")
    )
    ledger.show(item, on="2026-09-24", content=ANOTHER)
    ledger.apply(item, on="2026-09-24")

    ledger.accept(item, on="2026-09-25")

    verdicts = item.closures.order_by("pk").values_list("verdict", flat=True)
    assert list(verdicts) == [Verdict.RETURNED, Verdict.ACCEPTED]


def applied_anew(ledger):
    """An item that was sent back and applied for again, and the application that was sent back."""
    item = ledger.applied()
    old = item.closures.get()
    services.return_item(
        item=item, reason="材料不全请补充", by=ledger.verifier, at=moment("2026-09-22")
    )
    ledger.show(item, on="2026-09-24", content=ANOTHER)
    ledger.apply(item, on="2026-09-24")
    item.refresh_from_db()
    return item, old


@pytest.mark.long
def test_an_application_that_nobody_looked_at_is_not_decided_for_the_one_before(ledger):
    item, old = applied_anew(ledger)
    seen = {"application": old.pk}

    with pytest.raises(LedgerError, match="Another application"):
        ledger.accept(item, on="2026-09-25", **seen)
    with pytest.raises(LedgerError, match="Another application"):
        services.return_item(
            item=item, reason="材料仍然不全", by=ledger.verifier, at=moment("2026-09-25"), **seen
        )

    assert ledger.accept(item, on="2026-09-25", application=item.closures.get(verdict="").pk)


@pytest.mark.long
def test_a_page_opened_before_a_return_does_not_accept_what_came_after_it(ledger, sign_in):
    item, old = applied_anew(ledger)
    browser, address = sign_in(ledger.verifier), f"{item.get_absolute_url()}accept/"
    said = {"method": "on_site", "opinion": ""}
    [shown] = re.findall(r'name="application" value="(\d+)"', browser.get(address).text)

    page = browser.post(address, {**said, "application": old.pk})
    assert page.status_code == 200
    item.refresh_from_db()
    assert item.state == ItemState.CLOSURE_REQUESTED
    browser.post(address, {**said, "application": shown})
    item.refresh_from_db()
    assert item.state == ItemState.CLOSED


@pytest.mark.long
def test_what_is_kept_up_for_good_is_done_for_a_phase_and_comes_up_again(ledger):
    item = ledger.closed(kind=RectKind.STANDING)

    item.refresh_from_db()
    assert (item.state, item.due_on) == (ItemState.PHASED, date(2026, 12, 21))
    assert item.closed_on is None


def test_on_public_notice_it_is_struck_off_the_day_after_at_the_earliest(ledger):
    item = ledger.accept(ledger.applied(), in_public=True)
    assert (item.state, item.publicity_until) == (ItemState.PUBLICITY, date(2026, 9, 29))

    with pytest.raises(LedgerError, match="On public notice until"):
        services.strike_off(item=item, by=ledger.verifier, at=moment("2026-09-29"))
    services.strike_off(item=item, by=ledger.verifier, at=moment("2026-09-30"))

    item.refresh_from_db()
    assert item.state == ItemState.CLOSED


@pytest.mark.long
def test_an_objection_sends_back_what_was_on_public_notice(ledger):
    item = ledger.accept(ledger.applied(), in_public=True)

    services.return_item(
        item=item, reason="群众反映仍无人", by=ledger.verifier, at=moment("2026-09-25")
    )

    item.refresh_from_db()
    assert (item.state, item.publicity_until) == (ItemState.RETURNED, None)


@pytest.mark.parametrize(
    "columns",
    [
        {"state": ItemState.CLOSED.value},
        {"state": ItemState.CLOSED.value, "closed_on": date(2026, 9, 22)},
    ],
)
def test_the_database_refuses_a_struck_off_row_without_its_closure(ledger, columns):
    item = ledger.issued()

    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**columns)


@pytest.mark.long
def test_the_database_refuses_a_strike_off_that_nobody_has_verified(ledger):
    item = ledger.applied()
    columns = {
        "state": ItemState.CLOSED.value,
        "closed_on": date(2026, 9, 22),
        "closure": item.closures.get(),
    }

    with pytest.raises(IntegrityError, match="verifier and evidence"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**columns)


@pytest.mark.long
def test_the_database_refuses_a_verifier_who_applied(ledger):
    closure = ledger.applied().closures.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Closure.objects.filter(pk=closure.pk).update(
            verdict=Verdict.ACCEPTED, verified_by=ledger.officer,
            verified_at=moment("2026-09-22"), method=Method.ON_SITE,
        )  # fmt: skip
