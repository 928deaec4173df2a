"""A month closed late says what it would have said on time, and that it was late."""

import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
import time_machine
from django.utils import translation

from followups import selectors, services
from followups.models import MonthlyRegister, MonthReport, SpotCheck
from followups.rules.register import RegisterState
from followups.rules.words import Outcome
from tests.factories import AFTER_CLOSING, CLOSING, IN_TIME, OCTOBER, row, rows, submitted
from tests.followups.pages import url

MEANWHILE = datetime(2026, 11, 11, 3, tzinfo=UTC)
NOVEMBER = date(2026, 11, 1)
IN_GRACE = CLOSING + timedelta(minutes=60)


def closed(at=AFTER_CLOSING):
    return services.close_month(month=OCTOBER, at=at)


def said(report):
    """What a report says of the month, without what it says of its own lateness."""
    return {key: value for key, value in report.figures.items() if key != "late_run"}


@pytest.mark.long
def test_what_came_in_while_the_job_was_down_changes_no_count_and_no_rate(hospital, township):
    services.open_month(OCTOBER, at=IN_TIME)
    submitted(hospital, rows(5, opinion="饭菜凉"))
    on_time = selectors.month_figures(month=OCTOBER, day=MEANWHILE.date())
    # A correction of each row, new rows, and a register that was missing.
    submitted(hospital, rows(9, outcome=Outcome.LOST, opinion="等得久"), at=MEANWHILE)
    submitted(township, rows(4), at=MEANWHILE)

    late = closed()

    assert said(late) == {**on_time, "as_of": ""}
    first, second = late.figures["lines"]
    assert (first["rates"]["reached"], first["opinions"]) == (5, [["饭菜凉", 5]])
    assert (second["state"], second["arrived_on"]) == (RegisterState.MISSING, "")


@pytest.mark.long
def test_a_row_corrected_twice_before_the_closing_counts_as_it_stood_then(hospital):
    submitted(hospital, [row(2, outcome=Outcome.LOST), row(3)])
    submitted(hospital, [row(2)])
    submitted(hospital, rows(2, outcome=Outcome.LOST), at=MEANWHILE)

    [line] = closed().figures["lines"]

    assert (line["rates"]["reached"], line["rates"]["lost"]) == (2, 0)


@pytest.mark.long
def test_a_nil_report_that_rows_took_the_place_of_later_stands_in_the_figures(hospital):
    services.file_nil_report(institution=hospital, month=OCTOBER, by=None, at=LAST_MORNING)
    submitted(hospital, rows(3), at=MEANWHILE)

    [line] = closed().figures["lines"]

    assert (line["state"], line["rates"]["discharged"]) == (RegisterState.NIL, 0)


LAST_MORNING = datetime(2026, 11, 10, 1, tzinfo=UTC)


@pytest.mark.long
def test_a_part_that_was_completed_later_was_a_part_at_the_closing(hospital):
    part = submitted(hospital, rows(3)).register
    part.completed_on = None
    part.save()
    submitted(hospital, rows(4), at=MEANWHILE)

    [line] = closed().figures["lines"]

    assert line["state"] == RegisterState.PARTIAL


@pytest.mark.long
@pytest.mark.parametrize(("at", "is_late"), [(IN_GRACE, False), (AFTER_CLOSING, True)])
def test_only_a_run_beyond_its_grace_is_marked_late_with_both_times(
    hospital, township, at, is_late
):
    submitted(hospital, rows(3))
    submitted(township, rows(3), at=CLOSING)

    report = closed(at)

    assert report.ran_late is is_late
    expected = {
        "due_at": "2026-11-11 00:00",
        "ran_at": "2026-11-12 10:00",
        "arrived": [{"name": "城关镇卫生院", "arrived_on": "2026-11-11"}],
    }
    assert report.figures.get("late_run") == (expected if is_late else None)


@pytest.mark.long
def test_the_papers_and_the_page_say_that_it_was_run_late(sign_in, clerk, hospital, settings):
    settings.LANGUAGE_CODE = "en"
    submitted(hospital, rows(3), at=MEANWHILE)
    report = closed()

    with time_machine.travel(AFTER_CLOSING):
        client = sign_in(clerk)
        page = client.get(url("report", "2026-10")).content.decode()
        file = client.get(url("report_file", "2026-10", "final", "xlsx"))

    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).worksheets[0]
    notes = [
        cell.value for cell in sheet["A"] if str(cell.value).startswith(("（补跑）", "截止后"))
    ]
    assert report.ran_late
    assert "Run late: due at 2026-11-11 00:00, run at 2026-11-12 10:00." in page
    assert "县人民医院 (2026-11-11)" in page
    assert len(notes) == 2


