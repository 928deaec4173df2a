"""Finding the register in a workbook: the sheet, the headings, what is a row and what is not."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bureau.workbooks import Sheet, Workbook
from followups.rules.problems import ProblemCode as Code
from followups.rules.words import Outcome
from followups.sheets import COLUMNS, NoteCode, TableFault, TableProblem, find_table, notes
from tests.followups.registers import HEADINGS, MONTH, OWN, book, check, faults, person


@pytest.mark.parametrize(
    "headings",
    [
        ["\ufeff姓名", "住 院 号", "出院日期*", "联系电话(必填)", "随访\n时间", "随访结果"],
        ["★姓名", "住院号（病历号）", "出院　日期", "【必填】联系电话", "随访时间：", "随访结果"],
        ["患者姓名", "病案号", "出院时间", "手机号码", "随访日期", "回访结果"],
        ["病人姓名", "病历号", "离院日期", "联系方式", "首次随访日期", "结果"],
        ["姓\u200b名", "住院号\u00a0", "出院日期", "电话", "回访时间", "随访结局"],
    ],
    ids=["blanks and hints", "stars and brackets", "other words", "more words", "invisible signs"],
)
def test_headings_are_known_under_many_names(headings):
    [row] = check(book(headings, person(1)))

    assert row.values.inpatient_no == "ZY00001"
    assert row.values.outcome is Outcome.REACHED_PATIENT


def test_the_order_of_columns_does_not_matter_and_empty_columns_between_them_neither():
    order = [5, 2, 0, 4, 1, 3]

    def mixed(cells):
        return [one for index in order for one in (None, cells[index])]

    rows = check(book(mixed(HEADINGS), mixed(person(1))))

    assert rows[0].values == check(book(HEADINGS, person(1)))[0].values


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("患者 - 住院 - 随访 -", "姓名 住院号 出院日期 电话 时间 结果"),
        ("姓名 住院号 出院日期 联系电话 随访情况 -", "- - - - 时间 结果"),
        ("基本情况 - 出院 - 随访记录 -", "姓名 住院号 日期 电话 日期 结果"),
    ],
    ids=["grouped", "merged downwards", "only together a heading"],
)
def test_two_levels_of_headings_are_read_together(upper, lower):
    upper, lower = ([None if one == "-" else one for one in row.split()] for row in (upper, lower))
    table = find_table(book(["登记表"], upper, lower, person(1)))

    assert table.header_row == 3
    assert set(table.columns) == {
        "patient_name",
        "inpatient_no",
        "discharged_on",
        "phone",
        "followed_on",
        "outcome",
    }


def test_signatures_totals_notes_and_repeated_headings_are_no_rows_and_none_is_lost():
    lines = [
        ["合计", "2人"],
        [None, "科主任签字:", None, "填表人:李四", "填表日期:2026年11月8日"],
        HEADINGS,
        ["注:每月10日前报送"],
        [None, None, None, None, None, None, "盖章"],
        ["填表说明:见背面"],
        [None, None, "院长 王五"],
        ["科主任签字\uff1a", None, None, "填表人\uff1a"],
    ]
    table = find_table(book(HEADINGS, person(1), *lines[:3], person(2), *lines[3:]))

    assert [number for number, _ in table.rows] == [2, 6]
    assert [number for number, _ in table.below] == [3, 4, 5, 7, 8, 9, 10, 11]
    assert table.below[1][1] == "科主任签字: 填表人:李四 填表日期:2026年11月8日"


def test_a_row_without_any_must_have_but_otherwise_filled_is_refused_and_not_dropped():
    headings = [*HEADINGS, "随访方式"]
    row = [None, None, None, "13800138000", "2026-10-12", "已随访", "电话"]

    [checked] = check(book(headings, row))

    assert [one[1:] for one in faults([checked])] == [
        ("patient_name", Code.MISSING),
        ("inpatient_no", Code.MISSING),
        ("discharged_on", Code.MISSING),
    ]


def test_rows_that_only_count_themselves_are_blank():
    rows = [[float(number), OWN] + [None] * 6 for number in range(2, 50)]
    table = find_table(book(["序号", "机构编码", *HEADINGS], [1.0, OWN, *person(1)], *rows))

    assert (len(table.rows), table.below) == (1, ())


def test_short_rows_are_filled_up():
    [row] = check(book([*HEADINGS, "备注"], person(1)[:4]))

    assert row.values.remark == ""
    assert row.values.outcome is Outcome.PENDING


def sheets_of(**visible):
    return Workbook([Sheet(name, seen, [HEADINGS, person(1)]) for name, seen in visible.items()])


@pytest.mark.parametrize(
    ("workbook", "name"),
    [
        (sheets_of(隐藏的=False, 登记=True), "登记"),
        (sheets_of(隐藏的=False), "隐藏的"),
        (sheets_of(填写示例=True, 登记=True), "登记"),
        (sheets_of(样表=True), "样表"),
        (sheets_of(九月=True, **{"10月": True}), "10月"),
        (sheets_of(**{"2026年9月": True, "2026年10月": True, "2025年10月": True}), "2026年10月"),
        (Workbook([Sheet("空", True, [HEADINGS]), Sheet("满", True, [HEADINGS, person(1)])]), "满"),
        (Workbook([Sheet("空", True, []), Sheet("表", True, [HEADINGS])]), "表"),
    ],
    ids=[
        "visible before hidden",
        "hidden if there is no other",
        "no example",
        "an example if there is no other",
        "the month's",
        "the month's of this year",
        "the filled one",
        "empty but headed",
    ],
)
def test_the_sheet_is_chosen_by_what_is_in_it(workbook, name):
    assert find_table(workbook, month=MONTH).sheet == name


def test_two_registers_in_one_workbook_are_refused_by_name_until_one_is_asked_for():
    workbook = sheets_of(内科=True, 外科=True)

    with pytest.raises(TableProblem) as refusal:
        find_table(workbook, month=MONTH)

    assert refusal.value.fault is TableFault.AMBIGUOUS_SHEETS
    assert refusal.value.names == ("内科", "外科")
    assert find_table(workbook, sheet="外科").sheet == "外科"


def test_a_sheet_that_does_not_exist_is_refused():
    with pytest.raises(TableProblem) as refusal:
        find_table(sheets_of(内科=True), sheet="外科")

    assert refusal.value.fault is TableFault.NO_SUCH_SHEET


def test_missing_must_have_columns_are_named():
    with pytest.raises(TableProblem) as refusal:
        find_table(book(["姓名", "科室", "电话", "随访时间"], ["张三", "内科", "1", "2"]))

    assert refusal.value.fault is TableFault.MISSING_COLUMNS
    assert refusal.value.names == ("住院号", "出院日期")


@pytest.mark.parametrize("workbook", [Workbook([]), book(), book(["随便", "写写"]), book([1.0])])
def test_a_workbook_without_headings_is_refused(workbook):
    with pytest.raises(TableProblem) as refusal:
        find_table(workbook)

    assert refusal.value.fault is TableFault.NO_HEADER


def test_of_two_columns_for_one_field_the_house_heading_wins_and_the_other_is_noted():
    rows = [*HEADINGS, "手机"], [*person(1), "13900139000"]
    first = ["手机", *HEADINGS], ["13900139000", *person(1)]

    for workbook in (book(*rows), book(*first)):
        table = find_table(workbook)
        [note] = [
            one
            for one in notes(table, month=MONTH, institution_code=OWN)
            if one.code is NoteCode.HEADINGS_REPEATED
        ]
        assert note.facts == {"headings": "手机"}
        assert table.headings["phone"] == "联系电话"


ANY_CELL = st.one_of(
    st.none(), st.booleans(), st.floats(), st.text(max_size=12), st.dates(), st.times()
)
ALL_HEADINGS = [column.heading for column in COLUMNS]


@given(st.lists(st.lists(ANY_CELL | st.sampled_from(ALL_HEADINGS), max_size=9), max_size=9))
def test_no_sheet_whatever_breaks_the_search_for_a_table(rows):
    with suppress(TableProblem):
        table = find_table(book(*rows), month=MONTH)
        assert len({*table.columns.values()}) == len(table.columns)
