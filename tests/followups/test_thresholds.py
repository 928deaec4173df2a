"""An approved change of a threshold reaches what it is about, and nothing before its day."""

import ast
import inspect
import re
from dataclasses import fields
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone, translation

from bureau.models import RuleVersion
from bureau.rule_tables import NoRuleInForce, Unfit
from bureau.rules import Role
from bureau.services import RuleError, approve_rule_version
from followups import selectors, services
from followups.models import MonthlyRegister, MonthReport, SpotCall, SpotCheckItem
from followups.rule_kinds import REGISTER
from followups.rules import opinions, rates, register, sampling
from followups.rules.table import KIND, STANDARD, RegisterTable
from followups.rules.words import ReportKind, SpecialKind, Verdict
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    DECEMBER,
    IN_TIME,
    OCTOBER,
    UserFactory,
    approved_rules,
    changed_rules,
    row,
    rows,
    submitted,
)

NOVEMBER = date(2026, 11, 1)


def discharged_in(month, count=100, **values):
    return rows(
        count, discharged_on=month.replace(day=5), followed_on=month.replace(day=9), **values
    )


def closing_of(month):
    zone = timezone.get_default_timezone()
    return register.closes_at(month, zone, table=selectors.table_of(month))


def handed_in(house, month):
    """A hundred people of a month, in on the first day of the next."""
    at = datetime.combine(register.month_after(month), datetime.min.time(), UTC)
    return submitted(house, discharged_in(month), at=at, month=month).register


def checks_required(house, month, *, at=None):
    of_month = handed_in(house, month)
    services.close_month(month=month, at=at or closing_of(month))
    return of_month.checks.get().required


# --- The table --------------------------------------------------------------------------------


def test_version_one_says_what_the_plan_and_the_defaults_say(db):
    brought = import_module("followups.migrations.0002_register_rules_version_one")

    assert selectors.table_of(OCTOBER) == STANDARD
    assert RegisterTable(**brought.VALUES | {"reminder_days": (5, 8, 10)}) == STANDARD
    version = RuleVersion.objects.get(kind=KIND)
    assert (version.number, version.state, version.drafted_by) == (1, "approved", None)


def test_bringing_version_one_again_changes_nothing(db):
    from django.apps import apps

    brought = import_module("followups.migrations.0002_register_rules_version_one")
    brought.add_version_one(apps, None)

    assert RuleVersion.objects.filter(kind=KIND).count() == 1


