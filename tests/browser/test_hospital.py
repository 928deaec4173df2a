"""The hospital officer's month, in a real browser, with its budget of presses."""

import io
import zipfile

import openpyxl
import pytest
import time_machine

from followups import services
from followups.models import FollowUpRecord, MonthlyRegister, RegisterVersion
from tests.browser.conftest import PHONE
from tests.factories import IN_TIME, OCTOBER

ON_THE_8TH = "2026-11-08T02:00:00+00:00"
NAME = "10月随访登记.xlsx"


@pytest.fixture(autouse=True)
def on_the_8th():
    with time_machine.travel(ON_THE_8TH, tick=True):
        yield


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_clean_register_is_in_after_three_clicks(person, officer, sample, language):
    services.open_month(OCTOBER, at=IN_TIME)
    person.signs_in(officer, language)

    person.clicks(".card .btn-primary")
    person.chooses_file("input[type=file]", name=NAME, content=sample("01"))
    person.page.wait_for_url("**/registers/uploads/**")
    person.clicks("main .btn-primary")
    person.page.wait_for_url("**/registers/receipts/**")

    assert person.presses <= 3
    assert "371323A01-202610-1" in person.reads()
    assert FollowUpRecord.objects.count() == 412
    assert MonthlyRegister.objects.get().completed_on.isoformat() == "2026-11-08"


def test_what_the_register_does_not_say_is_asked_once(person, township, officer, sample):
    officer.institution = township
    person.signs_in(officer)

    person.goes_to(f"/registers/of/{township.code}/2026-10/upload/")
    person.chooses_file("input[type=file]", name=NAME, content=sample("02"))
    person.page.wait_for_selector("input[type=radio]")
    assert person.page.locator("input[type=radio]:checked").count() == 0
    person.clicks("main .btn-primary")
    person.page.wait_for_selector(".error-summary")
    person.clicks("input[type=radio]")
    person.clicks("main .btn-primary")
    person.page.wait_for_selector(".tabs")
    person.clicks("main .btn-primary")
    person.page.wait_for_url("**/registers/receipts/**")

    assert FollowUpRecord.objects.count() == 37


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "错误清单"), ("en", "List of errors")])
def test_the_workbook_comes_back_marked_and_goes_in_mended(
    person, officer, sample, language, title
):
    content = _without_foreign(sample("04-一行一个问题.xlsx"))
    _hand_in(person, officer, content, language)
    rows = person.page.locator("table tbody tr").count()
    person.page.fill("[name=fix-2-phone]", "13998765432")
    person.clicks("#rows .actions .btn")
    person.page.wait_for_selector("[name=fix-2-phone]", state="detached")
    person.page.wait_for_selector(".tabs")

    with person.page.expect_download() as download:
        person.clicks("form[action$='/mark/'] button")
    marked = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))

    sheet = marked["随访登记"]
    assert rows >= 11
    assert marked.sheetnames[0] == title
    colours = {name: sheet[name].fill.start_color.rgb for name in ("O2", "I10")}
    assert colours == {"O2": "FFC6EFCE", "I10": "FFFFEB9C"}
    assert (sheet["O2"].value, sheet["I10"].comment is not None) == ("13998765432", True)

    person.goes_to(f"/registers/of/{officer.institution.code}/2026-10/upload/")
    person.chooses_file("input[type=file]", name=NAME, content=_mended(marked))
    person.page.wait_for_selector(".tabs")
    person.clicks("main .btn-primary")
    person.page.wait_for_url("**/registers/receipts/**")

    assert RegisterVersion.objects.get().rows_refused == 0
    assert FollowUpRecord.objects.count() == sheet.max_row - 1
    assert MonthlyRegister.objects.get().completed_on.isoformat() == "2026-11-08"


