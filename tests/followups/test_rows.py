"""What makes one row acceptable."""

from datetime import date

import pytest

from followups.rules.problems import ProblemCode as Code
from followups.rules.rows import MUST_HAVE, Roster, RowValues, row_problems
from followups.rules.words import DischargeWay, Method, Outcome, Severity, Sex

MONTH = date(2026, 10, 1)
DAY = date(2026, 11, 8)
GOOD = RowValues(
    department="内科",
    patient_name="张三",
    sex=Sex.MALE,
    age=66,
    inpatient_no="ZY1",
    admitted_on=date(2026, 9, 28),
    discharged_on=date(2026, 10, 5),
    attending_doctor="李医生",
    phone="13800138000",
    followed_on=date(2026, 10, 12),
    method=Method.PHONE,
    outcome=Outcome.REACHED_PATIENT,
    follower="王护士",
)


def found(values, **options):
    settings = {"month": MONTH, "day": DAY} | options
    return [(one.field, one.code, one.severity) for one in row_problems(values, **settings)]


def test_a_good_row_has_no_problems():
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("changes", "field", "code", "severity"),
    [
        ({"patient_name": ""}, "patient_name", Code.MISSING, Severity.ERROR),
        ({"inpatient_no": ""}, "inpatient_no", Code.MISSING, Severity.ERROR),
        ({"discharged_on": None}, "discharged_on", Code.MISSING, Severity.ERROR),
        ({"department": ""}, "department", Code.MISSING, Severity.WARNING),
        ({"attending_doctor": ""}, "attending_doctor", Code.MISSING, Severity.WARNING),
        ({"phone": ""}, "phone", Code.MISSING, Severity.WARNING),
        ({"followed_on": None}, "followed_on", Code.MISSING, Severity.WARNING),
        ({"method": None}, "method", Code.MISSING, Severity.WARNING),
        ({"outcome": None}, "outcome", Code.MISSING, Severity.WARNING),
        ({"follower": ""}, "follower", Code.MISSING, Severity.WARNING),
        (
            {"followed_on": date(2026, 10, 4)},
            "followed_on",
            Code.FOLLOWED_BEFORE_DISCHARGE,
            Severity.ERROR,
        ),
        (
            {"discharged_on": date(2026, 9, 30)},
            "discharged_on",
            Code.OUTSIDE_MONTH,
            Severity.ERROR,
        ),
        (
            {"discharged_on": date(2026, 11, 1), "followed_on": date(2026, 11, 2)},
            "discharged_on",
            Code.OUTSIDE_MONTH,
            Severity.ERROR,
        ),
        ({"age": -1}, "age", Code.AGE_OUT_OF_RANGE, Severity.ERROR),
        ({"age": 131}, "age", Code.AGE_OUT_OF_RANGE, Severity.ERROR),
        (
            {"admitted_on": date(2026, 10, 6)},
            "admitted_on",
            Code.ADMITTED_AFTER_DISCHARGE,
            Severity.WARNING,
        ),
        ({"followed_on": date(2026, 11, 9)}, "followed_on", Code.IN_FUTURE, Severity.ERROR),
        (
            {"discharge_way": DischargeWay.DIED},
            "outcome",
            Code.DIED_BUT_REACHED,
            Severity.WARNING,
        ),
        (
            {"id_no": "371323195012167456", "age": 77},
            "age",
            Code.AGE_AGAINST_ID,
            Severity.WARNING,
        ),
        (
            {"id_no": "371323195012167456", "age": 75, "sex": Sex.FEMALE},
            "sex",
            Code.SEX_AGAINST_ID,
            Severity.WARNING,
        ),
        (
            {"id_no": "371323202701010019", "age": None, "sex": Sex.MALE},
            "id_no",
            Code.ID_BIRTH_DATE,
            Severity.ERROR,
        ),
    ],
    ids=lambda value: str(value) if isinstance(value, Code) else "",
)
def test_each_fault_is_found_at_its_field_and_weighed(changes, field, code, severity):
    assert found(GOOD._replace(**changes)) == [(field, code, severity)]


