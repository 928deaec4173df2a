"""A page that was left open while somebody else took its step."""

import pytest
import time_machine

from tests.rectification.conftest import moment
from tests.rectification.pages import said, step


@pytest.fixture(autouse=True)
def _today(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(moment("2026-09-24"), tick=False):
        yield


@pytest.mark.long
@pytest.mark.parametrize(("who", "is_told"), [("clerk", False), ("verifier", True)])
def test_only_whoever_verified_is_told_that_it_was_verified(sign_in, ledger, who, is_told):
    item, client = ledger.closed(), sign_in(getattr(ledger, who))

    page = said(client.post(step(item, "accept"), {"method": "on_site"}, follow=True))

    told = ("Verified." in page, "cannot be done now: it is “struck off”" in page)
    assert told == (is_told, not is_told)
    assert item.closures.count() == 1


@pytest.mark.long
def test_what_hangs_in_public_says_until_when_it_is_not_struck_off(sign_in, ledger):
    item = ledger.accept(ledger.applied(), in_public=True, on="2026-09-23")

    page = said(sign_in(ledger.verifier).get(step(item, "strike-off"), follow=True))

    assert "On public notice until 30 Sep: it can be struck off on the day after." in page


@pytest.mark.long
def test_a_draft_with_nothing_alike_says_so_and_not_that_it_moved_on(sign_in, ledger):
    item = ledger.draft()

    page = said(sign_in(ledger.clerk).get(step(item, "same"), follow=True))

    assert "Nothing alike was struck off here lately" in page
    assert "has moved on" not in page


@pytest.mark.long
def test_a_unit_is_not_asked_whether_it_may_see_its_own_files(sign_in, ledger):
    item = ledger.issued()

    assert "may see them" not in said(sign_in(ledger.officer).get(step(item, "evidence")))
    assert "may see them" in said(sign_in(ledger.clerk).get(step(item, "evidence")))
