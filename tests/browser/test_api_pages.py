"""The reference in a real browser, under our own policy; and a key issued, shown once, revoked."""

import re

import pytest
import time_machine

from bureau.api.schema import document
from bureau.models import ApiKey
from bureau.rules import Role
from tests.browser.conftest import PHONE
from tests.factories import UserFactory


@pytest.fixture
def complaints(person):
    """What the browser had to say: refused styles, broken scripts, addresses asked for."""
    said, asked = [], []
    person.page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    person.page.on("pageerror", lambda error: said.append(str(error)))
    person.page.on("request", lambda request: asked.append(request.url))
    return said, asked


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_reference_draws_itself_from_this_house_alone(
    chromium, live_server, person, complaints, size
):
    said, asked = complaints
    if size == "phone":
        person.page.set_viewport_size(PHONE)

    person.goes_to("/api/docs/")
    person.page.wait_for_selector(".opblock")

    assert person.page.locator(".opblock").count() == sum(map(len, document()["paths"].values()))
    person.page.locator(".opblock-post .opblock-summary-control").last.click()
    person.page.wait_for_selector(".opblock-body .responses-wrapper")
    elsewhere = [url for url in asked if not url.startswith((live_server.url, "data:"))]
    assert elsewhere == []
    assert said == []
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert person.page.evaluate(overflow) <= 0


def test_without_scripts_every_address_is_still_listed(chromium, live_server):
    page = chromium.new_context(java_script_enabled=False).new_page()

    page.goto(f"{live_server.url}/api/docs/")

    assert "/api/v1/registers/{month}/submissions/" in page.inner_text("main")


def test_an_administrator_issues_a_key_from_the_admin_and_revokes_it(
    chromium, live_server, person, hospital
):
    admin = UserFactory(username="admin", roles=[Role.SYS_ADMIN], is_staff=True)
    with time_machine.travel("2026-11-12T02:00:00+00:00", tick=True):
        person.signs_in(admin)
        person.goes_to("/admin/bureau/apikey/")
        person.page.click(".object-tools a")
        person.page.select_option("[name=institution]", label="县人民医院")
        person.page.fill("[name=name]", "HIS")
        person.page.click("main [type=submit]")
        token = person.page.inner_text("code.hash")
        assert re.fullmatch(r"manyi_[0-9A-Z]{8}_[\w-]{43}", token)

        person.goes_to("/admin/bureau/apikey/")
        assert token not in person.page.content()
        person.page.check("input.action-select")
        person.page.select_option("[name=action]", "revoke")
        person.page.click("button[name=index]")
        person.page.fill("[name=why]", "系统停用")
        person.page.click("main [type=submit]")
        person.page.wait_for_selector("table")

    assert ApiKey.objects.get().revoked_at
