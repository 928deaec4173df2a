"""Row by row: what is refused, what is taken with a warning, and what is kept of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.rules.problems import ProblemCode as Code
from followups.rules.rows import Roster
from followups.rules.words import Outcome, Severity
from followups.sheets import BY_FIELD, COLUMNS, check_rows, find_table, notes, questions
from tests.followups.registers import DAY, HEADINGS, MONTH, OWN, book, check, faults, person


def refused(rows):
    return [row.number for row in rows if row.severity is Severity.ERROR]


def test_another_institutions_code_blocks_and_its_own_name_or_nothing_does_not():
    headings = ["机构", *HEADINGS]
    codes = [OWN, None, "371323a01", "371323B99", 371323.0, "县人民医院", "县中医院"]
    rows = [[code, *person(number)] for number, code in enumerate(codes)]
    known = Roster(institution_names=frozenset({"县人民医院"}))

    checked = check(book(headings, *rows), roster=known)

    severities = [row.severity for row in checked]
    assert severities == [
        *(None, None, None),
        *(Severity.BLOCK, Severity.BLOCK),
        *(None, Severity.WARNING),
    ]
    assert [row.number for row in checked if row.values is None] == [5, 6]
    assert checked[3].problems[0].facts == {"own": OWN}
    assert checked[3].problems[0].written == "371323B99"


def test_codes_of_institutions_are_compared_whatever_their_case():
    [row] = check(book(["机构编码", *HEADINGS], ["abc1", *person(1)]), institution_code="aBc1")

    assert row.problems == ()


def test_a_phone_of_two_patients_is_warned_about_on_both_rows():
    rows = [person(1), person(2, 联系电话="138 0000 0001"), person(3)]

    checked = check(book(HEADINGS, *rows))

    assert faults(checked) == [(2, "phone", Code.PHONE_SHARED), (3, "phone", Code.PHONE_SHARED)]
    assert all(row.values for row in checked)


def test_follow_ups_without_a_number_are_numbered_by_day():
    rows = [person(1, 随访时间="2026-10-20"), person(1, 随访时间="2026-10-12")]

    assert [row.values.seq for row in check(book(HEADINGS, *rows))] == [2, 1]


def test_a_row_with_nothing_under_outcome_is_taken_as_pending_with_a_warning():
    checked = check(book(HEADINGS, person(1), person(2, 随访结果=None)))

    assert checked[1].values.outcome is Outcome.PENDING
    assert faults(checked) == [(3, "outcome", Code.MISSING)]


def test_where_outcomes_are_misspelt_an_empty_one_is_still_missing():
    headings, rows = [*HEADINGS, "随访内容"], [[*person(1, 随访结果="已随放"), "好"]]
    rows.append([*person(2, 随访结果=None), "好"])

    checked = check(book(headings, *rows))

    assert faults(checked) == [(2, "outcome", Code.NOT_AN_OPTION), (3, "outcome", Code.MISSING)]
    assert checked[1].values.outcome is Outcome.PENDING


@pytest.mark.parametrize("remark", ["补报", "补报:漏报", "已补报过别的", None])
def test_a_row_is_a_supplement_if_its_remark_begins_so(remark):
    row = [*person(1, 出院日期="2026-09-28"), remark]

    [checked] = check(book([*HEADINGS, "备注"], row))

    assert bool(checked.values) == (remark in ("补报", "补报:漏报"))


def test_corrections_take_the_place_of_cells_even_where_there_is_no_such_column():
    rows = [person(1, 联系电话="1380013800"), person(2, 出院日期="2026-09-28")]
    workbook = book(HEADINGS, *rows)
    corrections = {2: {"phone": "13800138000"}, 3: {"is_supplement": "是"}}

    before, after = check(workbook), check(workbook, corrections=corrections)

    assert refused(before) == [2, 3]
    assert refused(after) == []
    assert after[0].written["phone"] == "13800138000"


def test_every_fault_of_a_row_is_told_at_once():
    row = person(1, 姓名=None, 联系电话="1", 出院日期="2026-13-02", 随访结果="已随放")

    assert [one[1:] for one in faults(check(book(HEADINGS, row)))] == [
        ("discharged_on", Code.IMPOSSIBLE_DATE),
        ("phone", Code.PHONE_DIGITS),
        ("outcome", Code.NOT_AN_OPTION),
        ("patient_name", Code.MISSING),
    ]


def test_a_problem_carries_what_was_written_as_it_was_written():
    row = person(1, 随访时间="2026.10.1")

    [problem] = check(book(HEADINGS, row))[0].problems

    assert (problem.code, problem.written) == (Code.FOLLOWED_BEFORE_DISCHARGE, "2026.10.1")


def suggested(**changes):
    """Tell the suggestions for each field of a register's only row."""
    cells = {"入院日期": None, "备注": None} | changes
    [row] = check(book([*HEADINGS, "入院日期", "备注"], person(1, **cells)))
    return {one.field: one.suggestions for one in row.problems if one.suggestions}


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        # 12-30 lies outside the month and in the future; 23 October would do.
        ({"出院日期": "2026-10-32", "随访时间": "2026-10-30"}, {"discharged_on": ("2026-10-23",)}),
        # 23 October lies after the follow-up of the 12th.
        ({"出院日期": "2026-10-32"}, {}),
        # 3 December has not come yet, in March nobody had been discharged.
        ({"随访时间": "2026-13-02"}, {}),
        ({"随访时间": "2026-10-32"}, {"followed_on": ("2026-10-23",)}),
        # Admitted after the discharge would only be warned about: no good suggestion either.
        ({"入院日期": "2026-10-32"}, {}),
        ({"入院日期": "2026-13-02"}, {"admitted_on": ("2026-03-12", "2026-02-13")}),
        # A supplement may bring up an earlier month.
        ({"出院日期": "2026-13-02"}, {}),
        (
            {"出院日期": "2026-13-02", "备注": "补报"},
            {"discharged_on": ("2026-03-12", "2026-02-13")},
        ),
        ({"出院日期": "9/10/26", "随访时间": "2026-10-30"}, {"discharged_on": ("2026-10-09",)}),
    ],
)
def test_a_day_is_suggested_only_if_no_other_check_of_the_row_speaks_against_it(changes, days):
    assert suggested(**changes) == days


