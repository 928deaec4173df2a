"""Whom a line of a list means, how a list is read, and how a code is typed."""

import pytest

from accountability.rules.eligibility import Known, Unclear, Wanted, identify
from accountability.rules.eligibility_code import LENGTH, in_parts, read, written
from accountability.sheets import ListFault, ListRefused, read_names
from bureau.workbooks import Sheet, Workbook

ONE = Known(1, "张伟", "A01", "13800000001", ("371323A01", "县人民医院"))
TWO = Known(2, "张伟", "B07", "13800000002", ("371323B01", "城关镇卫生院"))
NO_PHONE = Known(3, "张伟", "B08", "", ("371323B01", "城关镇卫生院"))


@pytest.mark.parametrize(
    ("said", "named", "whom"),
    [
        ({}, [], Unclear.NOT_KNOWN),
        ({}, [ONE], ONE),
        ({}, [ONE, TWO], Unclear.SEVERAL),
        ({"staff_no": "B07"}, [ONE, TWO], TWO),
        ({"phone": "13800000001"}, [ONE, TWO], ONE),
        ({"house": "城关镇卫生院"}, [ONE, TWO], TWO),
        ({"house": "城关镇卫生院"}, [ONE, TWO, NO_PHONE], Unclear.SEVERAL),
        ({"phone": "13800000002"}, [ONE, TWO, NO_PHONE], TWO),
        ({"phone": "13800000009"}, [ONE, NO_PHONE], NO_PHONE),
        ({"phone": "13800000009"}, [ONE, TWO], Unclear.OTHER_PHONE),
        ({"staff_no": "C99"}, [ONE], Unclear.OTHER_STAFF_NO),
        ({"staff_no": "A01", "house": "城关镇卫生院"}, [ONE], Unclear.OTHER_HOUSE),
    ],
)
def test_a_name_is_never_guessed_between_two_people(said, named, whom):
    assert identify(Wanted(1, "张伟", **said), named) == whom


def book(*rows) -> Workbook:
    return Workbook([Sheet("名单", True, [list(row) for row in rows])])


def refused(*rows) -> list:
    with pytest.raises(ListRefused) as caught:
        read_names(book(*rows))
    return [(one.code, one.row, one.column) for one in caught.value.faults]


def test_a_list_is_read_below_its_headings_and_no_line_is_left_out():
    head = ("序号", "姓 名*", "工号", "工作单位")
    lines = (("申报名单",), head, (1, "张伟", 1001.0, None), (2, "李霞", None, "甲"))
    read_ = read_names(book(*lines))
    assert read_ == [Wanted(3, "张伟", "1001"), Wanted(4, "李霞", house="甲")]


def test_what_is_wrong_is_said_by_row_and_column():
    head = ("工号", "姓名")
    assert refused(("a", "b")) == [(ListFault.NO_NAMES, 0, "")]
    assert refused(head) == [(ListFault.NO_ROWS, 0, "")]
    assert refused(head, *[("1", "张伟")] * 201) == [(ListFault.TOO_MANY, 0, "")]
    assert refused(head, ("1", "张伟"), ("2", None), ("#N/A", "长" * 61)) == [
        (ListFault.NAME_MISSING, 3, "B"),
        (ListFault.NO_VALUE, 4, "A"),
        (ListFault.TOO_LONG, 4, "B"),
    ]


def test_a_code_is_read_however_it_is_typed():
    code = written(bytes(range(10)) * 2)
    assert len(code) == LENGTH
    assert read(f" {in_parts(code).lower()} ") == code
    assert read("oIl0") == "0110"
