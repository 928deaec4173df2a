"""The ledger in a real browser: reported done on a phone, seen and struck off in the bureau."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.utils import timezone
from PIL import Image

from bureau.calendar import WorkCalendar
from bureau.models import LeaderPost, Section
from bureau.rules import LeaderKind, Role, SectionCode
from rectification import services
from rectification.rules.words import ItemState, Method, RectKind, SourceKind, Stage
from tests.browser.conftest import PHONE
from tests.factories import UserFactory

ON_THE_24TH = "2026-09-24T02:00:00+00:00"


@pytest.fixture(autouse=True)
def on_the_24th():
    with time_machine.travel(ON_THE_24TH, tick=True):
        yield


def photo():
    picture = BytesIO()
    Image.new("RGB", (64, 48), "#0B6E4F").save(picture, format="JPEG")
    return picture.getvalue()


@pytest.fixture
def issued(hospital, clerk):
    """An ordered item with its plan."""
    leader = LeaderPost.objects.create(
        institution=hospital, kind=LeaderKind.DEPUTY, name="周分管", from_on=date(2026, 1, 1)
    )
    item = services.open_item(
        institution=hospital, problem="卫生间异味", found_on=date(2026, 9, 20),
        source=SourceKind.INSPECTION, by=clerk, at=timezone.now(),
    )  # fmt: skip
    section = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
    return services.issue_item(
        item=item, kind=RectKind.LIMITED, leader=leader, sections=[section], by=clerk,
        at=timezone.now(),
        calendar=WorkCalendar(),
    )  # fmt: skip


@pytest.fixture
def applied(issued, officer):
    services.add_evidence(
        item=issued, stage=Stage.AFTER, name="a.jpg", content=photo(), by=officer, at=timezone.now()
    )
    services.request_closure(
        item=issued, done="已完成", by=officer, at=timezone.now(), calendar=WorkCalendar()
    )
    return issued


@pytest.fixture
def verifier(db):
    section = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
    return UserFactory(section=section, roles=[Role.BUREAU_STAFF], is_staff=True)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_officer_reports_it_done_with_a_photo_in_four_taps(person, officer, issued, language):
    services.submit_plan(
        item=issued, cause="无人保洁", goal="", measures=["排班"], responsible="王主任",
        by=officer, at=timezone.now(),
    )  # fmt: skip
    person.page.set_viewport_size(PHONE)
    person.signs_in(officer, language)

    person.clicks(".card a[href$='/done/']")
    person.presses += 1
    photograph = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    person.page.locator("input[type=file]").set_input_files(photograph)
    person.clicks("main button.btn-primary")
    person.page.wait_for_url(f"**/ledger/{issued.no}/")

    issued.refresh_from_db()
    assert person.presses <= 4
    assert issued.state == ItemState.CLOSURE_REQUESTED
    assert issued.evidence.count() == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_somebody_else_sees_it_and_strikes_it_off(person, verifier, applied, language):
    person.signs_in(verifier, language)
    person.goes_to("/ledger/verification/")

    person.clicks("td a")
    person.clicks(".actions .btn-primary")
    person.clicks("input[value=on_site]")
    person.clicks("main button.btn-primary")
    person.page.wait_for_url(f"**/ledger/{applied.no}/")

    applied.refresh_from_db()
    assert person.presses <= 4
    assert (applied.state, applied.closure.method) == (ItemState.CLOSED, Method.ON_SITE)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_clerk_verifies_and_strikes_off_from_the_admin(person, verifier, applied, language):
    person.signs_in(verifier, language)
    person.goes_to("/admin/rectification/item/")

    person.clicks("input.action-select")
    person.page.select_option("select[name=action]", "step_accept")
    person.clicks("#changelist .actions button")
    person.clicks("input[value=documents]")
    person.clicks("input[type=submit].default")
    person.page.wait_for_selector(".messages, .messagelist")

    applied.refresh_from_db()
    assert applied.state == ItemState.CLOSED


def test_the_printed_sheet_fits_a4_across(person, verifier, applied):
    person.signs_in(verifier)
    person.goes_to("/ledger/print/")

    paper = person.page.pdf(prefer_css_page_size=True)

    assert b"/MediaBox [0 0 842" in paper or b"/MediaBox [0 0 841" in paper
