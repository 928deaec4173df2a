"""A register sent back: what it still counts for, who hears, and how it comes again."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from bureau.models import Act, Notice
from followups import selectors, services
from followups.models import MonthlyRegister, MonthReport, RegisterReturn
from followups.rules.register import RegisterState
from tests.callers import Caller
from tests.factories import AFTER_CLOSING, CLOSING, IN_TIME, OCTOBER, rows, submitted
from tests.followups.pages import url

WHY = "联系电话多为空号，请核对后重报"
LATER = IN_TIME + timedelta(hours=1)
ON_THE_11TH = CLOSING + timedelta(hours=10)


@pytest.fixture
def register(hospital):
    return submitted(hospital, rows(3)).register


def send_back(register, clerk, *, at=LATER, **said):
    said = {"reason": WHY, **said}
    services.return_register(register=register, by=clerk, at=at, **said)
    return MonthlyRegister.objects.get(pk=register.pk)


def state(register, day):
    return register.standing(day).state


def test_a_register_sent_back_stays_handed_in_and_its_house_is_told_why(register, officer, clerk):
    sent = send_back(register, clerk)

    assert state(sent, LATER.date()) == RegisterState.ON_TIME
    assert (sent.returned_at, sent.arrived_on) == (LATER, register.arrived_on)
    [notice] = Notice.objects.filter(recipient=officer)
    assert WHY in notice.text
    act = Act.objects.get(verb="return_register")
    assert (act.why, act.before, act.after) == (WHY, "on_time", "on_time")


def test_sent_back_as_not_handed_in_it_is_missing_until_it_comes_again(register, hospital, clerk):
    sent = send_back(register, clerk, as_missing=True)
    assert state(sent, ON_THE_11TH.date()) == RegisterState.MISSING

    again = submitted(hospital, rows(3, department="外一科"), at=LATER).register

    again.refresh_from_db()
    assert state(again, ON_THE_11TH.date()) == RegisterState.ON_TIME
    assert again.returned_at is None


def test_sending_back_twice_changes_nothing_and_says_it_once(register, officer, clerk):
    for _time in range(2):
        send_back(register, clerk)

    assert RegisterReturn.objects.count() == Notice.objects.filter(recipient=officer).count() == 1


@pytest.mark.parametrize("reason", ["", "重报", "请重报" * 200])
def test_without_a_reason_that_says_something_nothing_goes_back(register, clerk, reason):
    with pytest.raises(services.RegisterError):
        send_back(register, clerk, reason=reason)

    assert not RegisterReturn.objects.exists()


def test_what_is_not_in_cannot_be_sent_back(hospital, clerk):
    services.open_month(OCTOBER, at=IN_TIME)
    register = MonthlyRegister.objects.get(institution=hospital, month=OCTOBER)

    with pytest.raises(services.RegisterError):
        send_back(register, clerk)

    assert not RegisterReturn.objects.exists()


@pytest.mark.long
def test_once_the_figures_are_frozen_it_goes_back_and_stays_handed_in(register, clerk):
    services.close_month(month=OCTOBER, at=ON_THE_11TH)

    with pytest.raises(services.RegisterError):
        send_back(register, clerk, at=AFTER_CLOSING, as_missing=True)
    sent = send_back(register, clerk, at=AFTER_CLOSING)

    assert state(sent, AFTER_CLOSING.date()) == RegisterState.ON_TIME


@pytest.mark.long
def test_the_frozen_figures_say_missing_of_what_was_sent_back_and_came_again_too_late(
    register, hospital, clerk
):
    send_back(register, clerk, as_missing=True)
    submitted(hospital, rows(3, department="外一科"), at=ON_THE_11TH)

    services.close_month(month=OCTOBER, at=AFTER_CLOSING)

    figures = MonthReport.objects.get(kind="final").figures
    [line] = [one for one in figures["lines"] if one["code"] == hospital.code]
    assert line["state"] == RegisterState.MISSING
    assert [one["name"] for one in figures["late_run"]["arrived"]] == [hospital.name]


def test_a_nil_report_sent_back_is_filed_again_on_the_day_it_first_came(hospital, clerk):
    nil = services.file_nil_report(institution=hospital, month=OCTOBER, by=None, at=IN_TIME)
    sent = send_back(nil.register, clerk)
    assert state(sent, LATER.date()) == RegisterState.NIL

    services.file_nil_report(institution=hospital, month=OCTOBER, by=None, at=AFTER_CLOSING)

    register = MonthlyRegister.objects.get(pk=nil.register_id)
    assert (register.returned_at, register.versions.count()) == (None, 2)
    assert register.arrived_on == sent.arrived_on


def test_rows_that_stand_forbid_a_nil_report_though_they_were_sent_back(register, clerk):
    send_back(register, clerk, as_missing=True)

    with pytest.raises(services.RegisterError):
        services.file_nil_report(institution=register.institution, month=OCTOBER, by=None, at=LATER)


def test_what_came_again_is_sent_back_no_more(register, hospital, clerk):
    sent = send_back(register, clerk)
    assert selectors.why_returned(sent) == WHY

    submitted(hospital, rows(4), at=LATER)

    assert selectors.why_returned(MonthlyRegister.objects.get(pk=register.pk)) == ""


class TestPages:
    @pytest.fixture(autouse=True)
    def later(self):
        with time_machine.travel(LATER, tick=False):
            yield

    @pytest.mark.long
    def test_a_clerk_sends_back_on_the_page_and_the_house_finds_it_on_its_workbench(
        self, sign_in, clerk, officer, register
    ):
        place = url("return", register.institution.code, OCTOBER)
        short = sign_in(clerk).post(place, {"reason": "重报"})
        sent = sign_in(clerk).post(place, {"reason": WHY})

        assert (short.status_code, sent.status_code) == (200, 302)
        page = sign_in(officer).get(url("register", register.institution.code, OCTOBER))
        assert WHY in page.content.decode()
        assert WHY in sign_in(officer).get("/").content.decode()
        # In the cell, and in the legend.
        assert sign_in(clerk).get(url("matrix")).content.decode().count("⟳") == 2

    @pytest.mark.long
    def test_from_the_admin_a_clerk_sends_back_with_a_reason(self, sign_in, clerk, register):
        changelist = reverse("admin:followups_monthlyregister_changelist")
        said = {"action": "send_back", "_selected_action": register.pk}
        client = sign_in(clerk)

        asked = client.post(changelist, said)
        client.post(changelist, {**said, "post": "yes", "reason": WHY})

        assert 'name="reason"' in asked.content.decode()
        assert RegisterReturn.objects.get().reason == WHY

    def test_a_hospitals_system_reads_that_its_register_came_back(self, register, clerk):
        send_back(register, clerk)
        system = Caller(register.institution)

        face = system.get("/api/v1/registers/2026-10/").json()
        [line] = system.get("/api/v1/registers/").json()["results"]

        assert face["return_reason"] == WHY
        assert face["returned_at"] == line["returned_at"]
        assert face["returned_at"].startswith("2026-11-08T10:00")
