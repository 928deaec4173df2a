"""check_invariants finds nothing in an honest house, and names each thing that must not be."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from accountability import invariants as accountability
from bureau import health
from bureau import invariants as bureau
from bureau import invariants as ground
from bureau import invariants as ground_floor
from bureau.invariants import Breach
from bureau.models import Delivery, NumberSeries, OfficialNumber, RuleVersion
from bureau.rules import Role
from bureau.services import issue_number
from complaints import invariants as complaints
from followups import invariants
from followups import invariants as followups
from followups.models import MonthlyRegister, RegisterRow, Upload
from followups.rules.table import KIND
from followups.services.owed_months import register_of
from rectification import invariants as rectification
from tests.factories import OCTOBER, UserFactory, approved_rules, drawn, rows, submitted

NOW = datetime(2026, 11, 12, 2, 0, tzinfo=UTC)


def broken() -> set[str]:
    return {breach.rule for breach in invariants.breaches(at=NOW)}


@pytest.mark.long
def test_an_honest_house_has_no_breach(hospital, township):
    submitted(hospital, rows(3))
    drawn(township)
    out = StringIO()
    call_command("check_invariants", stdout=out)
    assert broken() == set()


@pytest.mark.long
@pytest.mark.parametrize(
    ("rule", "harm"),
    [
        (
            "register has versions and never arrived",
            lambda: MonthlyRegister.objects.update(arrived_on=None, completed_on=None),
        ),
        ("nil report with rows", lambda: MonthlyRegister.objects.update(is_nil=True)),
        ("file half staged", lambda: RegisterRow.objects.filter(number=2).delete()),
        (
            "file has a version and was not submitted",
            lambda: Upload.objects.update(state="withdrawn"),
        ),
        (
            "register due by other rules than its month's",
            lambda: MonthlyRegister.objects.update(due_on=date(2026, 11, 15)),
        ),
        (
            "file waits and has rows",
            lambda: Upload.objects.update(state="reading"),
        ),
    ],
)
def test_a_register_that_contradicts_itself_is_named(hospital, rule, harm):
    submitted(hospital, rows(3))
    harm()
    assert rule in broken()
    with pytest.raises(CommandError):
        call_command("check_invariants", stdout=StringIO())


def test_a_letter_that_nobody_reports_on_is_named(clerk):
    letter = {"channel": "email", "recipient": clerk, "urgency": "prompt", "created_at": NOW}
    long_ago = NOW - timedelta(days=30)
    Delivery.objects.create(**letter, state="unknown", claimed_at=long_ago)
    assert not list(ground_floor.breaches(at=NOW))
    Delivery.objects.create(**letter, state="claimed", claimed_at=long_ago)
    Delivery.objects.create(**letter, state="failed", next_try_at=long_ago)
    rules = [breach.rule for breach in ground_floor.breaches(at=NOW)]
    assert rules == ["letter neither sent nor dead in its time"] * 2


def test_a_register_that_arrived_out_of_nowhere_is_named(hospital):
    register = register_of(institution=hospital, month=OCTOBER)
    MonthlyRegister.objects.filter(pk=register.pk).update(arrived_on=NOW.date())
    assert "register arrived without a version" in broken()


def test_a_draw_that_lost_people_is_named(hospital):
    check = drawn(hospital)
    lost = check.items.order_by("position")[check.required - 1 :]
    check.items.filter(pk__in=[item.pk for item in lost]).delete()
    assert "spot-check over fewer people than required" in broken()


def test_a_version_nobody_told_of_is_named(hospital):
    version = submitted(hospital, rows(3))
    type(version).objects.filter(pk=version.pk).update(number=7)
    assert "version without an act" in broken()


def test_numbers_that_were_tampered_with_are_named(clerk):
    series = NumberSeries.objects.get(code="notice")
    for title in ("一", "二", "三"):
        issue_number(series=series, year=2026, title=title, by=clerk, at=NOW)
    assert not {breach.rule for breach in bureau.breaches(at=NOW)}

    OfficialNumber.objects.filter(number=2).delete()

    assert "official numbers with a gap" in {breach.rule for breach in bureau.breaches(at=NOW)}


def test_a_house_with_a_duty_of_the_bureau_is_named(hospital, officer):
    assert "account of an institution with a duty of the bureau" not in of_ground()
    UserFactory(username="both", institution=hospital, roles=[Role.HOSPITAL_OFFICER, Role.LIAISON])

    assert "account of an institution with a duty of the bureau" in of_ground()


def test_rules_approved_without_a_word_are_named(db):
    version = approved_rules(min_checks=5)
    assert "rule version approved without an act" not in of_ground()
    values = {name: getattr(version, name) for name in ("source", "values", "drafted_by",
              "drafted_at", "state", "approved_by", "approved_at")}  # fmt: skip
    RuleVersion.objects.create(kind=KIND, number=9, valid_from=date(2027, 6, 1), **values)
    assert "rule version approved without an act" in of_ground()


def of_ground() -> set[str]:
    return {breach.rule for breach in ground.breaches(at=NOW)}


def test_a_letter_forgotten_through_day_and_night_is_named_by_both_commands(db):
    recipient = UserFactory(username="kejian")
    created = NOW - timedelta(days=12)
    Delivery.objects.create(
        channel="email", recipient=recipient, created_at=created, next_try_at=created
    )
    midnight = NOW.replace(hour=18)

    breach = next(ground.breaches(at=midnight))
    with translation.override("zh-hans"):
        words = breach.words

    assert breach.where == "kejian 2026-10-31 10:00"
    assert words == "邮件逾期仍未发出，也未作废"
    assert "letters" in health.ages(at=midnight).late


def test_each_thing_that_must_hold_has_its_words_in_the_readers_language(db):
    rules = {
        *followups._broken(),
        *complaints._broken(),
        *rectification._broken(),
        *accountability._broken(),
    }

    with translation.override("zh-hans"):
        untold = [rule for rule in rules if Breach(rule, "").words == rule]

    assert not untold
