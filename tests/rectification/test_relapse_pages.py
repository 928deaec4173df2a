"""The page of a look-back: what a relapse comes to, and under which number it goes on."""

from datetime import date

import pytest
import time_machine

from rectification.models import Item, LookBack
from tests.rectification.conftest import moment
from tests.rectification.pages import said, step

NOTE = "夜间抽查仍无人值守"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def is_back(sign_in, ledger):
    """Open the page of a look-back that is due, say that it is back, and land on the item."""

    def looked_back(item, day):
        LookBack.objects.create(item=item, round=item.round, due_on=day)
        with time_machine.travel(moment(day), tick=False):
            client = sign_in(ledger.clerk)
            asked = said(client.get(step(item, "look-back")))
            typed = {"result": "relapse", "note": NOTE}
            return asked, said(client.post(step(item, "look-back"), typed, follow=True))

    return looked_back


@pytest.mark.long
def test_a_relapse_in_its_days_says_that_the_old_number_goes_on(is_back, ledger):
    asked, landed = is_back(ledger.closed(), date(2026, 10, 22))

    assert "reopens the item under its own number" in asked
    assert "Reopened under its own number" in landed
    assert landed.count(NOTE) == 3  # once in its list, twice in the story


@pytest.mark.long
def test_what_is_back_too_late_is_entered_anew_and_the_two_lead_to_each_other(
    client, is_back, ledger
):
    item = ledger.closed()

    asked, landed = is_back(item, date(2026, 12, 22))

    entered = Item.objects.get(source_no=item.no)
    link = f'<a href="{entered.get_absolute_url()}">{entered.no}</a>'
    assert "entered as a new problem" in asked
    assert f"entered anew as {link}" in landed
    assert landed.count(link) == 2
    assert (item.problem in entered.problem, NOTE in entered.problem) == (True, True)
    page = said(client.get(entered.get_absolute_url()))
    assert f'<a href="{item.get_absolute_url()}">{item.no}</a>' in page
