"""Days as people type them into spreadsheets."""

from datetime import date, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bureau.sheet_days import possible_orders
from followups.rules.problems import ProblemCode as Code
from tests.followups.registers import MONTH, code_of, read

OCTOBER_5 = date(2026, 10, 5)


@pytest.mark.parametrize(
    "cell",
    [
        OCTOBER_5,
        datetime(2026, 10, 5),  # noqa: DTZ001 - a spreadsheet's times have no zone
        datetime(2026, 10, 5, 23, 59),  # noqa: DTZ001
        46300.0,
        46300.75,
        "46300",
        "46300.75",
        20261005.0,
        "20261005",
        "2026-10-05",
        "2026-10-5",
        "2026.10.5",
        "2026.10.05",
        "2026/10/5",
        "2026/10/05 14:30",
        "2026-10-05 14:30:59",
        "2026-10-05T14:30:59",
        "2026年10月5日",
        "2026年10月5号",
        "2026 年 10 月 5 日",
        "2026年10月5日 14:30",
        "2026年10月5日14时30分",
        "2026、10、5",
        "2026。10。5",
        "2026_10_05",
        "2026 10 5",
        "２０２６年１０月５日",
        "２０２６．１０．５",
        "２０２６－１０－０５",
        "10月5日",
        "10 月 5 日",
        "10月5号",
        "10月5",
        "10.5",
        "10-5",
        "10/5",
        10.5,
        10.05,
        "26-10-5",
        "26.10.5",
        "26/10/05",
        "'2026-10-05",
        " 2026-10-05\u00a0",
        "\u200b2026-10-05\ufeff",
        "10/5/2026 ",
    ],
    ids=str,
)
def test_a_day_written_in_any_of_these_ways_is_the_fifth_of_october(cell):
    reading = read("discharged_on", cell, order="mdy")

    assert (reading.value, reading.problems) == (OCTOBER_5, ())


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-13-02", Code.IMPOSSIBLE_DATE),
        ("2026-02-30", Code.IMPOSSIBLE_DATE),
        ("2026-00-10", Code.IMPOSSIBLE_DATE),
        ("2026-10-00", Code.IMPOSSIBLE_DATE),
        ("20261332", Code.IMPOSSIBLE_DATE),
        ("2月30日", Code.IMPOSSIBLE_DATE),
        ("13月5日", Code.IMPOSSIBLE_DATE),
        ("32/32/2026", Code.IMPOSSIBLE_DATE),
        (60.0, Code.IMPOSSIBLE_DATE),
        (59.0, Code.DATE_OUT_OF_RANGE),
        (1.0, Code.DATE_OUT_OF_RANGE),
        (date(1900, 2, 28), Code.DATE_OUT_OF_RANGE),
        (date(1949, 12, 31), Code.DATE_OUT_OF_RANGE),
        (date(2100, 1, 1), Code.DATE_OUT_OF_RANGE),
        ("0001-01-01", Code.DATE_OUT_OF_RANGE),
        ("9999-12-31", Code.DATE_OUT_OF_RANGE),
        (99999.0, Code.DATE_OUT_OF_RANGE),
        (0.0, Code.NOT_A_DATE),
        (-46300.0, Code.NOT_A_DATE),
        (float("nan"), Code.NOT_A_DATE),
        (float("inf"), Code.NOT_A_DATE),
        (1e300, Code.NOT_A_DATE),
        (200000.0, Code.NOT_A_DATE),
        (True, Code.NOT_A_DATE),
        (time(14, 30), Code.NOT_A_DATE),
        ("14:30", Code.NOT_A_DATE),
        ("十月五日", Code.NOT_A_DATE),
        ("上周五", Code.NOT_A_DATE),
        ("2026-10", Code.NOT_A_DATE),
        ("2026-10-05至10-08", Code.NOT_A_DATE),
        ("10月", Code.NOT_A_DATE),
        ("5日", Code.NOT_A_DATE),
        ("2026-10-05" * 9, Code.NOT_A_DATE),
        ("٢٠٢٦-١٠-٠٥", Code.NOT_A_DATE),
        (10.1, Code.AMBIGUOUS_DATE),
        (10.3, Code.AMBIGUOUS_DATE),
        ("9/5/26", Code.AMBIGUOUS_DATE),
        ("9/5/2026", Code.AMBIGUOUS_DATE),
        ("25/10/26", Code.AMBIGUOUS_DATE),
        ("19.3.25", Code.AMBIGUOUS_DATE),
        ("#N/A", Code.FORMULA_ERROR),
        ("#DIV/0!", Code.FORMULA_ERROR),
    ],
    ids=str,
)
def test_what_is_no_day_says_why(cell, code):
    assert code_of("discharged_on", cell) is code


