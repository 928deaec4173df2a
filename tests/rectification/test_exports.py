"""The ledger as a workbook: the county's columns, the rows of the page, nobody else's."""

import io

import openpyxl
import pytest
import time_machine

from bureau.services import withdraw_attachment
from rectification import sheets
from rectification.rules.words import Severity
from tests.rectification.conftest import ANOTHER, moment


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(moment("2026-09-24"), tick=False):
        yield


def taken_out(client, **arguments):
    data = {f"of-{name}": value for name, value in arguments.items()}
    return client.post("/exports/new/", {"kind": "rectification.items", **data})


def lines_of(response):
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    _mark, headings, *lines, _closing = sheet.iter_rows(values_only=True)
    assert list(headings) == sheets.HEADINGS
    return [dict(zip(headings, line, strict=True)) for line in lines]


def test_the_ledger_goes_out_in_the_countys_columns(client, ledger):
    item = ledger.closed(severity=Severity.HIGH)
    client.force_login(ledger.clerk)

    [line] = lines_of(taken_out(client))

    assert (line["序号"], line["台账编号"], line["完成情况"]) == (1, item.no, "已销号")
    assert (line["问题来源"], line["严重程度"]) == ("自查", "严重")
    assert line["销号批准人"] == ledger.verifier.name
    assert line["回头看日期/结果"] == "2026-10-22 待回头看"


@pytest.mark.long
def test_the_workbook_has_the_rows_that_the_page_shows(client, ledger):
    ledger.closed()
    open_one = ledger.issued()
    client.force_login(ledger.clerk)

    lines = lines_of(taken_out(client, tab="to_rectify", of="371323A01"))

    assert [line["台账编号"] for line in lines] == [open_one.no]


def test_a_file_that_was_withdrawn_is_named_no_more(client, ledger):
    item = ledger.issued()
    wrong = ledger.show(item, on="2026-09-10", name="误传.pdf").attachment
    ledger.show(item, on="2026-09-11", name="整改后.pdf", content=ANOTHER)
    withdraw_attachment(
        attachment=wrong, reason="误传了别的材料", by=ledger.officer, at=moment("2026-09-12")
    )
    client.force_login(ledger.clerk)

    [line] = lines_of(taken_out(client))

    assert line["佐证材料"] == "整改后.pdf"


def test_a_hospital_takes_no_ledger_out(client, ledger):
    client.force_login(ledger.officer)

    assert taken_out(client).status_code == 403


def test_a_formula_in_a_problem_stays_words(client, ledger):
    ledger.issued(problem='=HYPERLINK("http://x")')
    client.force_login(ledger.clerk)

    [line] = lines_of(taken_out(client))

    assert line["问题描述"] == '=HYPERLINK("http://x")'
