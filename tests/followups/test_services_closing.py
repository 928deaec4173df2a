"""What ought to exist up to an instant: open months, reports, draws; late, twice, or at once."""

import os
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from bureau.models import StoredFile
from bureau.selectors import end_of_chain
from bureau.services import open_file, seal_acts
from bureau.trail import as_printed
from followups import selectors, services
from followups.models import FollowUpRecord, MonthlyRegister, MonthReport, SpotCheck
from followups.rules.register import RegisterState
from followups.rules.words import Outcome, ReportKind
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    IN_TIME,
    LAST_SECOND,
    OCTOBER,
    InstitutionFactory,
    row,
    rows,
    staged,
    submitted,
)

A_SECOND = timedelta(seconds=1)
SEPTEMBER = date(2026, 9, 1)
SIX_PM = datetime(2026, 11, 10, 10, tzinfo=UTC)


def reports():
    return list(MonthReport.objects.order_by("pk").values_list("month", "kind"))


def drawn_from():
    checks = SpotCheck.objects.order_by("register__institution__code", "number")
    return list(checks.values_list("register__institution__code", "number"))


# --- Opening ---------------------------------------------------------------------------------


def test_a_month_is_opened_for_those_who_owe_a_register_and_only_once(hospital, township):
    InstitutionFactory(kind="village_clinic", grade="0")

    assert [services.open_month(OCTOBER, at=IN_TIME), services.open_month(OCTOBER, at=IN_TIME)] == [
        2,
        0,
    ]

    opened = MonthlyRegister.objects.order_by("institution__code")
    assert [register.institution for register in opened] == [hospital, township]
    assert {register.due_on for register in opened} == {date(2026, 11, 10)}


def test_a_house_that_opens_later_is_added_to_the_open_month(hospital):
    services.open_month(OCTOBER, at=IN_TIME)
    InstitutionFactory(kind="township_center")

    assert services.open_month(OCTOBER, at=IN_TIME) == 1


def test_a_house_that_owes_no_register_after_all_has_its_empty_row_taken_back(hospital, township):
    services.open_month(OCTOBER, at=IN_TIME)
    township.active_to = date(2026, 9, 30)
    township.save()

    services.open_month(OCTOBER, at=IN_TIME)

    assert [register.institution for register in MonthlyRegister.objects.all()] == [hospital]


@pytest.mark.parametrize("trace", ["a file", "a submission", "a nil report", "a reminder"])
def test_a_row_on_which_something_hangs_is_never_taken_back(township, clerk, trace):
    services.open_month(OCTOBER, at=IN_TIME)
    if trace == "a file":
        staged(township, rows(1))
    elif trace == "a submission":
        submitted(township, rows(1))
    elif trace == "a nil report":
        services.file_nil_report(institution=township, month=OCTOBER, by=None, at=IN_TIME)
    else:
        services.remind(registers=MonthlyRegister.objects.all(), by=clerk, at=IN_TIME)
    township.active_to = date(2026, 9, 30)
    township.save()

    services.open_month(OCTOBER, at=IN_TIME)

    assert MonthlyRegister.objects.get().institution == township


# --- Closing once ----------------------------------------------------------------------------


@pytest.mark.long
def test_before_the_due_day_is_over_a_month_cannot_be_closed(hospital):
    with pytest.raises(services.RegisterError):
        services.close_month(month=OCTOBER, at=LAST_SECOND)

    assert (reports(), drawn_from()) == ([], [])

    services.close_month(month=OCTOBER, at=CLOSING)
    assert reports() == [(OCTOBER, ReportKind.FINAL)]


@pytest.mark.long
def test_closing_again_builds_and_draws_nothing_twice(hospital, township):
    submitted(hospital, rows(5))
    submitted(township, rows(5))
    first = services.close_month(month=OCTOBER, at=CLOSING)
    seeds = list(SpotCheck.objects.values_list("seed", flat=True))

    again = services.close_month(month=OCTOBER, at=AFTER_CLOSING)
    services.reconcile(at=AFTER_CLOSING)

    assert again == first
    assert (again.figures, again.built_at) == (first.figures, CLOSING)
    assert drawn_from() == [("371323A01", 1), ("371323B01", 1)]
    assert list(SpotCheck.objects.values_list("seed", flat=True)) == seeds
    assert StoredFile.objects.count() == 2


