"""Reads: who owes, who is missing, what is left to do, the matrix, the search."""

from datetime import UTC, date, datetime

import pytest

from followups import selectors, services
from followups.models import FollowUpRecord, MonthlyRegister
from followups.rules.register import RegisterState
from followups.rules.words import Verdict
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    IN_TIME,
    OCTOBER,
    InstitutionFactory,
    RegisterFactory,
    drawn,
    row,
    rows,
    staged,
    submitted,
)
from tests.followups.calls import record

DUE, AFTER = date(2026, 11, 10), date(2026, 11, 11)
SEPTEMBER, NOVEMBER = date(2026, 9, 1), date(2026, 11, 1)


# --- Who owes a register ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "grade", "owes"),
    [
        ("township_center", "0", True),
        ("township_center", "1", True),
        ("general_hospital", "2a", True),
        ("general_hospital", "2b", True),
        ("tcm_hospital", "2", True),
        ("general_hospital", "3a", True),
        ("general_hospital", "1", False),
        ("village_clinic", "0", False),
        ("community_center", "1", False),
    ],
)
def test_township_centres_and_houses_of_level_two_and_above_owe_a_register(db, kind, grade, owes):
    InstitutionFactory(kind=kind, grade=grade)

    assert selectors.owing_institutions(OCTOBER).exists() == owes


@pytest.mark.parametrize(
    ("active_from", "active_to", "owes"),
    [
        (date(2026, 10, 31), None, True),
        (date(2026, 11, 1), None, False),
        (None, date(2026, 10, 1), True),
        (None, date(2026, 9, 30), False),
    ],
    ids=["opens on the last day", "opens the day after", "closes on the first", "closed before"],
)
def test_a_house_owes_the_months_in_which_it_was_open(db, active_from, active_to, owes):
    InstitutionFactory(kind="township_center", active_from=active_from, active_to=active_to)

    assert selectors.owing_institutions(OCTOBER).exists() == owes


# --- Missing and owed ------------------------------------------------------------------------


def test_registers_without_a_file_are_to_be_reminded_of_due_or_not(hospital, township):
    submitted(hospital, rows(1))
    waiting = RegisterFactory(institution=township)
    RegisterFactory(institution=township, month=SEPTEMBER)

    found = selectors.registers_missing(MonthlyRegister.objects.all(), month=OCTOBER)

    assert list(found) == [waiting]


def test_a_register_is_owed_once_its_month_is_over_and_until_nothing_is_missing(hospital):
    register = RegisterFactory(institution=hospital)
    owed = MonthlyRegister.objects.all()
    assert not selectors.registers_owed(owed, day=date(2026, 10, 31))
    assert list(selectors.registers_owed(owed, day=date(2026, 11, 1))) == [register]

    submitted(hospital, rows(1))

    assert not selectors.registers_owed(owed, day=date(2026, 11, 20))


# --- What is left to do ----------------------------------------------------------------------


def test_months_are_left_to_do_from_the_first_known_one_to_this_one(hospital):
    RegisterFactory(institution=hospital, month=SEPTEMBER)

    assert selectors.months_to_reconcile(NOVEMBER) == [SEPTEMBER, OCTOBER, NOVEMBER]


@pytest.mark.long
def test_a_closed_month_is_left_alone_until_a_register_of_it_wants_a_draw(hospital, township):
    submitted(hospital, rows(1))
    services.open_month(OCTOBER, at=IN_TIME)
    services.close_month(month=OCTOBER, at=CLOSING)
    assert selectors.months_to_reconcile(NOVEMBER) == [NOVEMBER]

    submitted(township, rows(1), at=AFTER_CLOSING, reason="科室事后补报")

    assert selectors.months_to_reconcile(NOVEMBER) == [OCTOBER, NOVEMBER]


def test_a_nil_report_after_the_closing_leaves_nothing_to_do(hospital):
    services.close_month(month=OCTOBER, at=CLOSING)

    services.file_nil_report(
        institution=hospital, month=OCTOBER, by=None, at=AFTER_CLOSING, reason="科室漏报一份"
    )

    assert selectors.months_to_reconcile(NOVEMBER) == [NOVEMBER]


# --- The matrix ------------------------------------------------------------------------------


def laid_out(day=AFTER, registers=None):
    return selectors.matrix(
        MonthlyRegister.objects.all() if registers is None else registers,
        months=[SEPTEMBER, OCTOBER],
        month=OCTOBER,
        day=day,
    )


def test_the_matrix_shows_each_house_month_by_month_and_an_empty_cell_where_none_is_owed(
    hospital, township
):
    submitted(hospital, rows(1), at=CLOSING)
    RegisterFactory(institution=hospital, month=SEPTEMBER)
    RegisterFactory(institution=township)

    matrix = laid_out()

    states = [
        (line.institution, [cell.standing and cell.standing.state for cell in line.cells])
        for line in matrix.lines
    ]
    assert states == [
        (hospital, [RegisterState.MISSING, RegisterState.LATE]),
        (township, [None, RegisterState.MISSING]),
    ]
    assert (matrix.numbers, matrix.by_month[0]) == ((2, 1, 0), (1, 0, 0))


