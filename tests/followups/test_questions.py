"""What a file leaves open is asked once; what is odd about it is noted."""

import pytest

from followups.rules.problems import ProblemCode as Code
from followups.sheets import (
    NoteCode,
    QuestionCode,
    TableProblem,
    check_rows,
    find_table,
    notes,
    questions,
)
from tests.followups.registers import HEADINGS, MONTH, OWN, book, faults, person

MISTYPED = ["姓名", "住院好", "出院日期", "联系电话", "随访时间", "随访结果"]


def test_a_heading_that_only_looks_like_a_must_have_is_asked_about_and_never_taken():
    table = find_table(book(MISTYPED, person(1)))
    [question] = questions(table, month=MONTH)

    assert question.key == "is_this_column:inpatient_no"
    assert question.facts == {"heading": "住院好", "column": "B"}
    assert question.default == ""
    with pytest.raises(TableProblem) as refusal:
        check_rows(table, month=MONTH, institution_code=OWN, answers={question.key: "no"})
    assert refusal.value.names == ("住院号",)

    [row] = check_rows(table, month=MONTH, institution_code=OWN, answers={question.key: "yes"})
    assert row.values.inpatient_no == "ZY00001"


@pytest.mark.parametrize("heading", ["出生日期", "责任护士", "入院科室", "第二次随访日期"])
def test_a_known_other_heading_is_not_taken_for_a_missing_one(heading):
    missing = {"第二次随访日期": "随访时间"}.get(heading)
    table = find_table(book([*HEADINGS, heading], [*person(1), "x"]))

    assert missing is None or "followed_on" in table.columns
    assert table.near == {}


def test_unknown_headings_are_noted():
    table = find_table(book([*HEADINGS, "第二次随访日期"], [*person(1), "x"]))
    [note] = [
        one
        for one in notes(table, month=MONTH, institution_code=OWN)
        if one.code is NoteCode.HEADINGS_UNKNOWN
    ]

    assert note.facts == {"headings": "第二次随访日期"}


def test_short_dates_are_asked_about_once_for_a_column_and_answered_for_all_its_rows():
    rows = [person(number, 出院日期=text) for number, text in enumerate(["10/5/26", "10/6/26"])]
    table = find_table(book(HEADINGS, *rows))
    options = {"month": MONTH, "institution_code": OWN}

    [question] = questions(table, month=MONTH)
    asked = check_rows(table, **options)
    answered = check_rows(table, **options, answers={"date_order:discharged_on": "mdy"})

    assert question.choices == ("mdy", "dmy")
    assert question.facts == {"example": "10/5/26", "mdy": "2026-10-05", "dmy": "2026-05-10"}
    assert [one[2] for one in faults(asked)] == [Code.AMBIGUOUS_DATE] * 2
    assert [row.values.discharged_on.day for row in answered] == [5, 6]


def test_short_dates_of_which_one_can_only_be_read_one_way_are_not_asked_about():
    rows = [person(number, 出院日期=text) for number, text in enumerate(["10/5/26", "10/25/26"])]
    rows = [[*row[:4], None, "未随访"] for row in rows]
    table = find_table(book(HEADINGS, *rows))

    assert questions(table, month=MONTH) == []
    checked = check_rows(table, month=MONTH, institution_code=OWN)
    assert [row.values.discharged_on.day for row in checked] == [5, 25]


def test_an_outcome_column_with_nothing_in_it_is_asked_about_like_a_missing_one():
    table = find_table(book(HEADINGS, person(1, 随访结果=None)))

    assert [one.code for one in questions(table, month=MONTH)] == [QuestionCode.NO_OUTCOMES]


@pytest.mark.parametrize(
    ("name", "title", "named"),
    [
        ("随访登记", "2026年9月出院患者随访登记表", "2026-09"),
        ("9月", "登记表", "2026-09"),
        ("随访登记", "2025年10月登记表", "2025-10"),
        ("随访登记", "2026年10月登记表", None),
        ("9月和10月", "登记表", None),
        ("随访登记", "填报时间:2026年11月8日", None),
        ("随访登记", "每月10日前报送", None),
    ],
)
def test_a_title_of_another_month_is_noted(name, title, named):
    table = find_table(book([title], HEADINGS, person(1), name=name))

    found = [
        one.facts["named"]
        for one in notes(table, month=MONTH, institution_code=OWN)
        if one.code is NoteCode.OTHER_MONTH
    ]
    assert found == ([named] if named else [])
