"""An old ledger's rows, read without a database: columns, words, days, and what is refused."""

from datetime import date

import pytest

from bureau.sheet_names import Names
from bureau.workbooks import Sheet, Workbook, read_workbook
from rectification import sheets
from rectification.choices.importing import FAULTS, REMEDIES, TABLE_FAULTS
from rectification.rules.words import ItemState, Method, RectKind, SourceKind
from rectification.sheets import FaultCode, TableFault, TableRefused
from rectification.sheets.directory import Directory
from rectification.sheets.row_values import RowValues

TODAY = date(2026, 11, 22)
HEADINGS = ("检查日期", "被检查单位", "存在问题", "销号情况", "销号时间")
HOUSES = Names.of([("县人民医院", 1), ("371323A01", 1), ("城关镇卫生院", 2)])
KNOWN = Directory(institutions=HOUSES, sections=Names.of([("医政股", 7)]))


def book(*rows, name="台账", visible=True):
    return Workbook([Sheet(name, visible, rows)])


def checked(*rows, headings=HEADINGS, directory=KNOWN):
    table = sheets.find_table(book(headings, *rows))
    said = {"directory": directory, "source": SourceKind.INSPECTION, "day": TODAY}
    return sheets.check_rows(table, table.proposed, **said)


def row(found="2026-09-01", house="县人民医院", problem="无人导医", state="整改中", closed=None):
    return (found, house, problem, state, closed)


def test_the_old_book_is_found_under_its_titles_and_two_rows_of_headings(sample):
    table = sheets.find_table(read_workbook(sample("08-")))

    assert (table.header_row, len(table.rows)) == (4, 42)
    assert (table.headings[3], table.headings[10]) == ("检查日期", "整改措施")
    assert {"source", "found_on", "measures", "state"} <= set(table.proposed.values())


def test_each_faulty_row_of_the_old_book_is_refused_for_what_its_last_column_says(sample):
    table = sheets.find_table(read_workbook(sample("08-")))

    rows = sheets.check_rows(
        table, table.proposed, directory=KNOWN, source=SourceKind.INSPECTION, day=TODAY
    )

    refused = {one.number: (one.faults[0].field, one.faults[0].code) for one in rows if one.faults}
    assert refused == {
        39: ("found_on", FaultCode.IMPOSSIBLE_DATE),
        40: ("institution", FaultCode.UNKNOWN_INSTITUTION),
        41: ("problem", FaultCode.MISSING),
        42: ("closed_on", FaultCode.NO_DAY_OF_STRIKE_OFF),
        43: ("verified", FaultCode.NOT_SEEN_ON_SITE),
        44: ("problem", FaultCode.REPEATED_ROW),
        45: ("due_on", FaultCode.BEFORE_FOUND),
        46: ("severity", FaultCode.UNKNOWN_WORD),
    }
    said = {number: bool(cells[20]) for number, cells in table.rows}
    assert [number for number, is_said in said.items() if is_said] == sorted(refused)


@pytest.mark.parametrize(
    "written", ["2026.9.1", "2026年9月1日", "20260901", 46266.0, date(2026, 9, 1), "9月1日"]
)
def test_days_are_read_as_the_registers_have_them(written):
    [found] = checked(row(found=written))

    assert found.values.found_on == date(2026, 9, 1)


@pytest.mark.parametrize("house", ["县人民医院", "371323a01", " 县 人民医院 "])
def test_a_house_is_known_by_its_name_or_code(house):
    assert checked(row(house=house))[0].values.institution == 1


@pytest.mark.parametrize(
    ("state", "closed", "becomes"),
    [
        ("整改中", None, ItemState.RECTIFYING),
        ("已完成", None, ItemState.RECTIFYING),
        ("待验收", None, ItemState.RECTIFYING),
        ("未整改", None, ItemState.ISSUED),
        ("待立项", None, ItemState.DRAFT),
        (None, None, ItemState.DRAFT),
        ("已销号", "2026-09-20", ItemState.CLOSED),
        (None, "2026-09-20", ItemState.CLOSED),
    ],
)
def test_nothing_is_struck_off_that_the_old_book_only_calls_done(state, closed, becomes):
    assert checked(row(state=state, closed=closed))[0].values.becomes is becomes


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"found": None}, "found_on", FaultCode.MISSING),
        ({"found": "去年"}, "found_on", FaultCode.NOT_A_DATE),
        ({"found": "1999-01-01"}, "found_on", FaultCode.DATE_OUT_OF_RANGE),
        ({"found": "2026-12-01"}, "found_on", FaultCode.IN_FUTURE),
        ({"house": "#REF!"}, "institution", FaultCode.FORMULA_ERROR),
        ({"problem": "长" * 2001}, "problem", FaultCode.TOO_LONG),
        ({"state": "再说"}, "state", FaultCode.UNKNOWN_WORD),
        ({"closed": "2026-09-20"}, "state", FaultCode.STRUCK_OFF_YET_OPEN),
        ({"state": "已销号", "closed": "2026-08-20"}, "closed_on", FaultCode.BEFORE_FOUND),
        ({"state": "已销号", "closed": "2026-11-23"}, "closed_on", FaultCode.IN_FUTURE),
    ],
)
def test_what_is_wrong_is_said_of_its_cell(changed, field, code):
    [found] = checked(row(**changed))

    assert found.values is None
    assert (found.faults[0].field, found.faults[0].code) == (field, code)


