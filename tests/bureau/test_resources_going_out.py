"""Master data that goes out: nothing in it computes, and it comes in again unchanged."""

from io import BytesIO

import openpyxl
import pytest
import tablib
import time_machine

from bureau.resources import (
    DepartmentResource,
    InstitutionResource,
    StaffResource,
)
from bureau.sheet_formats import SheetText, SheetWorkbook
from tests.bureau.rosters import (
    HOSPITAL,
    TOWNSHIP,
    faults,
    imported,
    institutions,
    staff,
)
from tests.factories import StaffFactory


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel("2026-11-21 10:00+08:00", tick=False):
        yield


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    ' "=1',
    "'=1",
]


def exported(resource, file_format):
    return file_format.export_data(resource().export())


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_an_exported_workbook_is_a_formula(db, text):
    columns = StaffResource.columns()
    dataset = tablib.Dataset([text], headers=["姓名"])

    content = SheetWorkbook(columns).export_data(dataset)

    cell = openpyxl.load_workbook(BytesIO(content))["人员"]["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r") == text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_an_exported_text_file_is_a_formula(text):
    dataset = tablib.Dataset([text, "=2"], headers=["姓名", "=3"])

    content = SheetText().export_data(dataset)

    assert content.startswith("\ufeff姓名,'=3\r\n")
    assert content.endswith(",'=2\r\n")
    assert f"'{text}".replace('"', '""') in content


def test_harmless_texts_go_out_as_they_are():
    dataset = tablib.Dataset(["0539-6139577", "县医院 (=)"], headers=["a", "b"])

    assert SheetText().export_data(dataset) == "\ufeffa,b\r\n0539-6139577,县医院 (=)\r\n"


def test_what_no_workbook_may_hold_is_replaced(db):
    StaffFactory(name="张\x01三\ufffe", institution__code="H")

    content = exported(StaffResource, SheetWorkbook(StaffResource.columns()))

    assert openpyxl.load_workbook(BytesIO(content)).active["C2"].value == "张\ufffd三\ufffd"


@pytest.mark.parametrize("resource", [InstitutionResource, StaffResource, DepartmentResource])
def test_what_went_out_comes_in_again_unchanged(db, resource):
    imported(InstitutionResource, institutions(HOSPITAL, TOWNSHIP))
    people = [["371323B01", "内科", "张三", "007", "医师"], ["371323A01", "外科", "李四", "1"]]
    imported(StaffResource, staff(*people))
    content = exported(resource, SheetWorkbook(resource.columns()))

    result = imported(resource, content)

    assert result.totals["skip"] == result.total_rows == 2
    assert not faults(result)
