"""An old ledger in a real browser: one clerk hands it in, another takes it in."""

import os
from datetime import datetime

import pytest
import time_machine

from bureau.import_states import ImportState
from bureau.models import Section
from bureau.rules import Role, SectionCode
from rectification.models import Item, LedgerImport
from rectification.rules.words import ItemState
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import UserFactory

ON_THE_22ND = datetime.fromisoformat("2026-11-22T09:00:00+08:00")
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture(autouse=True)
def on_the_22nd():
    with time_machine.travel(ON_THE_22ND, tick=True):
        yield


def look(person, name):
    """Both sizes find the page without a bar across; with SHOTS set they are kept to be seen."""
    for size in (PHONE, DESKTOP):
        person.page.set_viewport_size(size)
        wide = person.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], f"{name} is {wide} wide"
        if SHOTS:
            person.page.screenshot(path=f"{SHOTS}/{name}-{size['width']}.png", full_page=True)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_two_clerks_bring_an_old_ledger_in(person, clerk, hospital, township, sample, language):
    person.signs_in(clerk, language)
    person.goes_to("/ledger/")
    person.clicks("a[href='/ledger/import/']")
    person.chooses_file("input[type=file]", name="整改台账-旧表.xlsx", content=sample("08-"))
    look(person, f"{language}-choose")
    person.clicks("main button.btn-primary")
    person.page.wait_for_url("**/columns/")
    look(person, f"{language}-columns")
    person.clicks("main button.btn-primary")
    person.page.wait_for_selector("table.problems")
    look(person, f"{language}-faults")

    assert "县人民医院" in person.page.locator("table.problems").inner_text()
    assert person.page.locator("form[action$='/confirm/']").count() == 0
    with person.page.expect_download() as download:
        person.clicks("a[href$='/marked/']")
    assert download.value.suggested_filename.endswith("整改台账-旧表.xlsx")

    batch = LedgerImport.objects.get()
    section = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
    colleague = UserFactory(section=section, roles=[Role.BUREAU_STAFF], is_staff=True)
    person.page.context.clear_cookies()
    person.signs_in(colleague, language)
    person.goes_to(f"/ledger/import/{batch.pk}/?rows=new")
    look(person, f"{language}-new")
    person.clicks("form[action$='/confirm/'] button")
    person.page.wait_for_selector(".messages, [role=status]")
    look(person, f"{language}-taken")

    batch.refresh_from_db()
    assert batch.state == ImportState.IMPORTED
    assert Item.objects.count() == 34
    assert Item.objects.filter(state=ItemState.CLOSED).count() == 21
    person.goes_to(Item.objects.filter(state=ItemState.CLOSED).first().get_absolute_url())
    person.sees("旧台账第")
    look(person, f"{language}-item")