def _mended(book: openpyxl.Workbook) -> bytes:
    """Write into the red cells what they should have said; the rest stays as it came back."""
    sheet = book["随访登记"]
    right = {
        "G3": None, "J4": sheet["I4"].value, "J5": sheet["I5"].value, "R6": "2026-10-30",
        "J7": sheet["I7"].value, "F8": 67, "H15": "BAD20261000114", "H16": "BAD20261000115",
        "W17": "已随访", "X19": "满意",
    }  # fmt: skip
    for name, value in right.items():
        sheet[name].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_typed_and_not_saved_is_not_lost_by_submitting(person, officer, sample, language):
    _hand_in(person, officer, _without_foreign(sample("04-一行一个问题.xlsx")), language)

    person.page.fill("[name=fix-2-phone]", "13998765432")
    person.clicks("main .btn-primary")
    person.page.wait_for_selector("[name=fix-2-phone]", state="detached")
    person.page.wait_for_selector(".tabs")
    said = person.page.locator(".messages").inner_text()
    assert {"zh-hans": "尚未提交", "en": "Nothing is submitted yet"}[language] in said
    assert not RegisterVersion.objects.exists()
    person.clicks("main .btn-primary")
    person.page.wait_for_url("**/registers/receipts/**")

    assert RegisterVersion.objects.get().rows_refused == 10


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_rows_left_out_come_back_alone_and_complete_the_month(
    person, officer, sample, language
):
    _hand_in(person, officer, _without_foreign(sample("04-一行一个问题.xlsx")), language)
    person.clicks("main .btn-primary")
    person.page.wait_for_url("**/registers/receipts/**")
    person.goes_to("/")
    person.clicks(".card .btn-primary")
    person.page.wait_for_selector(".tabs")

    with person.page.expect_download() as download:
        person.clicks("form[action$='/mark/'] button")
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))

    assert book["随访登记"].max_row == 1 + 11


def _hand_in(person, officer, content: bytes, language: str) -> None:
    person.signs_in(officer, language)
    person.goes_to(f"/registers/of/{officer.institution.code}/2026-10/upload/")
    person.chooses_file("input[type=file]", name=NAME, content=content)
    person.page.wait_for_selector(".tabs")


def test_the_good_rows_can_go_in_alone_and_the_month_says_so(person, officer, sample):
    person.signs_in(officer)
    person.goes_to(f"/registers/of/{officer.institution.code}/2026-10/upload/")
    person.chooses_file(
        "input[type=file]", name=NAME, content=_without_foreign(sample("04-一行一个问题.xlsx"))
    )
    person.page.wait_for_selector(".tabs")

    person.clicks("main .btn-primary")
    person.page.wait_for_url("**/registers/receipts/**")

    register = MonthlyRegister.objects.get(month=OCTOBER)
    assert register.arrived_on is not None
    assert register.completed_on is None
    assert RegisterVersion.objects.get().rows_refused == 11


def test_a_foreign_row_keeps_the_whole_file_out(person, officer, sample):
    person.signs_in(officer)
    person.goes_to(f"/registers/of/{officer.institution.code}/2026-10/upload/")
    person.chooses_file("input[type=file]", name=NAME, content=sample("04-一行一个问题-补空"))
    person.page.wait_for_selector(".tabs")

    assert "371323B99" in person.reads()
    assert person.page.locator("button[form=submission].btn-primary").count() == 0


def test_a_file_that_is_no_workbook_is_told_so_with_a_way_back(person, officer):
    person.signs_in(officer)
    person.goes_to(f"/registers/of/{officer.institution.code}/2026-10/upload/")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "not a workbook")

    person.chooses_file("input[type=file]", name="a.xlsx", content=bomb.getvalue())
    person.page.wait_for_url("**/registers/uploads/**")

    person.page.locator("main .btn-primary").first.wait_for()
    assert FollowUpRecord.objects.count() == 0


def _without_foreign(content: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    sheet["B21"] = "371323A01"
    sheet["J4"] = sheet["H16"] = None
    sheet["Y22"].data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_from_the_bell_to_the_register_that_is_wanted_takes_two_clicks(person, officer, clerk):
    services.open_month(OCTOBER, at=IN_TIME)
    registers = MonthlyRegister.objects.filter(month=OCTOBER)
    services.remind(registers=registers, by=clerk, at=IN_TIME)
    person.page.set_viewport_size(PHONE)
    person.signs_in(officer)
    assert person.page.locator(".bell b").inner_text() == "1"

    person.clicks(".bell")
    person.clicks(".btn-text")
    person.page.wait_for_url("**/upload/")

    assert person.presses == 2
    assert person.page.locator(".bell b").count() == 0
