"""The bureau's month in a real browser: who is missing, reminders, the spot-check on a phone."""

import pytest
import time_machine

from followups import services
from followups.models import Reminder, SpotCall
from tests.browser.conftest import PHONE
from tests.factories import CLOSING, OCTOBER, InstitutionFactory, rows, submitted

ON_THE_9TH = "2026-11-09T02:00:00+00:00"


@pytest.fixture
def county(hospital):
    """The hospital is in, two township centres are not."""
    missing = [
        InstitutionFactory(code=f"371323B0{n}", name=name, kind="township_center")
        for n, name in enumerate(["崔家峪镇卫生院", "圈里乡卫生院"], start=1)
    ]
    services.open_month(OCTOBER)
    submitted(hospital, rows(30))
    return missing


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_who_is_missing_is_read_without_a_click(person, clerk, county, language):
    with time_machine.travel(ON_THE_9TH, tick=True):
        person.signs_in(clerk, language)

        text = person.reads()

    assert person.presses == 0
    assert all(house.name in text for house in county)


def test_reminding_takes_two_clicks(person, clerk, county):
    with time_machine.travel(ON_THE_9TH, tick=True):
        person.signs_in(clerk)

        person.clicks(".card .btn-primary")
        person.clicks("main .btn-primary")
        person.page.wait_for_url("**/registers/")

    assert person.presses == 2
    assert Reminder.objects.count() == 2


def test_a_clerk_reminds_from_the_admin_as_well(person, clerk, county):
    with time_machine.travel(ON_THE_9TH, tick=True):
        person.signs_in(clerk)
        person.goes_to("/admin/followups/monthlyregister/")

        person.page.locator("input.action-select").nth(1).check()
        person.page.select_option("select[name=action]", "remind")
        person.clicks("button[name=index]")
        person.clicks("main [type=submit]")
        person.page.wait_for_selector(".messages")

    assert not clerk.is_superuser
    assert Reminder.objects.count() == 1


def test_the_admin_index_shows_the_same_card_as_the_workbench(person, clerk, county):
    with time_machine.travel(ON_THE_9TH, tick=True):
        person.signs_in(clerk)
        at_home = person.page.locator(".cards").first.inner_text()
        person.goes_to("/admin/")

    assert person.page.locator(".cards").first.inner_text() == at_home


def test_a_drawn_person_is_called_on_a_phone_within_five_taps(person, liaison, county):
    services.close_month(month=OCTOBER, at=CLOSING)
    with time_machine.travel("2026-11-12T02:00:00+00:00", tick=True):
        person.page.set_viewport_size(PHONE)
        person.signs_in(liaison)

        person.clicks(".card .btn-primary")
        person.clicks("form[action$='/number/'] button")
        person.page.wait_for_selector("a[href^='tel:']")
        person.clicks("label:has(input[name=verdict][value=genuine])")
        person.clicks("form[action$='/result/'] .btn-primary")
        person.page.wait_for_load_state()

    assert person.presses <= 5
    assert SpotCall.objects.get().verdict == "genuine"
