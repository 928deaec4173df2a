"""Complaints in a real browser: accepted and dispatched in three clicks, on both sizes."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from bureau.selectors import work_calendar
from bureau.services import load_calendar_year
from complaints import services
from complaints.models import Case
from complaints.rules.words import CaseState, Channel, ClockCode
from tests.browser.conftest import DESKTOP, PASSWORD, PHONE

ON_THE_3RD = "2026-11-03T02:00:00+00:00"


@pytest.fixture(autouse=True)
def on_the_3rd():
    with time_machine.travel(ON_THE_3RD, tick=True):
        yield


@pytest.fixture
def case(hospital, clerk):
    told = services.Told(
        words="黄志涛反映：内科张医生说话生硬，请打我电话13855144502", institution=hospital,
        channel=Channel.BUREAU_PHONE, received_at=timezone.now(),
    )  # fmt: skip
    who = services.Complainant(name="黄志涛", phone="13855144502")
    return services.register_case(
        told=told, complainant=who, by=clerk, at=timezone.now(), calendar=work_calendar()
    ).case


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_clerk_accepts_and_dispatches_in_three_clicks(person, clerk, case, size):
    person.page.set_viewport_size(size)
    person.signs_in(clerk)
    person.goes_to("/cases/")

    person.clicks(f"main a:has-text('{case.no}')")
    person.clicks(".page-actions .btn-primary")
    text = person.page.input_value("[name=text]")
    person.clicks("main form .btn-primary")

    person.sees("已受理并交办")
    case.refresh_from_db()
    assert (person.presses, case.state) == (3, CaseState.ASSIGNED)
    assert "黄志涛" not in text
    assert "13855144502" not in text
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert person.page.evaluate(wider) <= 0


def test_a_clerk_accepts_from_the_admin(person, clerk, case):
    person.signs_in(clerk)
    person.goes_to("/admin/complaints/case/")

    person.page.check(".action-select")
    person.page.select_option("[name=action]", "step_accept")
    person.clicks("button[name=index], .actions button[type=submit]")
    person.clicks("main form .btn-primary, main form [type=submit]")

    person.sees("已受理，承办人见投诉页面")
    case.refresh_from_db()
    assert case.state == CaseState.ACCEPTED


def test_a_clerk_dispatches_from_the_admin_with_the_words_for_the_unit(
    person, clerk, case, hospital
):
    services.accept_case(case=case, by=clerk, at=timezone.now(), calendar=work_calendar())
    person.signs_in(clerk)
    person.goes_to("/admin/complaints/case/")

    person.page.check(".action-select")
    person.page.select_option("[name=action]", "step_dispatch")
    person.clicks("button[name=index], .actions button[type=submit]")
    person.page.select_option("[name=institution]", str(hospital.pk))
    person.page.fill("[name=text]", "群众反映医师态度生硬，请核实。")
    person.clicks("main form .btn-primary, main form [type=submit]")

    person.sees("已交办")
    case.refresh_from_db()
    assert case.state == CaseState.ASSIGNED
    assert case.assignments.get().text == "群众反映医师态度生硬，请核实。"


def test_a_head_looks_at_the_days_that_a_calendar_moves_and_confirms_them(
    person, section_head, case
):
    at = timezone.now()
    load_calendar_year(year=2026, holidays={date(2026, 11, 5): "放假"}, makeup_days={},
                       source="通知", by=None, at=at)  # fmt: skip
    person.signs_in(section_head)
    person.goes_to("/working-days/moves/")
    person.sees("2026-11-10")
    person.clicks("main form [type=submit]")

    person.sees("已调整1项时限")
    assert case.clocks.get(code=ClockCode.ANSWER).due_on == date(2026, 11, 11)
    assert person.presses == 1


def test_what_was_typed_outlives_the_log_in(person, clerk, hospital):
    person.signs_in(clerk)
    person.goes_to("/cases/new/")
    person.page.fill("[name=words]", "内科张医生说话生硬，还摔门。")
    person.page.context.clear_cookies(name="sessionid")
    person.clicks("main form .btn-primary")

    person.sees("登录已失效")
    person.page.fill("[name=username]", clerk.username)
    person.page.fill("[name=password]", PASSWORD)
    person.page.press("[name=password]", "Enter")
    person.sees("内科张医生说话生硬，还摔门。")
    person.clicks("main form .btn-primary")

    person.page.wait_for_url("**/cases/TS-*/")
    assert Case.objects.get().words.reveal() == "内科张医生说话生硬，还摔门。"