@pytest.mark.parametrize(
    ("cell", "suggestions"),
    [
        ("2026-13-02", ("2026-12-03", "2026-03-12", "2026-02-13")),
        ("2026-25-10", ("2026-10-25", "2026-05-12")),
        ("2026-10-32", ("2026-10-23", "2026-12-30")),
        ("9/5/26", ("2026-05-09", "2026-09-05")),
        (10.1, ("2026-10-01", "2026-10-10")),
        ("2026-99-99", ()),
    ],
)
def test_a_day_that_cannot_be_is_answered_with_those_it_may_have_been(cell, suggestions):
    [problem] = read("discharged_on", cell).problems

    assert problem.suggestions == suggestions


@pytest.mark.parametrize(
    ("month", "cell", "day"),
    [
        (date(2026, 1, 1), "12月28日", date(2025, 12, 28)),
        (date(2026, 1, 1), "1月3日", date(2026, 1, 3)),
        (date(2026, 12, 1), "1月3日", date(2027, 1, 3)),
        (date(2026, 12, 1), "12.28", date(2026, 12, 28)),
        (date(2026, 2, 1), "2月29日", None),
        (date(2028, 2, 1), "2月29日", date(2028, 2, 29)),
        (date(2026, 10, 1), "26-9-5", date(2026, 9, 5)),
        (date(2026, 10, 1), "10/25/26", date(2026, 10, 25)),
        (date(2026, 10, 1), "5/5/26", date(2026, 5, 5)),
        (date(2026, 10, 1), "26/1/5", date(2026, 1, 5)),
        (date(2026, 10, 1), "26/3/20", date(2026, 3, 20)),
        (date(2026, 10, 1), "19.3.8", date(2019, 3, 8)),
    ],
    ids=str,
)
def test_the_year_is_the_one_nearest_to_the_registers_month(month, cell, day):
    assert read("admitted_on", cell, month=month).value == day


@pytest.mark.parametrize(
    ("order", "day"), [("mdy", date(2026, 9, 5)), ("dmy", date(2026, 5, 9)), ("", None)]
)
def test_a_short_date_is_read_in_the_order_that_was_answered(order, day):
    assert read("discharged_on", "9/5/26", order=order).value == day


@pytest.mark.parametrize(
    ("texts", "orders"),
    [
        (["9/5/26"], ("mdy", "dmy")),
        (["9/5/26", "10/25/26"], ("mdy",)),
        (["9/5/26", "31/10/26"], ("dmy",)),
        (["25/10/26"], ("ymd", "dmy")),
        (["10/25/26", "31/10/26"], ()),
        (["9/5/26", "10/25/26", "31/10/26"], ()),
        (["5/5/26"], ()),
        (["2026-10-05", "10月5日"], ()),
        (["26-9-5"], ()),
        ([], ()),
    ],
    ids=str,
)
def test_which_orders_a_column_leaves_open(texts, orders):
    assert possible_orders(texts, MONTH) == orders


@given(st.dates(date(2025, 11, 1), date(2027, 9, 30)))
@example(date(2028, 2, 29))
def test_a_day_reads_the_same_however_it_is_written(day):
    serial = (day - date(1899, 12, 30)).days
    ways = [
        day,
        float(serial),
        str(serial),
        f"{day:%Y%m%d}",
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}－{day.month}－{day.day}",
    ]

    read_ways = {read("followed_on", way).value for way in ways}
    short = read("followed_on", f"{day.month}月{day.day}日", month=day.replace(day=1))

    assert read_ways == {day}
    assert short.value == day