def test_what_is_not_due_yet_does_not_lower_a_houses_share(hospital):
    submitted(hospital, rows(1), month=SEPTEMBER, at=datetime(2026, 10, 9, 1, tzinfo=UTC))
    RegisterFactory(institution=hospital)

    [before] = laid_out(day=DUE).lines
    [after] = laid_out(day=AFTER).lines

    assert (before.on_time, after.on_time) == ((1, 1), (1, 2))


def test_a_part_handed_in_before_the_due_day_does_not_lower_it_either(hospital):
    submitted(hospital, rows(1), month=SEPTEMBER, at=datetime(2026, 10, 9, 1, tzinfo=UTC))
    submitted(hospital, rows(2), at=datetime(2026, 10, 20, 1, tzinfo=UTC))

    [before] = laid_out(day=DUE).lines
    [after] = laid_out(day=AFTER).lines

    assert (before.on_time, after.on_time) == ((1, 1), (1, 2))


def test_the_matrix_shows_the_newest_months_check(hospital, liaison):
    check = drawn(hospital)
    item = check.items.filter(is_called_up=True).first()
    record(item, Verdict.GENUINE, by=liaison)

    matrix = laid_out()

    assert (matrix.check_month, matrix.lines[0].check) == (OCTOBER, (3, 1, 1, 1))


def test_the_matrix_holds_only_the_registers_it_is_given(hospital, township, officer):
    for house in (hospital, township):
        RegisterFactory(institution=house)

    matrix = laid_out(registers=MonthlyRegister.objects.visible_to(officer))

    assert [line.institution for line in matrix.lines] == [hospital]
    assert matrix.numbers.expected == 1


# --- Figures ---------------------------------------------------------------------------------


def test_the_same_rows_on_the_same_day_give_the_same_figures(hospital, township):
    submitted(hospital, rows(3))
    submitted(township, rows(4))

    first, again = (selectors.month_figures(month=OCTOBER, day=DUE) for _ in range(2))

    assert first == again


def test_a_supplement_counts_in_the_month_of_its_discharge(hospital):
    late = row(9, discharged_on=date(2026, 9, 28), is_supplement=True)
    submitted(hospital, [*rows(3), late])
    RegisterFactory(institution=hospital, month=SEPTEMBER)

    october, september = (
        selectors.month_figures(month=month, day=DUE)["total"]["discharged"]
        for month in (OCTOBER, SEPTEMBER)
    )

    assert (october, september) == (3, 1)


# --- Search ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ZY00002", ["ZY00002"]),
        ("zy00002", ["ZY00002"]),
        ("病人3", ["ZY00003"]),
        ("13800000004", ["ZY00004"]),
        ("138 0000 0004", ["ZY00004"]),
        ("病人", []),
        ("1380000", []),
        ("ZY0000", []),
        ("", ["ZY00002", "ZY00003", "ZY00004"]),
    ],
    ids=[
        "inpatient number", "in small letters", "whole name", "whole phone", "phone with spaces",
        "part of a name", "part of a phone", "part of a number", "nothing",
    ],
)  # fmt: skip
def test_rows_are_found_by_number_whole_name_or_whole_phone(hospital, query, found):
    submitted(hospital, rows(3))

    records = selectors.search_records(FollowUpRecord.objects.order_by("inpatient_no"), query)

    assert [record.inpatient_no for record in records] == found


@pytest.mark.parametrize("query", ["37132319720828272X", "371323 19720828 272x"])
def test_rows_are_found_by_a_whole_id_number_and_by_no_part_of_one(hospital, query):
    submitted(hospital, [row(2, id_no="37132319720828272X"), row(3)])
    records = FollowUpRecord.objects.all()

    assert [one.inpatient_no for one in selectors.search_records(records, query)] == ["ZY00002"]
    for part in (query[:-1], query[-4:], " "):
        assert not selectors.search_records(records, part)


def test_the_search_goes_over_the_rows_it_is_given(hospital, township, officer):
    submitted(hospital, rows(1))
    submitted(township, rows(1))
    own = FollowUpRecord.objects.visible_to(officer)

    [found] = selectors.search_records(own, "病人2")

    assert found.institution == hospital


# --- Rows a file lacks -----------------------------------------------------------------------


def test_the_rows_a_file_does_not_mention_are_listed(hospital):
    submitted(hospital, rows(4))

    upload = staged(hospital, rows(2))

    missing = selectors.AbsentRows(upload)
    assert [record.inpatient_no for record in missing] == ["ZY00004", "ZY00005"]


def test_a_file_without_rows_yet_lacks_none_of_another_house(hospital, township):
    submitted(township, rows(4))

    assert not selectors.AbsentRows(staged(hospital, rows(2), at=IN_TIME))
