"""Workbooks on their way in, for tests: written, received, checked, marked."""

import io

import openpyxl
import xlsxwriter

from bureau.services import open_file
from followups import services
from followups.models import Upload
from tests.factories import IN_TIME, OCTOBER

OUTCOME = "no_outcomes:outcome"
BAD_PHONES = (
    ["张三", "ZY1", "2026-10-05", "1380000"],
    ["李四", "ZY2", "2026-10-06", "1390000"],
    ["王五", "ZY3", "2026-10-07", "13700000003"],
)


def received(institution, content, *, at=IN_TIME, name="a.xlsx"):
    return services.receive_upload(
        institution=institution, month=OCTOBER, name=name, content=content, by=None, at=at
    )


def checked(institution, content, **options):
    return services.check_upload(received(institution, content, **options), at=IN_TIME)


def corrected(upload, corrections):
    services.correct_cells(upload=upload, by=None, corrections=corrections, at=IN_TIME)
    return services.check_upload(Upload.objects.get(pk=upload.pk), at=IN_TIME)


def counts(upload):
    """Total, new, updated, unchanged, refused."""
    return (
        upload.rows_total,
        upload.rows_new,
        upload.rows_updated,
        upload.rows_unchanged,
        upload.rows_refused,
    )


def table(*lines, top=0):
    """Write a small register: name, number, discharge, phone, and if given follow-up, outcome."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("随访登记")
        headings = ["姓名", "住院号", "出院日期", "联系电话", "随访时间", "随访结果"]
        sheet.write_row(top, 0, headings)
        for number, line in enumerate(lines, start=top + 1):
            sheet.write_row(number, 0, [*line, *("2026-10-09", "已随访")[len(line) - 4 :]])
    return buffer.getvalue()


def marked_copy(upload):
    services.order_marked_copy(upload=upload, by=None, at=IN_TIME)
    upload.refresh_from_db()
    services.mark_problems(upload, at=IN_TIME)
    upload.refresh_from_db()
    return openpyxl.load_workbook(io.BytesIO(open_file(upload.marked_copy)))
