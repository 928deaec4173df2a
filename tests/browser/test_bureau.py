"""The bureau's month in a real browser: who is missing, reminders, the spot-check on a phone."""

import pytest
import time_machine

from bureau.rules import Role
from bureau.sending import NoticeKind
from bureau.services import place_staff
from followups import services
from followups.models import Reminder, SpotCall
from tests.browser.conftest import PHONE
from tests.factories import (
    CLOSING,
    IN_TIME,
    OCTOBER,
    InstitutionFactory,
    StaffFactory,
    UserFactory,
    rows,
    submitted,
)

ON_THE_9TH = "2026-11-09T02:00:00+00:00"


@pytest.fixture
def county(hospital):
    """The hospital is in, two township centres are not."""
    missing = [
        InstitutionFactory(code=f"371323B0{n}", name=name, kind="township_center")
        for n, name in enumerate(["崔家峪镇卫生院", "圈里乡卫生院"], start=1)
    ]
    services.open_month(OCTOBER, at=IN_TIME)
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
        person.page.wait_for_url("**/registers/?until=2026-10")

    assert person.presses == 2
    assert Reminder.objects.count() == 2


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_clerk_reminds_from_the_admin_as_well(person, clerk, county, language):
    with time_machine.travel(ON_THE_9TH, tick=True):
        person.signs_in(clerk, language)
        person.goes_to("/admin/followups/monthlyregister/")

        person.page.locator("input.action-select").nth(1).check()
        person.page.select_option("select[name=action]", "remind")
        person.clicks("button[name=index]")
        person.clicks("main [type=submit]")
        person.page.wait_for_selector(".messages")

    assert not clerk.is_superuser
    assert Reminder.objects.count() == 1
    # The house has no officer of its own and nobody looks after it: the section is told.
    assert clerk.notices.get().kind == NoticeKind.URGED


def test_an_administrator_transfers_somebody_from_the_admin(person, hospital, township):
    doctor = StaffFactory(institution=hospital, staff_no="A1", name="郝静玲")
    place_staff(staff=[doctor], by=None, at=CLOSING)
    administrator = UserFactory(roles=[Role.SYS_ADMIN], is_staff=True)
    with time_machine.travel("2026-11-12T02:00:00+00:00", tick=True):
        person.signs_in(administrator)
        person.goes_to("/admin/bureau/staff/")

        person.page.locator("input.action-select").first.check()
        person.page.select_option("select[name=action]", "transfer")
        person.clicks("button[name=index]")
        person.page.select_option("select[name=institution]", str(township.pk))
        person.page.fill("[name=from_on]", "2026-11-01")
        person.page.fill("[name=why]", "对口支援")
        person.clicks("input[name=_save]")
        person.page.wait_for_selector(".messages")

    assert not administrator.is_superuser
    doctor.refresh_from_db()
    assert doctor.institution == township
    assert doctor.placements.count() == 2


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


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_on_a_phone_number_and_results_share_one_screen(person, liaison, county, language):
    services.close_month(month=OCTOBER, at=CLOSING)
    with time_machine.travel("2026-11-12T02:00:00+00:00", tick=True):
        person.page.set_viewport_size(PHONE)
        person.signs_in(liaison, language)
        person.clicks(".card .btn-primary")
        person.clicks("form[action$='/number/'] button")
        number = person.page.locator("a[href^='tel:']")
        number.wait_for()
        number.evaluate("element => element.scrollIntoView(true)")

        first = person.page.locator("label:has(input[name=verdict])").first.bounding_box()
        last = person.page.locator("label:has(input[name=verdict])").last.bounding_box()
        send = person.page.locator("form[action$='/result/'] .btn-primary").bounding_box()

    assert number.bounding_box()["y"] < first["y"]
    assert last["y"] + last["height"] <= send["y"] <= PHONE["height"] - send["height"]


def test_a_number_goes_out_of_sight_after_a_minute_and_back_leads_back(person, liaison, county):
    services.close_month(month=OCTOBER, at=CLOSING)
    with time_machine.travel("2026-11-12T02:00:00+00:00", tick=True) as clock:
        person.signs_in(liaison)
        person.page.clock.install()
        person.clicks(".card .btn-primary")
        person.clicks("form[action$='/number/'] button")
        person.page.wait_for_selector("a[href^='tel:']")
        person.page.click("details:has(textarea[name=note]) summary")
        person.page.fill("textarea[name=note]", "正在通话")

        person.page.clock.fast_forward(61_000)
        person.page.wait_for_selector("a[href^='tel:']", state="detached")
        person.page.wait_for_selector("form[action$='/number/'] button", state="visible")
        kept = person.page.input_value("textarea[name=note]")
        person.page.fill("textarea[name=note]", "")

        clock.shift(61)
        person.page.reload()
        person.page.wait_for_selector("form[action$='/number/'] button")

    assert kept == "正在通话"
    assert person.page.locator("a[href^='tel:']").count() == 0


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_pop_up_of_the_admin_is_as_wide_as_its_window(person, clerk, county, language):
    with time_machine.travel(ON_THE_9TH, tick=True):
        person.signs_in(clerk, language)
        person.goes_to("/admin/followups/monthlyregister/?_popup=1")

    width = person.page.locator("#content").bounding_box()["width"]
    assert width > person.page.viewport_size["width"] * 0.9
