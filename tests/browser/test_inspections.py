"""A visit filled on a phone, without a script; posters and visits from the desk and the admin."""

from datetime import date

import pytest

from rectification.models import Item, PostingPlace, Visit, VisitResult
from rectification.rules.inspections import VisitKind
from rectification.services import visits as services
from tests.browser.conftest import PASSWORD, PHONE
from tests.rectification.conftest import moment


@pytest.fixture
def visit(hospital, liaison, clerk):
    day = date(2026, 11, 20)
    return services.plan_visit(
        institution=hospital, kind=VisitKind.UNANNOUNCED, planned_on=day, inspectors=[liaison],
        by=clerk, at=moment(day),
    )  # fmt: skip


def test_an_officer_fills_a_visit_on_a_phone_and_makes_a_draft_in_one_tap(person, visit, liaison):
    person.page.set_viewport_size(PHONE)
    person.signs_in(liaison)
    person.goes_to(f"/inspections/{visit.no}/items/S-04/")
    buttons = person.page.locator("button[name=finding]")
    boxes = [buttons.nth(n).bounding_box() for n in range(4)]
    assert all(box["height"] >= 44 and box["y"] + box["height"] <= 640 for box in boxes)
    person.clicks("button[value=unmet]")
    person.page.fill("textarea[name=note]", "导医台无人")
    person.clicks("button[formaction]")
    person.page.wait_for_url("**/items/S-06/")
    assert person.presses == 2
    person.clicks("button[value=met]")
    person.page.wait_for_url("**/items/S-07/")

    assert Item.objects.get().source_no == f"{visit.no}/S-04"
    assert VisitResult.objects.count() == 2
    width = person.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0


def test_without_a_script_every_answer_is_saved_all_the_same(chromium, live_server, visit, liaison):
    liaison.set_password(PASSWORD)
    liaison.save()
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/login/?next=/inspections/{visit.no}/items/S-04/")
    page.fill("[name=username]", liaison.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    for code in ("S-04", "S-06", "S-07"):
        page.wait_for_url(f"**/items/{code}/")
        page.locator("button[value=met]").click()
    page.wait_for_url("**/items/S-08/")
    context.close()

    assert VisitResult.objects.count() == 3


def test_a_clerk_plans_a_visit_and_registers_a_place_from_the_admin(person, hospital, clerk):
    person.signs_in(clerk)
    person.goes_to("/admin/rectification/visit/add/")
    person.page.select_option("select[name=institution]", str(hospital.pk))
    person.page.select_option("select[name=kind]", "unannounced")
    person.page.fill("[name=planned_on]", "2099-01-05")
    person.page.select_option("select[name=inspectors]", str(clerk.pk))
    person.clicks("input[name=_save]")
    person.page.wait_for_url("**/visit/")
    person.goes_to("/admin/rectification/postingplace/add/")
    person.page.select_option("select[name=institution]", str(hospital.pk))
    person.page.select_option("select[name=zone]", "ward")
    person.page.fill("[name=place]", "住院部一楼")
    person.clicks("input[name=_save]")
    person.page.wait_for_url("**/postingplace/")

    assert Visit.objects.get().no.endswith("-0001")
    assert PostingPlace.objects.get().place == "住院部一楼"


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_no_page_of_places_or_visits_has_a_serious_fault(person, visit, hospital, clerk, size):
    from tests.browser.test_every_page import _faults
    from tests.rectification.postings import things_of

    place = things_of(hospital)
    if size == "phone":
        person.page.set_viewport_size(PHONE)
    person.signs_in(clerk)
    found = []
    for path in (
        "/places/", f"/places/of/{hospital.code}/", f"/places/{place['posting']}/",
        f"/p/{place['posting']}/", "/inspections/", "/inspections/plan/",
        f"/inspections/{visit.no}/", f"/inspections/{place['visit']}/items/S-06/",
        "/inspections/compliance/", "/inspections/results/", "/admin/rectification/visit/",
        "/admin/rectification/checklist/", "/admin/rectification/postingplace/",
    ):  # fmt: skip
        person.goes_to(path)
        found += _faults(person.page, path)

    assert found == []
