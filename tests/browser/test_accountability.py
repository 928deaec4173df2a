"""The road to effect in a real browser: from the admin, on one's own page, by a second person."""

import pytest
import time_machine

from accountability import services
from accountability.models import Handling, SanctionProposal
from accountability.rules.words import Document, MeasureCode, ProposalState
from bureau.models import Section
from bureau.rules import Role, SectionCode
from bureau.services import papers
from tests.accountability.conftest import Bureau, employed
from tests.accountability.road import BASIS, FACTS, MONDAY, Road
from tests.browser.conftest import PHONE
from tests.complaints.conftest import moment
from tests.factories import UserFactory

LIST = "/admin/accountability/sanctionproposal/"
SAID = "当日接诊百余人，语气确有不妥，已向家属致歉"


@pytest.fixture(autouse=True)
def _papers_are_thin(monkeypatch):
    monkeypatch.setattr(papers, "write_pdf", lambda *a, **k: b"%PDF")
    monkeypatch.setattr(papers, "write_docx", lambda *a, **k: b"PK")


@pytest.fixture(autouse=True)
def on_monday():
    with time_machine.travel(moment(MONDAY, 16), tick=True):
        yield


@pytest.fixture
def doctor(hospital):
    return employed(hospital, name="张医生")


@pytest.fixture
def road(hospital, officer, clerk, section_head, doctor) -> Road:
    """What was found of the doctor, and a clerk of personnel who looks after it."""
    Bureau(hospital, officer, clerk, section_head).found(doctor, "2026-03-02", category="COMM")
    services.reconcile(at=moment("2026-11-20"))
    section = Section.objects.get(code=SectionCode.PERSONNEL)
    personnel = UserFactory(section=section, roles=[Role.BUREAU_STAFF], is_staff=True)
    return Road.of(SanctionProposal.objects.get(staff=doctor), personnel)


def takes(person, step, **said):
    """Choose a step for the only proposal of the admin's list, and answer what it asks for."""
    person.goes_to(LIST)
    person.presses = 0
    person.clicks("input.action-select")
    person.page.select_option("select[name=action]", f"step_{step}")
    person.clicks("#changelist .actions button")
    for name, value in said.items():
        if name == "heard":
            person.clicks(f"input[name=heard][value={value}]")
        elif value is True:
            person.page.check(f"[name={name}]")
        else:
            person.page.fill(f"[name={name}]", value)
    person.clicks("input[type=submit].default")
    person.page.wait_for_selector(".messages, .messagelist")


def assert_it_came_to(road, state):
    road.proposal.refresh_from_db()
    assert road.proposal.state == state


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_clerk_goes_the_road_from_the_admin_and_a_second_person_decides(person, road, language):
    person.signs_in(road.clerk, language)

    takes(person, "put_forward", facts=FACTS, basis=BASIS)
    assert_it_came_to(road, ProposalState.UNDER_REVIEW)
    assert person.presses <= 3
    road.sign(Document.NOTICE)
    takes(person, "serve_notice")
    assert_it_came_to(road, ProposalState.NOTICE_SERVED)
    takes(person, "hear", heard="received", said=SAID, is_complete=True)
    assert_it_came_to(road, ProposalState.STATEMENT)
    assert person.presses <= 4
    person.goes_to(LIST)
    assert person.page.locator("option[value=step_decide]").count() == 0

    person.page.context.clear_cookies()
    person.page.set_viewport_size(PHONE)
    person.signs_in(road.leader, language)
    decides(person, road)
    assert not road.clerk.is_superuser
    assert Handling.objects.get(proposal=road.proposal).decided_by == road.leader


def decides(person, road):
    """Agree on a phone, from the board on."""
    person.goes_to("/accountability/")
    person.clicks("[data-cell]")
    person.clicks("a[href$='/decide/']")
    person.page.fill("[name=minutes_no]", "安卫会纪〔2026〕31号")
    person.page.fill("[name=opinion]", "事实清楚，陈述不影响认定，予以通报")
    person.clicks("input[name=is_legal_reviewed]")
    person.clicks("input[name=is_free_of_ties]")
    person.clicks("main button.btn-primary")
    person.page.wait_for_url(f"**/proposals/{road.proposal.no}/")
    assert person.presses <= 5
    assert_it_came_to(road, ProposalState.DECIDED)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_doctor_reads_the_notice_on_a_phone_and_a_leader_takes_no_measure(
    person, road, doctor, language
):
    road.put(MeasureCode.COUNTY_BULLETIN)
    road.notice()
    person.page.set_viewport_size(PHONE)
    person.signs_in(UserFactory(staff=doctor), language)

    person.clicks(".card .btn-primary")
    person.sees(FACTS[:12])
    assert person.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    person.page.fill("[name=said]", SAID)
    person.clicks("main button.btn-primary")
    person.sees(SAID)
    assert person.presses <= 2
    assert_it_came_to(road, ProposalState.STATEMENT)

    person.page.wait_for_load_state("networkidle")
    person.page.context.clear_cookies()
    person.signs_in(road.leader, language)
    person.goes_to("/accountability/")
    person.clicks("[data-cell]")
    person.clicks("a[href$='/dismiss/']")
    person.page.fill("[name=reason]", "情节轻微且已当面致歉，不予处理")
    person.clicks("main button[type=submit]")
    person.page.wait_for_url(f"**/proposals/{road.proposal.no}/")
    assert person.presses <= 3
    assert_it_came_to(road, ProposalState.DISMISSED)


def test_arrows_lead_between_the_cards_of_the_board_and_enter_opens(
    person, road, hospital, officer, clerk, section_head
):
    road.put(MeasureCode.COUNTY_BULLETIN)
    for name in ("李医生", "王医生"):
        bureau = Bureau(hospital, officer, clerk, section_head)
        bureau.found(employed(hospital, name=name), "2026-03-03", category="COMM")
    services.reconcile(at=moment("2026-11-20"))
    person.signs_in(road.clerk)
    person.goes_to("/accountability/")
    assert person.page.locator("[data-cell]").count() == 3
    person.page.locator("[data-cell]").first.focus()

    for key in ("ArrowDown", "ArrowRight", "Enter"):
        person.page.keyboard.press(key)

    person.page.wait_for_url(f"**/proposals/{road.proposal.no}/")
