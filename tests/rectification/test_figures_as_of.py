"""What a figure said of a month it goes on saying, whatever happens afterwards."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.calendar import WorkCalendar
from bureau.models import Department
from rectification import services
from rectification.figures import places as posting_figures
from rectification.models import PostingPlace
from rectification.rules.postings import CheckResult, Zone
from rectification.rules.words import Decision, Severity
from rectification.selectors.places import posting_standings
from rectification.services import places
from tests.rectification.conftest import moment
from tests.rectification.test_figures import PERIOD, reckoned


def told(house, **period):
    found = reckoned(house, **{**PERIOD, **period})
    return {code: (one.numerator, one.denominator) for code, one in found.items()}


def back(ledger, item, day):
    return services.reopen_item(
        item=item, found_on=date.fromisoformat(day), note="又无人导医",
        by=ledger.clerk, at=moment(day),
    )  # fmt: skip


def longer(ledger, item, *, day, to):
    asked = services.ask_extension(
        item=item, due_on=to, reason="设备采购尚未到货", by=ledger.officer, at=moment(day)
    )
    return services.decide_extension(
        extension=asked, decision=Decision.GRANTED, by=ledger.clerk, at=moment(day)
    )


@pytest.mark.long
def test_what_happens_later_leaves_the_figures_of_a_month_as_they_were(ledger):
    closed = ledger.closed()
    overdue = ledger.issued(due_on=date(2026, 9, 10))
    running = ledger.issued(due_on=date(2026, 10, 30))
    before = told(ledger.hospital)
    assert before == {"on_time": (1, 1), "overdue": (1, 2), "relapsed": (0, 1), "age": (58, 2)}

    back(ledger, closed, "2026-10-09")
    longer(ledger, overdue, day="2026-10-05", to=date(2026, 10, 9))
    ledger.show(running, on="2026-10-12")
    ledger.apply(running, on="2026-10-12")
    ledger.accept(running, on="2026-10-14")
    ledger.issued(on="2026-10-02")

    assert told(ledger.hospital) == before


@pytest.mark.long
def test_the_month_in_which_it_came_back_counts_the_relapse(ledger):
    back(ledger, ledger.closed(), "2026-10-09")

    october = told(ledger.hospital, first=date(2026, 10, 1), last=date(2026, 10, 31))

    assert october["relapsed"] == (1, 1)
    assert october["on_time"] == (0, 0)


@pytest.mark.long
def test_what_was_granted_within_the_month_counts_in_it(ledger):
    item = ledger.issued(due_on=date(2026, 9, 10))
    longer(ledger, item, day="2026-09-08", to=date(2026, 10, 8))

    assert told(ledger.hospital)["overdue"] == (0, 1)


@pytest.mark.long
def test_what_waited_for_the_bureau_then_was_not_with_its_unit(ledger):
    item = ledger.applied(due_on=date(2026, 9, 20))
    services.return_item(
        item=item, reason="导医台无人值守", by=ledger.verifier, at=moment("2026-10-08")
    )

    assert told(ledger.hospital)["overdue"] == (0, 0)
    assert told(ledger.hospital, last=date(2026, 10, 8))["overdue"] == (1, 1)


@pytest.mark.long
def test_a_struck_off_item_keeps_the_day_it_was_in_time_for(ledger):
    closed = ledger.closed(due_on=date(2026, 9, 25))

    assert closed.closures.get().due_on == date(2026, 9, 25)


@pytest.mark.long
@pytest.mark.parametrize("code", ["on_time", "overdue", "relapsed", "age"])
def test_a_figure_of_a_month_that_is_over_opens_the_rows_it_counted(client, ledger, code):
    closed = ledger.closed(severity=Severity.HIGH)
    overdue = ledger.issued(due_on=date(2026, 9, 10))
    longer(ledger, overdue, day="2026-10-05", to=date(2026, 10, 9))
    back(ledger, closed, "2026-10-09")
    figure = reckoned(ledger.hospital)[code]
    client.force_login(ledger.clerk)

    with time_machine.travel(moment("2026-10-20"), tick=False):
        page = client.get(reverse(figure.url_name), figure.filter)

    counted = figure.denominator if code == "age" else figure.numerator
    assert len(page.context["lines"]) == counted
    assert page.context["filter"].as_of == date(2026, 9, 30)


@pytest.mark.long
def test_from_the_rows_of_a_figure_one_comes_back_to_all_that_stand(client, ledger):
    item = ledger.issued(due_on=date(2026, 9, 10))
    figure = reckoned(ledger.hospital)["overdue"]
    client.force_login(ledger.clerk)

    page = client.get(reverse(figure.url_name), {**figure.filter, "only": ""})

    assert [line.item for line in page.context["lines"]] == [item]
    assert page.context["filter"].as_of is None


@pytest.mark.long
def test_figures_cost_the_same_for_one_item_as_for_many(ledger):
    ledger.closed()
    with CaptureQueriesContext(connection) as one:
        told(ledger.hospital)
    ledger.closed()
    ledger.issued()
    with CaptureQueriesContext(connection) as many:
        told(ledger.hospital)

    assert len(many) == len(one)


# --- Posting ------------------------------------------------------------------------------------


@pytest.fixture
def covered(township, clerk):
    """A township that had posted everything by yesterday. Of what is changed the data base itself
    keeps the day, so these days are real ones."""
    yesterday = timezone.localdate() - timedelta(days=1)
    for n in range(5):
        places.register_place(
            institution=township, zone=list(Zone)[n % 4], place=f"处{n}", own_number="120",
            bureau_number="12345", by=clerk, at=moment(yesterday),
        )  # fmt: skip
    return township


def coverage(house, day):
    [found, _calls] = posting_figures.figures(
        first=day.replace(day=1), last=day, institutions=[house], calendar=WorkCalendar()
    )
    return found.numerator


@pytest.mark.long
def test_a_call_that_is_entered_late_leaves_the_figures_of_its_month(township, clerk):
    period = {"first": date(2026, 9, 1), "last": date(2026, 9, 30)}
    about = {"institutions": [township], "calendar": WorkCalendar()}
    for rung, entered in (("2026-09-10", "2026-09-30"), ("2026-09-20", "2026-10-01")):
        places.record_test_call(
            institution=township, number="120", called_at=moment(rung), answered_in_s=9,
            by=clerk, at=moment(entered),
        )  # fmt: skip

    _coverage, calls = posting_figures.figures(**period, **about)
    [standing] = posting_standings([township], day=period["last"], calendar=WorkCalendar())
    later = posting_standings([township], day=date(2026, 10, 1), calendar=WorkCalendar())

    assert (calls.numerator, calls.denominator) == (1, 1)
    assert standing.calls.made == 1
    assert later[0].calls.made == 0


CHANGES = {
    "retired": lambda place, by, at: places.retire_place(
        place=place, reason="大厅装修拆除", by=by, at=at
    ),
    "faulty": lambda place, by, at: places.check_place(
        place=place, result=CheckResult.GONE, by=by, at=at
    ),
    "numberless": lambda place, by, at: places.correct_place(
        place=place, own_number="", bureau_number="12345", by=by, at=at
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("change", CHANGES)
def test_coverage_of_a_day_goes_by_what_hung_on_it(covered, clerk, change):
    today = timezone.localdate()
    CHANGES[change](PostingPlace.objects.first(), clerk, timezone.now())

    assert coverage(covered, today - timedelta(days=1)) == 1
    assert coverage(covered, today) == 0
    assert coverage(covered, today - timedelta(days=2)) == 0


@pytest.mark.long
def test_a_zone_that_was_said_to_be_absent_was_not_asked_for_while_it_was(township, clerk):
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    there = [zone for zone in Zone if zone is not Zone.WARD]
    given = {"institution": township, "by": clerk, "at": moment(yesterday)}
    numbers = {"own_number": "120", "bureau_number": "12345"}
    for n in range(5):
        places.register_place(zone=there[n % 3], place=f"处{n}", **given, **numbers)
    places.say_zone_absent(zone=Zone.WARD, reason="未设住院病房", **given)
    places.say_zone_there(institution=township, zone=Zone.WARD, by=clerk, at=timezone.now())

    assert (coverage(township, yesterday), coverage(township, today)) == (1, 0)


def test_a_department_entered_later_was_not_asked_for_before(hospital, clerk):
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    old = Department.objects.create(institution=hospital, name="内科")
    Department.objects.filter(pk=old.pk).update(entered_at=None)
    for zone in Zone:
        places.register_place(
            institution=hospital, zone=zone, place=f"{zone}", department=old, own_number="120",
            bureau_number="12345", by=clerk, at=moment(yesterday),
        )  # fmt: skip
    Department.objects.create(institution=hospital, name="外科")

    assert (coverage(hospital, yesterday), coverage(hospital, today)) == (1, 0)


@pytest.mark.long
def test_the_matrix_is_shown_as_it_stood_on_the_day_of_the_figure(client, covered, clerk):
    today = timezone.localdate()
    CHANGES["retired"](PostingPlace.objects.first(), clerk, timezone.now())
    client.force_login(clerk)

    page = client.get(reverse("rectification:places"), {"on": today - timedelta(days=1)})

    assert page.context["is_past"]
    [line] = page.context["page_obj"]
    assert line.coverage.is_complete