@pytest.mark.long
def test_the_final_report_freezes_where_the_trail_stood_at_the_closing(hospital):
    submitted(hospital, rows(5))
    seal_acts(at=CLOSING)
    where = as_printed(*end_of_chain())
    services.reconcile(at=SIX_PM)
    first = services.close_month(month=OCTOBER, at=CLOSING)
    seal_acts(at=AFTER_CLOSING)

    again = services.close_month(month=OCTOBER, at=AFTER_CLOSING)

    assert first.figures["anchor"] == again.figures["anchor"] == where
    assert as_printed(*end_of_chain()) != where
    assert "anchor" not in MonthReport.objects.get(kind=ReportKind.PROVISIONAL).figures


def test_who_handed_in_nothing_or_nil_is_not_drawn_from(hospital, township):
    services.file_nil_report(institution=township, month=OCTOBER, by=None, at=IN_TIME)

    report = services.close_month(month=OCTOBER, at=CLOSING)

    assert drawn_from() == []
    assert [(line["code"], line["state"]) for line in report.figures["lines"]] == [
        ("371323A01", RegisterState.MISSING),
        ("371323B01", RegisterState.NIL),
    ]


@pytest.mark.long
def test_a_register_handed_in_after_the_closing_gets_a_draw_of_its_own(hospital, township):
    submitted(hospital, rows(5))
    services.close_month(month=OCTOBER, at=CLOSING)
    first = SpotCheck.objects.get()

    submitted(township, rows(7), at=AFTER_CLOSING, reason="系统出了故障")
    services.reconcile(at=AFTER_CLOSING)
    services.reconcile(at=AFTER_CLOSING)

    assert drawn_from() == [("371323A01", 1), ("371323B01", 1)]
    first.refresh_from_db()
    assert (first.drawn_at, first.is_replaced) == (CLOSING, False)
    assert len(reports()) == 1


# --- Late, and after an outage ---------------------------------------------------------------


@pytest.mark.long
def test_a_beat_that_was_down_from_the_ninth_to_the_twelfth_closes_the_month_once(hospital):
    submitted(hospital, rows(5), at=LAST_SECOND)
    services.reconcile(at=datetime(2026, 11, 9, 1, tzinfo=UTC))
    assert reports() == []

    for at in (AFTER_CLOSING, AFTER_CLOSING, AFTER_CLOSING + timedelta(minutes=5)):
        services.reconcile(at=at)

    report = MonthReport.objects.get()
    assert (report.kind, report.built_at) == (ReportKind.FINAL, AFTER_CLOSING)
    assert (report.figures["expected"], report.figures["on_time"]) == (1, 1)
    assert drawn_from() == [("371323A01", 1)]


@pytest.mark.long
def test_after_two_months_of_outage_both_months_are_closed_once_and_in_order(hospital):
    in_september = datetime(2026, 9, 20, 1, tzinfo=UTC)
    services.reconcile(at=in_september)

    for _ in range(2):
        services.reconcile(at=datetime(2026, 11, 12, 1, tzinfo=UTC))

    assert reports() == [
        (date(2026, 8, 1), ReportKind.FINAL),
        (SEPTEMBER, ReportKind.FINAL),
        (OCTOBER, ReportKind.FINAL),
    ]
    months = MonthlyRegister.objects.order_by("month").values_list("month", flat=True)
    assert list(months) == [date(2026, 8, 1), SEPTEMBER, OCTOBER, date(2026, 11, 1)]


def test_on_an_empty_system_there_is_nothing_to_open_and_nothing_to_report_on(db):
    services.reconcile(at=AFTER_CLOSING)

    assert (reports(), MonthlyRegister.objects.count()) == ([], 0)


def test_a_new_system_begins_with_last_month(hospital):
    services.reconcile(at=IN_TIME)

    months = MonthlyRegister.objects.order_by("month").values_list("month", flat=True)
    assert list(months) == [OCTOBER, date(2026, 11, 1)]


# --- The provisional report ------------------------------------------------------------------


def test_the_provisional_report_comes_at_eighteen_on_the_tenth_and_not_before(hospital):
    services.reconcile(at=SIX_PM - A_SECOND)
    assert reports() == []

    services.reconcile(at=SIX_PM)
    services.reconcile(at=LAST_SECOND)

    assert reports() == [(OCTOBER, ReportKind.PROVISIONAL)]
    assert MonthReport.objects.get().figures["as_of"] == "18:00"
    assert not selectors.is_closed(OCTOBER)


