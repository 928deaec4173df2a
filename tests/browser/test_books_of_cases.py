"""Books of cases in a real browser: the hotline's orders, and an old complaint book."""

import os
from datetime import datetime

import pytest
import time_machine

from bureau.models import Section
from bureau.rules import Role, SectionCode
from complaints.models import Case
from complaints.rules.words import CaseState
from tests.browser.conftest import DESKTOP, PHONE
from tests.complaints.test_orders import DONE, OPEN, old_book
from tests.factories import InstitutionFactory, UserFactory

ON_THE_22ND = datetime.fromisoformat("2026-11-22T09:00:00+08:00")
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture(autouse=True)
def on_the_22nd():
    with time_machine.travel(ON_THE_22ND, tick=True):
        yield


@pytest.fixture
def keeper(hospital):
    """A clerk of the petition section, in a county with the houses that the orders name."""
    hospital.name = "县人民医院"
    hospital.save()
    for name in ("城关镇卫生院", "县中医院", "河西乡卫生院"):
        InstitutionFactory(name=name)
    section = Section.objects.get(code=SectionCode.PETITIONS)
    return UserFactory(section=section, roles=[Role.BUREAU_STAFF], is_staff=True)


def look(person, name):
    """Both sizes find the page without a bar across; with SHOTS set they are kept to be seen."""
    for size in (PHONE, DESKTOP):
        person.page.set_viewport_size(size)
        wide = person.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], f"{name} is {wide} wide"
        if SHOTS:
            person.page.screenshot(path=f"{SHOTS}/{name}-{size['width']}.png", full_page=True)


def brought_in(person, keeper, *, book, name, content):
    """Hand a book in, keep what its headings suggest, look at its rows and take it in."""
    person.signs_in(keeper, "zh-hans")
    person.goes_to("/cases/import/")
    look(person, f"{book}-choose")
    person.clicks(f"input[name=book][value={book}]")
    person.chooses_file("input[type=file]", name=name, content=content)
    person.clicks("main button.btn-primary")
    person.page.wait_for_url("**/columns/")
    look(person, f"{book}-columns")
    person.clicks("main button.btn-primary")
    person.page.wait_for_selector("form[action$='/confirm/']")
    look(person, f"{book}-rows")
    shown = person.reads()
    person.clicks("form[action$='/confirm/'] button")
    person.page.wait_for_selector(".messages, [role=status]")
    look(person, f"{book}-taken")
    return shown


def test_a_clerk_brings_the_hotlines_orders_in(person, keeper, sample):
    shown = brought_in(person, keeper, book="orders", name="12345工单.xlsx", content=sample("06-"))

    assert "DH20260000001" in shown
    assert Case.objects.count() == 24
    assert person.presses <= 6


def test_a_clerk_brings_an_old_complaint_book_in(person, keeper):
    brought_in(
        person, keeper, book="old_book", name="投诉登记簿.xlsx", content=old_book(DONE, OPEN)
    )

    states = Case.objects.order_by("state").values_list("state", flat=True)
    assert list(states) == [CaseState.ARCHIVED, CaseState.REGISTERED]


def test_what_is_wrong_with_a_row_stands_in_words_and_in_the_marked_workbook(person, keeper):
    person.signs_in(keeper, "zh-hans")
    person.goes_to("/cases/import/")
    person.clicks("input[name=book][value=old_book]")
    wrong = old_book([*DONE[:-1], ""], OPEN)
    person.chooses_file("input[type=file]", name="投诉登记簿.xlsx", content=wrong)
    person.clicks("main button.btn-primary")
    person.page.wait_for_url("**/columns/")
    person.clicks("main button.btn-primary")
    person.page.wait_for_selector("table.problems")
    look(person, "old_book-faults")

    assert "办结日期" in person.page.locator("table.problems").inner_text()
    with person.page.expect_download() as download:
        person.clicks("a[href$='/marked/']")
    assert download.value.suggested_filename.endswith("投诉登记簿.xlsx")