def one(**cells):
    """Check a row with more columns than the usual ones."""
    columns = {"检查日期": "2026-09-01", "被检查单位": "县人民医院", "存在问题": "a", **cells}
    return checked(tuple(columns.values()), headings=tuple(columns))[0]


def test_a_leader_nobody_knows_is_asked_for_while_the_matter_is_open_and_kept_in_words_after():
    still_open = one(责任领导="周分管", 销号情况="整改中")
    closed = one(责任领导="周分管", 销号时间="2026-09-20")

    assert still_open.faults[0].code is FaultCode.UNKNOWN_LEADER
    assert closed.values.leader_named == "周分管"


def test_a_leader_of_the_house_or_of_the_bureau_is_found():
    leaders = {1: Names.of([("周分管", 3)]), None: Names.of([("郑局长", 4)])}

    assert Directory(leaders=leaders).leader(1, "郑局长") == 4
    assert Directory(leaders=leaders).leader(1, "周分管") == 3
    assert Directory(leaders=leaders).leader(2, "周分管") is None


def test_sections_are_those_of_the_bureau():
    assert one(责任科室="医政股").values.sections == (7,)
    assert one(责任科室="医政股、外科").faults[0].code is FaultCode.UNKNOWN_SECTION


def test_a_term_may_be_said_in_a_word():
    assert one(整改时限="长期坚持").values.kind == RectKind.STANDING


def test_measures_come_apart_without_their_marks():
    assert one(整改措施="1.排班\n2.培训；（3）上墙").values.measures == ("排班", "培训", "上墙")


def test_how_it_was_seen_is_told_from_the_words_on_the_verification():
    assert one(验收情况="李敏现场查看").values.method is Method.ON_SITE
    assert one(验收情况="电话回访").values.method is Method.TELEPHONE
    assert one().values.method is Method.DOCUMENTS


def test_the_second_of_two_rows_with_one_number_is_refused():
    first, second = checked(
        ("1", *row()), ("1", *row(problem="另一个问题")), headings=("编号", *HEADINGS)
    )

    assert first.values
    assert second.faults[0].code is FaultCode.REPEATED_NUMBER


def test_a_source_may_name_two_problems_of_a_house_and_the_same_one_only_once():
    rows = checked(
        *(("卫督3号", *row(problem=words)) for words in ("无人导医", "收费不公示", "无人导医")),
        headings=("来源编号", *HEADINGS),
    )

    assert [bool(one.values) for one in rows] == [True, True, False]
    assert rows[2].faults[0].code is FaultCode.REPEATED_ROW


def test_sums_and_signatures_are_no_rows_and_a_room_with_such_a_name_is():
    rows = (
        row(),
        ("合计", None, "1条", None, None),
        ("填表人：张强", None, "审核：李", None, None),
    )
    table = sheets.find_table(book(HEADINGS, *rows, ("2026-09-02", "注射室", "a", None, None)))

    assert [number for number, _cells in table.rows] == [2, 5]


@pytest.mark.parametrize(
    ("workbook", "fault"),
    [
        (book(("姓名", "住院号"), ("张三", "1")), TableFault.NO_HEADER),
        (book(HEADINGS), TableFault.NO_ROWS),
        (book(HEADINGS, *[row()] * 1_001), TableFault.TOO_MANY_ROWS),
        (
            Workbook([*book(HEADINGS, row()).sheets, *book(HEADINGS, row(), name="二").sheets]),
            TableFault.SEVERAL_SHEETS,
        ),
    ],
)
def test_a_book_that_is_no_ledger_is_refused_by_name(workbook, fault):
    with pytest.raises(TableRefused) as refused:
        sheets.find_table(workbook)

    assert refused.value.fault is fault


def test_a_hidden_sheet_does_not_count_beside_a_shown_one():
    hidden = book(HEADINGS, row(), name="旧", visible=False).sheets
    shown = book(HEADINGS, row()).sheets

    assert sheets.find_table(Workbook([*hidden, *shown])).sheet == "台账"


def test_headings_in_another_order_are_another_set():
    one_way = sheets.find_table(book(HEADINGS, row()))
    other_way = sheets.find_table(book(HEADINGS[::-1], row()[::-1]))

    assert one_way.heading_set != other_way.heading_set
    assert (
        one_way.heading_set == sheets.find_table(book(HEADINGS, row(found="2026-1-1"))).heading_set
    )


def test_values_come_back_from_the_database_as_they_went():
    values = one(整改时限="2026-09-30", 整改措施="a；b", 责任科室="医政股").values

    assert RowValues.from_json(values.as_json()) == values


def test_every_fault_has_its_sentence_and_its_remedy():
    assert set(FAULTS) == set(REMEDIES) == {str(code) for code in FaultCode}
    assert set(TABLE_FAULTS) == {str(fault) for fault in TableFault}
