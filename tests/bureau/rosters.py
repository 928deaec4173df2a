"""Small rosters as workbooks: the bureau's sheets with the rows a test is about."""

from io import BytesIO

import openpyxl

from bureau.sheet_formats import read_sheet

HEADINGS = [
    "机构编码",
    "机构名称",
    "类别",
    "级别",
    "投诉电话",
    "主要负责人",
    "分管负责人",
    "包单位人员",
]
HOSPITAL = [
    "371323A01",
    "县人民医院",
    "综合医院",
    "二级甲等",
    "0539-6139577",
    "常博敏",
    "叶玲",
    "林艳",
]
TOWNSHIP = [
    "371323B01",
    "城关镇卫生院",
    "乡镇卫生院",
    "一级",
    "0539-6500454",
    "侯玉娜",
    "石天雪",
    "曾远",
]
STAFF_HEADINGS = ["机构编码", "科室", "姓名", "工号", "职务", "职称", "人员性质"]


def workbook(**sheets: list[list]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def institutions(*rows: list) -> bytes:
    return workbook(机构=[HEADINGS, *rows])


def staff(*rows: list) -> bytes:
    return workbook(人员=[STAFF_HEADINGS, *rows])


def changed(row: list, **columns: object) -> list:
    return [columns.get(heading, cell) for heading, cell in zip(HEADINGS, row, strict=True)]


def imported(resource, content: bytes, **options):
    """Import as the admin does: in one transaction, all rows or none."""
    dataset = read_sheet(content, resource.columns())
    return resource().import_data(dataset, rollback_on_validation_errors=True, **options)


def faults(result) -> list[tuple[int, dict]]:
    assert not result.base_errors, result.base_errors
    return [(row.number, row.error_dict) for row in result.invalid_rows]