def test_a_tick_is_no_one_though_they_are_equal():
    headings = [*HEADINGS, "性别", "是否需随访"]
    rows = [[*person(1), 1.0, 1.0], [*person(2), True, True], [*person(3), 0.0, False]]

    checked = check(book(headings, *rows))

    assert faults(checked) == [(3, "sex", Code.NOT_AN_OPTION)]
    assert [row.values.needs_followup for row in checked if row.values] == [True, False]


ANY_CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.text(max_size=12),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from(["2026-10-05", "10.5", "9/5/26", "13800138000", "已随访", "男", "371323A01"]),
)
ALL_HEADINGS = [column.heading for column in COLUMNS]


@pytest.mark.long
@given(
    st.lists(st.lists(ANY_CELL, max_size=len(COLUMNS) + 2), max_size=5),
    st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=2),
    st.sampled_from([None, DAY]),
)
def test_no_cells_whatever_break_the_check_and_refusal_always_has_a_reason(cells, answers, day):
    table = find_table(book(ALL_HEADINGS, *cells))
    questions(table, month=MONTH)
    notes(table, month=MONTH, institution_code=OWN)

    rows = check_rows(table, month=MONTH, institution_code=OWN, answers=answers, day=day)

    assert [row.number for row in rows] == [number for number, _ in table.rows]
    for row in rows:
        grave = [one for one in row.problems if one.severity is not Severity.WARNING]
        assert (row.values is None) == bool(grave)
        assert all(one.field in BY_FIELD for one in row.problems)
        assert row.values is None or (row.values.inpatient_no and row.values.discharged_on)
