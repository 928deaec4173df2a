"""Registers as hospitals really send them: the samples, and the thousand-row sheet."""

from collections import Counter
from datetime import date

import pytest

from followups.rules.problems import ProblemCode as Code
from followups.rules.words import REACHED, Outcome, Severity
from followups.sheets import TableFault, TableProblem, check_rows, find_table, notes, questions
from tests.followups.registers import (
    DAY,
    HEADINGS,
    MONTH,
    OWN,
    book,
    check,
    faults,
    person,
    roster,
    sample,
)


@pytest.mark.long
@pytest.mark.parametrize(
    ("start", "code", "good", "claimed", "bad", "foreign", "warned"),
    [
        ("01", OWN, 412, 369, 0, 0, 0),
        ("02", "371323B01", 37, 35, 0, 0, 0),
        ("03", "371323A02", 58, 51, 0, 0, 0),
        ("04-一行一个问题.", OWN, 30, 28, 9, 1, 3),
        ("04-一行一个问题-补空", OWN, 28, 26, 11, 1, 3),
        ("05", OWN, 10_000, 9_003, 0, 0, 0),
    ],
)
def test_each_sample_counts_as_it_should(start, code, good, claimed, bad, foreign, warned):
    rows = check(sample(start), institution_code=code, roster=roster(code))

    taken = [row.values for row in rows if row.values]
    severities = Counter(row.severity for row in rows)
    assert len(taken) == good
    assert sum(values.outcome in REACHED for values in taken) == claimed
    assert severities[Severity.ERROR] == bad
    assert severities[Severity.BLOCK] == foreign
    assert severities[Severity.WARNING] == warned


def test_in_sample_04_each_row_is_refused_for_its_own_fault_and_no_other():
    table = find_table(sample("04-一行一个问题-补空"))
    rows = check_rows(
        table, month=MONTH, institution_code=OWN, roster=roster(OWN), answers={}, day=DAY
    )

    found = [
        (table.address(one.field, row.number), one.code)
        for row in rows
        for one in row.problems
        if one.severity is not Severity.WARNING
    ]
    assert found == [
        ("O2", Code.PHONE_DIGITS),
        ("G3", Code.PRECISION_LOST),
        ("J4", Code.MISSING),
        ("J5", Code.IMPOSSIBLE_DATE),
        ("R6", Code.FOLLOWED_BEFORE_DISCHARGE),
        ("J7", Code.OUTSIDE_MONTH),
        ("F8", Code.AGE_OUT_OF_RANGE),
        ("H15", Code.REPEATED_ROW),
        ("H16", Code.MISSING),
        ("W17", Code.NOT_AN_OPTION),
        ("X19", Code.NOT_AN_OPTION),
        ("B21", Code.FOREIGN_INSTITUTION),
    ]


def test_in_sample_04_what_is_oddly_written_is_understood():
    rows = {row.number: row.values for row in check(sample("04-一行一个问题."))}

    assert rows[9].sex == "male"
    assert rows[10].discharged_on == date(2026, 10, 9)
    assert rows[11].discharged_on == date(2026, 10, 5)
    assert rows[12].phone == "0539-6221234"
    assert rows[13].phone == "13800138000"
    assert rows[18].method == "phone"
    assert rows[22].opinion == '=HYPERLINK("x")'


def test_in_sample_04_the_warnings_are_the_doctor_and_two_stays_that_end_before_they_begin():
    rows = check(sample("04-一行一个问题."), roster=roster(OWN))

    warned = [one for one in faults(rows) if one[0] in (10, 11, 20)]
    assert warned == [
        (10, "admitted_on", Code.ADMITTED_AFTER_DISCHARGE),
        (11, "admitted_on", Code.ADMITTED_AFTER_DISCHARGE),
        (20, "attending_doctor", Code.UNKNOWN_STAFF),
    ]


def test_sample_02_is_asked_about_its_missing_outcomes_once_and_its_last_lines_are_no_rows():
    table = find_table(sample("02"))

    [question] = questions(table, month=MONTH)
    assert (question.key, question.default) == ("no_outcomes:outcome", "by_content")
    assert (table.header_row, table.rows[0][0], table.rows[-1][0]) == (3, 4, 40)
    assert [number for number, _ in table.below] == [43, 44]
    assert [
        one.facts["heading"] for one in notes(table, month=MONTH, institution_code=OWN)[:2]
    ] == [
        "出院科室",
        "主管医师",
    ]


def test_the_answer_decides_whether_a_row_without_content_counts_as_reached():
    table = find_table(sample("02"))
    options = {"month": MONTH, "institution_code": "371323B01", "day": DAY}

    by_content = check_rows(table, **options)
    all_reached = check_rows(table, **options, answers={"no_outcomes:outcome": "all_reached"})

    pending = [row.number for row in by_content if row.values.outcome is Outcome.PENDING]
    assert pending == [27, 36]
    assert {row.values.outcome for row in all_reached} == {Outcome.REACHED_PATIENT}


def test_sample_03_is_found_behind_its_instructions_under_two_levels_of_headings():
    table = find_table(sample("03"))

    assert (table.sheet, table.header_row, len(table.rows)) == ("随访登记表", 2, 58)
    assert table.headings["followed_on"] == "第一次随访日期"
    assert questions(table, month=MONTH) == []
    assert check(sample("03"), institution_code="371323A02")[0].values.discharged_on == date(
        2026, 10, 30
    )


@pytest.mark.parametrize("start", ["06", "07"])
def test_what_is_no_register_says_so_and_what_was_looked_for(start):
    with pytest.raises(TableProblem) as refusal:
        find_table(sample(start))

    assert refusal.value.fault is TableFault.NO_HEADER
    assert refusal.value.names == ("姓名", "住院号", "出院日期")


def thousand_rows():
    rows = [person(number) for number in range(1, 986)]
    for number in range(25):
        rows[number * 7][3] = "1380013800"
    for number in range(10):
        rows[number * 7 + 1][2] = None
    rows += [list(rows[500 + number]) for number in range(15)]
    cleared = [[None] * 6, [" "] * 6, [], ["\u3000", None], [""] * 6] * 100
    title = [["某医院出院患者随访登记表"], ["填报单位:某医院", None, None, "2026年11月8日"]]
    return book(*title, HEADINGS, *rows, *cleared)


def test_the_thousand_row_sheet_counts_every_row_once():
    table = find_table(thousand_rows())
    rows = check_rows(table, month=MONTH, institution_code=OWN, day=DAY)

    by_code = Counter(
        one.code for row in rows for one in row.problems if one.severity is Severity.ERROR
    )
    assert (table.header_row, len(rows), len(table.below)) == (3, 1000, 0)
    assert len([row for row in rows if row.values]) == 950
    assert by_code == {Code.PHONE_DIGITS: 25, Code.MISSING: 10, Code.REPEATED_ROW: 15}
    assert rows[-1].number == 1003
    assert rows[-15].problems[0].facts == {"row": str(4 + 500)}