@pytest.mark.long
def test_what_came_while_the_closing_was_late_stands_on_the_list_of_later_changes(hospital):
    submitted(hospital, rows(3))
    later = submitted(hospital, rows(4), at=MEANWHILE)
    closed()

    listed = selectors.versions_after_closing(MonthlyRegister.objects.all(), month=OCTOBER)
    assert list(listed) == [later]


@pytest.mark.long
def test_the_first_draw_is_over_what_came_by_the_closing_and_the_rest_gets_its_own(hospital):
    submitted(hospital, rows(10))
    submitted(hospital, [row(number) for number in range(100, 107)], at=MEANWHILE)

    for _ in range(3):
        services.reconcile(at=AFTER_CLOSING)

    drawn = [(check.batch, len(check.frame)) for check in SpotCheck.objects.order_by("batch")]
    assert drawn == [(1, 10), (2, 7)]
    assert MonthReport.objects.count() == 1


@pytest.mark.long
@pytest.mark.parametrize("changes", [{"outcome": Outcome.LOST}, {"department": "外科"}])
def test_what_is_taken_back_after_the_closing_stays_in_the_frame_of_a_late_draw(hospital, changes):
    submitted(hospital, rows(10))
    submitted(hospital, rows(8, **changes), at=MEANWHILE)

    for _ in range(3):
        services.reconcile(at=AFTER_CLOSING)

    check = SpotCheck.objects.get()
    assert {department for _key, department in check.frame} == {"内一科"}
    assert (len(check.frame), check.required, check.upto_version) == (10, 3, 2)
    changed = check.items.filter(record__version__number=2)
    assert all(item.changed_since_drawn for item in changed)


@pytest.mark.long
def test_what_was_taken_back_before_the_closing_is_not_drawn_from(hospital):
    submitted(hospital, rows(10))
    submitted(hospital, rows(4, outcome=Outcome.LOST))

    closed()

    assert len(SpotCheck.objects.get().frame) == 6


@pytest.mark.long
def test_the_figures_do_not_hang_on_when_the_job_runs_nor_on_other_months_supplements(hospital):
    submitted(hospital, [row(n, opinion="排队时间太长" if n < 5 else "") for n in range(2, 32)])
    discharged = {"discharged_on": NOVEMBER, "followed_on": date(2026, 11, 9)}
    given = [row(900 + n, **discharged) for n in range(5)]
    given += [row(n, opinion="排队时间太长。", is_supplement=True) for n in range(2, 5)]
    submitted(hospital, given, at=datetime(2026, 12, 5, 2, tzinfo=UTC), month=NOVEMBER)
    day, closing = date(2026, 12, 11), selectors.closing_of(NOVEMBER)

    def reckoned():
        return selectors.month_figures(month=NOVEMBER, day=day, as_of=closing)["lines"][0]

    in_time = reckoned()
    after = datetime(2026, 12, 11, 3, tzinfo=UTC)
    submitted(hospital, [row(950, **discharged)], at=after, month=NOVEMBER)

    assert reckoned() == in_time
    assert (in_time["opinions"], in_time["single_opinions"], in_time["clusters"]) == ([], 0, [])
    [october] = selectors.month_figures(month=OCTOBER, day=day)["lines"]
    assert [(one["n"], one["reached"]) for one in october["clusters"]] == [(3, 30)]


@pytest.mark.long
def test_who_was_not_reached_is_in_neither_number_of_an_opinions_share(hospital):
    unreached = [row(n, opinion="排队时间太长", outcome=Outcome.LOST) for n in range(50, 53)]
    submitted(hospital, [*unreached, *rows(3, opinion="排队时间太长"), row(9)])

    [line] = closed().figures["lines"]

    assert [(one["n"], one["reached"]) for one in line["clusters"]] == [(3, 4)]


def test_too_early_a_closing_is_refused_in_the_readers_language(hospital):
    with translation.override("zh-hans"), pytest.raises(services.RegisterError) as refused:
        closed(CLOSING - timedelta(seconds=1))

    assert str(refused.value) == "2026-10的报表自2026-11-11 00:00起才能封账。"
