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


@pytest.mark.parametrize(("who", "words"), [("clerk", "has moved on"), ("verifier", "Verified.")])
def test_only_whoever_verified_is_told_that_it_was_verified(sign_in, ledger, who, words):
    item, client = ledger.closed(), sign_in(getattr(ledger, who))

    page = said(client.post(step(item, "accept"), {"method": "on_site"}, follow=True))

    assert ("has moved on" in page, "Verified." in page) == (
        words == "has moved on",
        words == "Verified.",
    )
    assert item.closures.count() == 1
