"""One month or one draw that fails keeps no other from going on, and is written down."""

from datetime import date, timedelta

import pytest
import time_machine

from bureau.models import Job
from bureau.rules import JobState
from followups import services, tasks
from followups.models import MonthReport, SpotCheck, Upload
from followups.services import closing, spotchecks
from tests.factories import AFTER_CLOSING, IN_TIME, OCTOBER, rows, submitted

SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def two_months(hospital, township):
    for house in (hospital, township):
        submitted(house, rows(3, discharged_on=SEPTEMBER), month=SEPTEMBER)
        submitted(house, rows(3))


@pytest.fixture
def broken_september(monkeypatch):
    month_figures = closing.selectors.month_figures

    def sometimes(*, month, **more):
        if month == SEPTEMBER:
            raise ZeroDivisionError
        return month_figures(month=month, **more)

    monkeypatch.setattr(closing.selectors, "month_figures", sometimes)


@pytest.fixture
def broken_draw(monkeypatch, hospital):
    draw = spotchecks.draw_into

    def sometimes(check, *given, **more):
        if check.register.institution == hospital:
            raise ZeroDivisionError
        return draw(check, *given, **more)

    monkeypatch.setattr(spotchecks, "draw_into", sometimes)


def by_service():
    services.reconcile(at=AFTER_CLOSING)


def by_task():
    with time_machine.travel(AFTER_CLOSING, tick=False):
        tasks.reconcile_registers()


def failures():
    return list(Job.objects.filter(state=JobState.FAILED).values_list("kind", "failure"))


@pytest.mark.long
@pytest.mark.parametrize("run", [by_service, by_task])
@pytest.mark.usefixtures("two_months", "broken_september")
def test_a_month_that_fails_is_written_down_and_the_next_is_closed(run):
    for _ in range(2):
        run()

    assert [report.month for report in MonthReport.objects.all()] == [OCTOBER]
    assert SpotCheck.objects.count() == 2
    assert failures() == [("close_month", "2026-09: ZeroDivisionError")]


@pytest.mark.long
@pytest.mark.parametrize("run", [by_service, by_task])
@pytest.mark.usefixtures("two_months", "broken_draw")
def test_a_draw_that_fails_is_written_down_and_the_others_are_drawn(run, hospital, township):
    for _ in range(2):
        run()

    assert MonthReport.objects.count() == 2
    drawn_from = SpotCheck.objects.values_list("register__institution", flat=True)
    assert set(drawn_from) == {township.pk}
    assert failures() == [("draw_spot_checks", f"{hospital}: ZeroDivisionError")]


@pytest.mark.long
@pytest.mark.parametrize("run", [by_service, by_task])
@pytest.mark.usefixtures("two_months")
def test_once_the_fault_is_mended_the_next_run_makes_up_for_it(run, monkeypatch, hospital):
    def broken(*arguments, **more):
        raise ZeroDivisionError

    with monkeypatch.context() as fault:
        fault.setattr(spotchecks, "draw_into", broken)
        run()
    assert not SpotCheck.objects.exists()

    run()
    run()

    assert SpotCheck.objects.count() == 4


def test_a_file_is_finished_when_it_is_and_not_when_it_was_begun(hospital, monkeypatch):
    begun = IN_TIME + timedelta(hours=1)
    with time_machine.travel(begun, tick=False) as clock:
        services.receive_upload(
            institution=hospital, month=OCTOBER, name="a", content=b"", by=None, at=IN_TIME
        )
        monkeypatch.setattr(
            "followups.services.uploads.read_workbook", lambda content: _slowly(clock)
        )
        tasks.check_waiting_uploads()

    upload = Upload.objects.get()
    assert upload.taken_up_at == begun
    assert upload.job.finished_at == begun + timedelta(seconds=90)


def _slowly(clock):
    from bureau.workbooks import Refusal, WorkbookRefused

    clock.shift(timedelta(seconds=90))
    raise WorkbookRefused(Refusal.EMPTY)