def test_only_what_the_plan_says_is_shown_as_the_plans():
    from_the_plan = [one.name for one in REGISTER.thresholds if one.clause]

    assert from_the_plan == ["due_day", "township_rate_percent", "level2_rate_percent"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"due_day": 0}, "due_day"),
        ({"due_day": 29}, "due_day"),
        ({"provisional_hour": 24}, "provisional_hour"),
        ({"township_rate_percent": 0}, "township_rate_percent"),
        ({"level2_rate_percent": 101}, "level2_rate_percent"),
        ({"reminder_days": (5, 5)}, "reminder_days"),
        ({"reminder_days": (8, 5)}, "reminder_days"),
        ({"reminder_days": (5, 11)}, "reminder_days"),
        ({"due_day": 9}, "reminder_days"),
        ({"common_from": 1}, "common_from"),
        ({"attempts_before_replacement": 1}, "days_before_replacement"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_and_named(values, field):
    with pytest.raises(Unfit) as refused:
        RegisterTable(**values)

    assert refused.value.field == field


@pytest.mark.parametrize("name", [field.name for field in fields(RegisterTable)])
def test_every_threshold_is_taken_at_both_ends_of_its_limits(name):
    for end in RegisterTable.LIMITS[name]:
        value = (end,) if name == "reminder_days" else end
        others = {"due_day": 28, "reminder_days": (1,), "attempts_before_replacement": 10}
        if name == "attempts_before_replacement":
            others["days_before_replacement"] = 1
        assert getattr(RegisterTable(**others | {name: value}), name) == value


def test_for_a_month_before_all_rules_nothing_is_reckoned(db):
    with pytest.raises(NoRuleInForce):
        selectors.table_of(date(1999, 12, 1))


# --- From when on -----------------------------------------------------------------------------


@pytest.mark.long
def test_another_rate_from_december_on_draws_decembers_people_and_not_novembers(township):
    approved_rules(township_rate_percent=20)

    assert checks_required(township, NOVEMBER) == 10
    assert checks_required(township, DECEMBER) == 20


@pytest.mark.long
def test_a_month_closed_late_is_drawn_from_by_its_own_version(township):
    approved_rules(township_rate_percent=20)

    assert checks_required(township, NOVEMBER, at=datetime(2027, 3, 1, tzinfo=UTC)) == 10


@pytest.mark.long
def test_a_change_in_the_middle_of_a_month_begins_with_the_next(township):
    approved_rules(valid_from=date(2026, 12, 15), township_rate_percent=20)

    assert checks_required(township, DECEMBER) == 10
    assert selectors.table_of(date(2027, 1, 1)).township_rate_percent == 20


def test_once_a_months_registers_are_open_its_rules_stay(township):
    services.open_month(NOVEMBER, at=IN_TIME)

    with pytest.raises(RuleError):
        approved_rules(valid_from=NOVEMBER, due_day=15)
    approved_rules(valid_from=date(2026, 11, 2), due_day=15)

    assert selectors.table_of(NOVEMBER).due_day == 10


def test_a_draft_overtaken_by_the_month_it_was_for_is_not_approved(township):
    version = changed_rules(by=UserFactory(), valid_from=NOVEMBER, due_day=15)
    services.open_month(NOVEMBER, at=IN_TIME)

    with pytest.raises(RuleError):
        approve_rule_version(
            kind=REGISTER, version=version, by=UserFactory(roles=[Role.LEADER]), at=AFTER_CLOSING
        )


# --- What each reaches ------------------------------------------------------------------------


def test_the_due_day_moves_with_the_closing_and_the_report(township):
    approved_rules(due_day=12, provisional_hour=9)

    services.open_month(NOVEMBER, at=IN_TIME)
    services.open_month(DECEMBER, at=IN_TIME)

    due = dict(MonthlyRegister.objects.values_list("month", "due_on"))
    assert due == {NOVEMBER: date(2026, 12, 10), DECEMBER: date(2027, 1, 12)}
    with pytest.raises(services.RegisterError):
        services.close_month(month=DECEMBER, at=datetime(2027, 1, 12, 15, 59, tzinfo=UTC))
    report = services.close_month(month=DECEMBER, at=datetime(2027, 1, 12, 16, tzinfo=UTC))
    assert report.figures["due_on"] == "2027-01-12"


@pytest.mark.long
def test_the_provisional_report_comes_at_its_new_hour(township):
    approved_rules(provisional_hour=9)
    for month in (NOVEMBER, DECEMBER):
        services.open_month(month, at=IN_TIME)
    of_kind = MonthReport.objects.filter(kind=ReportKind.PROVISIONAL)

    services.reconcile(at=datetime(2026, 12, 10, 1, tzinfo=UTC))
    assert not of_kind.exists()
    services.reconcile(at=datetime(2027, 1, 10, 1, tzinfo=UTC))

    assert of_kind.get().month == DECEMBER


def test_a_register_opened_by_a_file_has_the_due_day_of_its_month(hospital):
    approved_rules(due_day=12)

    assert handed_in(hospital, DECEMBER).due_on == date(2027, 1, 12)


@pytest.mark.long
def test_fewer_calls_call_up_the_next_person_sooner(township, liaison):
    approved_rules(attempts_before_replacement=1, days_before_replacement=1, replacements_factor=1)
    checks_required(township, DECEMBER)
    item = SpotCheckItem.objects.filter(is_called_up=True).first()
    at = datetime(2027, 1, 12, 2, tzinfo=UTC)
    services.reveal_number(item=item, by=liaison, at=at)

    services.record_call(item=item, attempt=1, verdict=Verdict.UNREACHABLE, by=liaison, at=at)

    assert SpotCall.objects.count() == 1
    assert item.spot_check.items.filter(is_called_up=True).count() == 11
    assert item.spot_check.items.count() == 20


@pytest.mark.long
def test_a_draw_repeated_after_another_change_goes_by_its_own_version(township):
    checks_required(township, NOVEMBER)
    approved_rules(
        replacements_factor=5, at=datetime(2026, 12, 20, tzinfo=UTC), valid_from=date(2027, 1, 1)
    )

    again = selectors.replay(township.registers.get().checks.get())

    assert (again.same_frame, again.same_people) == (True, True)


def test_timely_and_common_are_the_months_own(township):
    approved_rules(followup_due_days=3, common_from=4)
    for month in (NOVEMBER, DECEMBER):
        at = datetime.combine(register.month_after(month), datetime.min.time(), UTC)
        in_time = {"discharged_on": month.replace(day=6), "followed_on": month.replace(day=8)}
        given = [*discharged_in(month, 3, opinion="停车难"), row(9, **in_time)]
        submitted(township, given, at=at, month=month)

    november, december = (
        selectors.month_figures(month=month, day=date(2027, 2, 1)) for month in (NOVEMBER, DECEMBER)
    )

    assert [one["total"]["timely"] for one in (november, december)] == [4, 1]
    assert november["lines"][0]["opinions"] == [["停车难", 3]]
    assert december["lines"][0]["opinions"] == []


@pytest.mark.long
def test_a_rows_own_due_day_and_its_kind_count_in_the_months_figures_then_as_now(township):
    of_kind = row(2, special_kind=SpecialKind.TUMOUR, followed_on=date(2026, 10, 25))
    own_day = row(3, due_on=date(2026, 10, 20), followed_on=date(2026, 10, 20))
    late = row(4, due_on=date(2026, 10, 6))
    submitted(township, [of_kind, own_day, late])

    report = services.close_month(month=OCTOBER, at=CLOSING)
    submitted(township, rows(9), at=AFTER_CLOSING, reason="更正随访日期")

    now = selectors.month_figures(month=OCTOBER, day=DECEMBER)
    as_of = selectors.month_figures(
        month=OCTOBER, day=DECEMBER, as_of=selectors.closing_of(OCTOBER)
    )
    assert [one["total"]["timely"] for one in (report.figures, as_of, now)] == [2, 2, 9]


@pytest.mark.long
def test_pages_name_the_days_and_numbers_of_the_month_shown(client, township, section_head):
    approved_rules(due_day=12, min_checks=7, common_from=4)
    checks_required(township, DECEMBER)
    check = township.registers.get().checks.get()
    with time_machine.travel("2027-01-14T02:00:00+00:00"), translation.override("en"):
        client.force_login(section_head)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        matrix = client.get("/registers/?until=2026-12").content.decode()
        earlier = client.get("/registers/?until=2026-11").content.decode()
        card = client.get(f"/spot-checks/{check.pk}/").content.decode()
        report = client.get("/registers/report/2026-12/").content.decode()

    assert "due on day 12 of the next" in matrix
    assert "due on day 10 of the next" in earlier
    assert "at least 7 people" in card
    assert "4 people or more" in report


# --- Nobody goes by the standard table by mistake ---------------------------------------------

RECKONING = {
    name
    for module in (opinions, rates, register, sampling)
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if not name.startswith("_") and "table" in inspect.signature(function).parameters
}
OUTSIDE = [
    path
    for folder in ("followups", "config")
    for path in sorted(Path(settings.BASE_DIR, folder).rglob("*.py"))
    if not path.is_relative_to(Path(settings.BASE_DIR, "followups/rules"))
]


def calls_without_table(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in RECKONING and "table" not in {one.arg for one in node.keywords}:
                yield f"{path.name}:{node.lineno} {name}"


@pytest.mark.long
def test_outside_the_rules_every_reckoning_names_its_table():
    assert {"due_on", "closes_at", "required_checks", "rates", "opinions"} <= RECKONING

    assert [call for path in OUTSIDE for call in calls_without_table(path)] == []


def test_outside_the_rules_nobody_reads_the_standard_table():
    takes = re.compile(r"followups\.rules[.\w]* import .*\bSTANDARD\b|\brules\.STANDARD\b")
    assert [path.name for path in OUTSIDE if takes.search(path.read_text())] == []
