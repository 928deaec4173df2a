"""The person's own workbook back: errors red, warnings yellow, corrections green and written in."""

import io

import pytest

from bureau.services import open_file
from followups import services
from tests.factories import IN_TIME
from tests.followups.uploads import BAD_PHONES, checked, corrected, counts, marked_copy, table

RED, YELLOW, GREEN = "FFFFB3B3", "FFFFEB9C", "FFC6EFCE"


def marks(upload):
    """Tell each line of a marked copy's list: its row and the colour of its problem."""
    sheet = marked_copy(upload).worksheets[0]
    return [(line[0].value, line[3].fill.start_color.rgb) for line in sheet.iter_rows(min_row=2)]


@pytest.mark.long
def test_a_cell_mended_after_the_copy_was_made_gets_a_copy_with_it_in_green(hospital):
    upload = checked(hospital, table(*BAD_PHONES))
    assert marks(upload) == [(2, RED), (3, RED)]

    upload = corrected(upload, {2: {"phone": "13800000001"}})

    assert marks(upload) == [(2, GREEN), (3, RED)]


def test_the_marked_copy_holds_what_was_corrected_and_tells_what_stood_there(hospital):
    upload = checked(hospital, table(*BAD_PHONES))
    upload = corrected(upload, {2: {"phone": "13800000001", "discharged_on": "2026-10-04"}})

    book = marked_copy(upload)

    sheet = book["随访登记"]
    assert (sheet["D2"].value, sheet["C2"].value) == ("13800000001", "2026-10-04")
    assert sheet["D2"].fill.start_color.rgb == GREEN
    told = [line[:3] for line in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert told == [
        (2, "联系电话（D）", "1380000"),
        (2, "出院日期（C）", "2026-10-05"),
        (3, "联系电话（D）", "1390000"),
    ]


def test_a_correction_that_is_wrong_itself_stands_in_its_cell_in_red(hospital):
    upload = checked(hospital, table(*BAD_PHONES))
    upload = corrected(upload, {2: {"phone": "138"}})

    cell = marked_copy(upload)["随访登记"]["D2"]

    assert (cell.value, cell.fill.start_color.rgb) == ("138", RED)
    assert "仍有问题" in cell.comment.text
    assert "不用再改" not in cell.comment.text


def test_the_marked_copy_of_a_corrected_file_handed_in_again_says_the_same(hospital):
    upload = checked(hospital, table(*BAD_PHONES))
    upload = corrected(upload, {2: {"phone": "13800000001"}})
    marked_copy(upload)

    again = checked(hospital, open_file(upload.marked_copy))

    assert counts(again) == counts(upload) == (3, 2, 0, 0, 1)


def test_a_warning_is_yellow_and_an_error_red(hospital):
    shared = ["赵六", "ZY4", "2026-10-07", "13700000003"]
    upload = checked(hospital, table(*BAD_PHONES, shared))

    assert marks(upload) == [(2, RED), (3, RED), (4, YELLOW), (5, YELLOW)]


@pytest.mark.long
def test_of_a_file_submitted_in_part_the_copy_has_the_rows_left_out_and_they_complete_it(hospital):
    upload = checked(hospital, table(*BAD_PHONES, top=2))
    marked_copy(upload)
    services.submit_upload(upload=upload, by=None, at=IN_TIME)
    upload.refresh_from_db()
    assert upload.marked_copy is None

    book = marked_copy(upload)

    sheet = book["随访登记"]
    assert [row[0] for row in sheet.iter_rows(min_row=3, values_only=True)] == [
        "姓名",
        "张三",
        "李四",
    ]
    assert [line[0] for line in book.worksheets[0].values][1:] == [4, 5]
    sheet["D4"], sheet["D5"] = "13800000001", "13900000002"
    mended = io.BytesIO()
    book.save(mended)
    second = checked(hospital, mended.getvalue())
    services.submit_upload(upload=second, by=None, at=IN_TIME)
    assert counts(second) == (2, 2, 0, 0, 0)
    second.register.refresh_from_db()
    assert second.register.completed_on is not None


def test_what_was_emptied_or_reported_late_on_the_page_is_told_in_the_marked_copy(hospital):
    early = ["张三", "ZY1", "2026-09-30", "13700000001"]
    future = ["李四", "ZY2", "2026-10-06", "13700000002", "2026-12-09"]
    upload = checked(hospital, table(early, future))

    upload = corrected(upload, {2: {"is_supplement": "是"}, 3: {"followed_on": ""}})
    book = marked_copy(upload)

    sheet = book["随访登记"]
    assert "补报" in sheet["C2"].comment.text
    assert (sheet["C2"].value, sheet["E3"].value or "") == ("2026-09-30", "")
    assert "清空" in sheet["E3"].comment.text
