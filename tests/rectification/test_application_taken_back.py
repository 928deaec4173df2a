"""An application for strike-off that was sent by mistake: taken back before anybody looks."""

import re

import pytest
from django.urls import reverse

from bureau.models import Act, Notice
from bureau.rules import Role
from rectification import services
from rectification.exports.ledger import cells_of
from rectification.rules.steps import Step
from rectification.rules.words import ItemState, RectKind, Verdict
from rectification.services import LedgerError
from rectification.verbs import offered
from tests.factories import UserFactory
from tests.rectification.conftest import ANOTHER, moment

WHY = "误点申请，照片传错了"


def take_back(item, by, *, on="2026-09-21", reason=WHY):
    return services.take_back_closure(item=item, reason=reason, by=by, at=moment(on))


def test_taken_back_it_stands_as_before_and_its_day_stays(ledger):
    item = ledger.applied()
    due_on = item.due_on

    take_back(item, ledger.officer)

    item.refresh_from_db()
    assert (item.state, item.due_on) == (ItemState.ISSUED, due_on)
    closure = item.closures.get()
    assert (closure.verdict, closure.verified_by) == (Verdict.TAKEN_BACK, None)
    act = Act.objects.get(verb="take_back_closure")
    assert (act.before, act.after, act.why) == ("closure_requested", "issued", WHY)
    assert not cells_of(item)["requested_on"]


@pytest.mark.long
def test_what_was_returned_before_is_returned_again_and_says_why(ledger, sign_in):
    item = ledger.applied()
    services.return_item(
        item=item, reason="导医台无人值守", by=ledger.verifier, at=moment("2026-09-21")
    )
    ledger.show(item, on="2026-09-22", content=ANOTHER)
    ledger.apply(item, on="2026-09-22")

    take_back(item, ledger.officer, on="2026-09-22")

    item.refresh_from_db()
    assert item.state == ItemState.RETURNED
    page = sign_in(ledger.officer).get(item.get_absolute_url())
    assert page.context["returned"].opinion == "导医台无人值守"


@pytest.mark.long
def test_taken_back_it_is_applied_for_anew_with_what_was_shown(ledger):
    item = ledger.applied()
    take_back(item, ledger.officer)

    ledger.apply(item, on="2026-09-22")
    ledger.accept(item, on="2026-09-23")

    item.refresh_from_db()
    assert item.state == ItemState.CLOSED
    assert item.closure.requested_on == moment("2026-09-22").date()


def test_taken_back_twice_is_once_and_whoever_was_to_look_is_told_once(ledger):
    item = ledger.applied()

    take_back(item, ledger.officer)
    take_back(item, ledger.officer)

    assert Act.objects.filter(verb="take_back_closure").count() == 1
    told = Notice.objects.filter(cause__startswith="taken back", recipient=ledger.clerk)
    assert told.count() == 1


def test_once_somebody_has_begun_it_is_not_taken_back(ledger):
    item = ledger.applied()
    services.begin_verification(item=item, by=ledger.verifier, at=moment("2026-09-21"))

    with pytest.raises(LedgerError, match="cannot be done now"):
        take_back(item, ledger.officer)
    assert item.closures.get().verdict == ""


def test_it_takes_a_reason(ledger):
    item = ledger.applied()

    with pytest.raises(LedgerError, match="why the application"):
        take_back(item, ledger.officer, reason=" ")


def test_the_bureau_does_not_take_back_what_a_unit_applied_for(ledger, liaison):
    item = ledger.applied()

    with pytest.raises(LedgerError, match="Whoever applied"):
        take_back(item, liaison)
    assert Step.TAKE_BACK not in steps_of(liaison, item)
    colleague = UserFactory(institution=ledger.hospital, roles=[Role.HOSPITAL_OFFICER])
    assert Step.TAKE_BACK in steps_of(colleague, item)


def test_whoever_applied_for_the_unit_takes_it_back(ledger, liaison):
    item = ledger.issued()
    ledger.show(item, on="2026-09-19")
    ledger.apply(item, by=liaison)
    item.refresh_from_db()

    assert Step.TAKE_BACK in steps_of(liaison, item)
    assert take_back(item, liaison).state == ItemState.ISSUED


@pytest.mark.long
def test_what_is_kept_up_for_good_goes_back_between_its_phases(ledger):
    item = ledger.applied(kind=RectKind.STANDING)
    ledger.accept(item, on="2026-09-22")
    ledger.show(item, on="2026-12-01", content=ANOTHER)
    ledger.apply(item, on="2026-12-01")

    assert take_back(item, ledger.officer, on="2026-12-02").state == ItemState.PHASED


@pytest.mark.long
def test_the_page_offers_it_to_the_unit_and_does_it(ledger, sign_in):
    item = ledger.applied()
    page = sign_in(ledger.officer)
    address = reverse("rectification:step", args=[item.no, Step.TAKE_BACK])

    assert address in page.get(item.get_absolute_url()).content.decode()
    page.post(address, {"reason": WHY})

    item.refresh_from_db()
    assert item.state == ItemState.ISSUED
    shown = page.get(item.get_absolute_url()).content.decode()
    assert not re.search(r">\s*None", shown)


def steps_of(user, item):
    return {verb.step for verb in offered(user, item, item.found_on).verbs}