@pytest.mark.parametrize(
    "changes",
    [
        {"followed_on": date(2026, 10, 5)},
        {"followed_on": DAY},
        {"admitted_on": date(2026, 10, 5)},
        {"admitted_on": None},
        {"discharged_on": date(2026, 10, 1)},
        {"discharged_on": date(2026, 10, 31), "followed_on": date(2026, 11, 1)},
        {"age": 0},
        {"age": 130},
        {"id_no": "371323195012167456", "age": 76},
        {"id_no": "371323195012167456", "age": 74},
        {"id_no": "371323196101032793", "age": 66},
        {"discharged_on": date(2026, 9, 30), "is_supplement": True},
        {"outcome": Outcome.PENDING, "followed_on": None, "method": None, "follower": ""},
        {"needs_followup": False, "followed_on": None, "method": None, "outcome": None},
    ],
    ids=[
        "followed on the day of discharge",
        "followed on the day the file came",
        "a stay of one day",
        "no day of admission",
        "the first of the month",
        "the last of the month",
        "newborn",
        "the oldest",
        "a year more than the ID says",
        "a year less than the ID says",
        "a year more, the birthday being past",
        "an earlier month as a supplement",
        "pending",
        "needs no follow-up",
    ],
)
def test_what_lies_on_the_edge_is_in_order(changes):
    assert found(GOOD._replace(**changes)) == []


def test_an_earlier_month_can_be_mended_by_calling_it_a_supplement_and_a_later_one_cannot():
    before = row_problems(GOOD._replace(discharged_on=date(2026, 9, 30)), month=MONTH, day=DAY)
    after = row_problems(GOOD._replace(discharged_on=date(2026, 11, 1)), month=MONTH, day=None)

    assert before[0].facts == {"month": "2026-10", "found": "2026-09", "remedy": "supplement"}
    [outside] = [one for one in after if one.code is Code.OUTSIDE_MONTH]
    assert outside.facts == {"month": "2026-10", "found": "2026-11"}


def test_a_supplement_brings_up_no_later_month():
    values = GOOD._replace(discharged_on=date(2026, 11, 1), followed_on=DAY, is_supplement=True)

    assert found(values) == [("discharged_on", Code.OUTSIDE_MONTH, Severity.ERROR)]


def test_without_a_day_of_arrival_nothing_is_in_the_future():
    assert found(GOOD._replace(followed_on=date(2026, 12, 1)), day=None) == []


def test_what_has_been_found_fault_with_is_not_called_missing_too():
    values = GOOD._replace(phone="", discharged_on=None)

    assert found(values, silent={"phone", "discharged_on"}) == []


def test_staff_and_departments_are_looked_up_only_where_there_is_a_roster():
    roster = Roster(frozenset({"李医生"}), frozenset({"外科"}))

    assert found(GOOD, roster=Roster()) == []
    assert found(GOOD, roster=roster) == [
        ("follower", Code.UNKNOWN_STAFF, Severity.WARNING),
        ("department", Code.UNKNOWN_DEPARTMENT, Severity.WARNING),
    ]


@pytest.mark.parametrize("mark", ["/", "、", ",", "\uff0c", ";", "\uff1b"])
def test_of_two_doctors_in_a_cell_only_the_unknown_one_is_named(mark):
    roster = Roster(frozenset({"李医生", "王护士"}))
    values = GOOD._replace(attending_doctor=f"李医生{mark}赵医生")

    [problem] = row_problems(values, month=MONTH, day=DAY, roster=roster)

    assert problem.facts == {"names": "赵医生"}


def test_must_haves_are_the_three_of_the_county_register():
    assert MUST_HAVE == ("patient_name", "inpatient_no", "discharged_on")