@pytest.mark.long
def test_who_hands_in_between_the_two_reports_is_on_time_in_the_second(hospital):
    services.reconcile(at=SIX_PM)
    submitted(hospital, rows(3), at=LAST_SECOND)
    services.reconcile(at=CLOSING)

    provisional, final = MonthReport.objects.order_by("pk")
    assert (provisional.kind, provisional.figures["received"]) == (ReportKind.PROVISIONAL, 0)
    assert (final.kind, final.figures["on_time"]) == (ReportKind.FINAL, 1)


# --- The frozen month ------------------------------------------------------------------------


@pytest.mark.long
def test_the_closed_months_figures_stay_though_the_rows_change(hospital):
    submitted(hospital, rows(5))
    report = services.close_month(month=OCTOBER, at=CLOSING)
    frozen, workbook = report.figures, open_file(report.xlsx)

    submitted(hospital, rows(5, outcome=Outcome.LOST), at=AFTER_CLOSING, reason="核实后更正")
    services.reconcile(at=datetime(2027, 1, 5, 1, tzinfo=UTC))

    report.refresh_from_db()
    now = selectors.month_figures(month=OCTOBER, day=date(2026, 11, 11))
    assert (now["total"]["reached"], now["total"]["lost"]) == (0, 5)
    assert (report.figures, open_file(report.xlsx)) == (frozen, workbook)
    assert report.figures["total"]["reached"] == 5


@pytest.mark.long
def test_a_correction_after_closing_moves_no_state_and_no_share(hospital, township):
    submitted(hospital, rows(5))
    services.close_month(month=OCTOBER, at=CLOSING)

    submitted(hospital, rows(6), at=AFTER_CLOSING, reason="科室事后补报")

    now = selectors.month_figures(month=OCTOBER, day=date(2026, 11, 12))
    assert (now["expected"], now["received"], now["on_time"]) == (2, 1, 1)


@pytest.mark.long
def test_the_report_counts_what_each_house_reported(hospital, township):
    submitted(hospital, rows(5))
    submitted(township, rows(3, outcome=Outcome.LOST), at=CLOSING)

    figures = services.close_month(month=OCTOBER, at=CLOSING).figures

    assert (figures["expected"], figures["received"], figures["on_time"]) == (2, 1, 1)
    assert figures["due_on"] == "2026-11-10"
    # 24:00:00 sharp is late, and the closing's figures are of that instant.
    assert [line["state"] for line in figures["lines"]] == [
        RegisterState.ON_TIME,
        RegisterState.MISSING,
    ]
    total = figures["total"]
    assert (total["discharged"], total["reached"], total["lost"]) == (5, 5, 0)


@pytest.mark.long
def test_an_opinion_of_one_person_is_counted_in_the_report_and_not_shown(hospital):
    given = [*rows(3, opinion="饭菜凉"), row(9, opinion="金丝雀的意见"), row(10, opinion="无")]
    submitted(hospital, given)

    [line] = services.close_month(month=OCTOBER, at=CLOSING).figures["lines"]

    assert (line["opinions"], line["single_opinions"]) == ([["饭菜凉", 3]], 1)


# --- Where the machine stands ----------------------------------------------------------------


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def _elsewhere(request):
    """Set the process's own time zone, as a host would."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.long
@pytest.mark.usefixtures("_elsewhere")
def test_the_hosts_time_zone_decides_nothing(hospital, township):
    submitted(hospital, rows(1), at=LAST_SECOND)
    submitted(township, rows(1), at=CLOSING)
    services.reconcile(at=LAST_SECOND)
    services.reconcile(at=CLOSING)

    provisional, final = MonthReport.objects.order_by("pk")
    assert (provisional.figures["day"], final.figures["day"]) == ("2026-11-10", "2026-11-11")
    assert [line["state"] for line in final.figures["lines"]] == [
        RegisterState.ON_TIME,
        RegisterState.MISSING,
    ]
    register = MonthlyRegister.objects.of_month(OCTOBER).get(institution=township)
    late = register.standing(date(2026, 11, 11))
    assert (late.state, late.late_days) == (RegisterState.LATE, 1)
    assert FollowUpRecord.objects.count() == 2
