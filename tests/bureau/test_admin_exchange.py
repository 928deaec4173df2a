"""Import and export in the admin: who may, what is told, what is kept, what goes out."""

import re
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile

from bureau.fields import SealedTextField
from bureau.models import (
    Department,
    Institution,
    LexiconEntry,
    OfficerAssignment,
    Staff,
    StoredFile,
    User,
)
from bureau.rules import Role
from tests.bureau.admin_pages import address, text
from tests.bureau.rosters import (
    HEADINGS,
    HOSPITAL,
    STAFF_HEADINGS,
    TOWNSHIP,
    changed,
    institutions,
    workbook,
)
from tests.factories import StaffFactory, UserFactory

EXPORTED = ["institution", "department", "staff", "officerassignment"]
IMPORTED = ["institution", "department", "staff"]


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def chosen(content: bytes, name: str = "名册.xlsx") -> dict:
    return {"import_file": SimpleUploadedFile(name, content), "format": "0", "resource": "0"}


# --- Import ------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("model", IMPORTED)
def test_a_clerk_may_not_import(client, clerk, model):
    client.force_login(clerk)

    assert client.get(address(model, "import")).status_code == 403
    assert client.post(address(model, "import"), chosen(b"x")).status_code == 403
    assert client.post(address(model, "process_import"), {}).status_code == 403
    assert address(model, "import") not in text(client.get(address(model)))


@pytest.mark.parametrize("model", IMPORTED)
def test_the_administrator_may_import(client, sys_admin, model):
    client.force_login(sys_admin)

    assert client.get(address(model, "import")).status_code == 200
    assert address(model, "import") in text(client.get(address(model)))


def test_the_import_page_says_which_sheet_is_read(client, sys_admin):
    client.force_login(sys_admin)

    page = text(client.get(address("institution", "import")))

    assert "The sheet “机构” is read." in page


@pytest.fixture
def importing(client, sys_admin):
    """Choose a file and, unless its preview finds faults, confirm it."""
    client.force_login(sys_admin)

    def importing(model: str, content: bytes):
        preview = client.post(address(model, "import"), chosen(content))
        form = preview.context.get("confirm_form")
        if form is None:
            return preview
        return client.post(address(model, "process_import"), form.initial, follow=True)

    return importing


def test_the_preview_warns_of_who_is_likely_there_already(client, sys_admin, hospital, township):
    StaffFactory(institution=hospital, name="张三", staff_no="A1", phone="13900000001")
    client.force_login(sys_admin)
    row = [township.code, "内科", "张三", "B7", "", "", "", "13900000001"]
    sheet = workbook(人员=[[*STAFF_HEADINGS, "联系电话"], row])

    page = text(client.post(address("staff", "import"), chosen(sheet)))

    assert "Likely the same person twice" in page
    assert f"{hospital.name} A1" in page


def numbers() -> tuple[int, ...]:
    return User.objects.count(), OfficerAssignment.objects.count(), Staff.objects.count()


@pytest.mark.long
@time_machine.travel("2026-11-21 10:00+08:00", tick=False)
def test_a_roster_is_imported_from_one_file_and_again_changes_nothing(importing):
    people = [["371323A01", "内科", f"医生{number}", number] for number in range(3)]
    roster = workbook(机构=[HEADINGS, HOSPITAL, TOWNSHIP], 人员=[STAFF_HEADINGS, *people])
    importing("institution", roster)
    importing("staff", roster)
    before = numbers()

    again = importing("institution", roster)
    staff_again = importing("staff", roster)

    assert before == (3, 2, 3)  # the importing person and two officers
    assert "0 new, 0 updated, 0 deleted and 2 skipped" in text(again)
    assert "0 new, 0 updated, 0 deleted and 3 skipped" in text(staff_again)
    assert numbers() == before


@pytest.mark.long
def test_a_preview_says_what_would_happen_and_stores_nothing(client, sys_admin, sample):
    client.force_login(sys_admin)

    page = client.post(address("institution", "import"), chosen(sample("07")))

    assert text(page).count(">New<") + text(page).count("New</span>") >= 21
    assert not Institution.objects.exists()
    assert User.objects.count() == 1


def figures(page) -> list[str]:
    return re.findall(r"<dd><strong>([^<]+)</strong>", text(page))


@pytest.mark.long
def test_a_preview_counts_what_is_new_changed_unchanged_and_refused(client, sys_admin, importing):
    importing("institution", institutions(HOSPITAL, TOWNSHIP))
    newcomer = changed(TOWNSHIP, 机构编码="371323B02", 机构名称="河西乡卫生院")

    def preview(*rows):
        return client.post(address("institution", "import"), chosen(institutions(*rows)))

    assert figures(preview(HOSPITAL, changed(TOWNSHIP, 投诉电话="0539-1"), newcomer)) == [
        "1", "1", "1", "0",
    ]  # fmt: skip
    bad = changed(newcomer, 类别="?")
    assert figures(preview(HOSPITAL, TOWNSHIP, bad)) == ["0", "0", "2", "1"]


@pytest.mark.long
@pytest.mark.parametrize("page", ["import", "process_import"])
def test_a_sheet_too_long_to_be_saved_in_one_go_is_told_how_to_be_split(
    client, sys_admin, monkeypatch, page
):
    client.force_login(sys_admin)
    preview = client.post(
        address("institution", "import"), chosen(institutions(HOSPITAL, TOWNSHIP))
    )
    given = {"import": chosen(institutions(HOSPITAL, TOWNSHIP))}
    monkeypatch.setattr("bureau.sheet_formats.MOST_ROWS", 1)

    data = given.get(page) or preview.context["confirm_form"].initial
    told = text(client.post(address("institution", page), data, follow=True))

    assert "This sheet has 2 rows; one import takes at most 1" in told
    assert not Institution.objects.exists()


def test_a_bad_row_is_named_by_its_number_and_heading(importing):
    page = text(
        importing("institution", institutions(HOSPITAL, changed(HOSPITAL, 机构编码="X", 类别="?")))
    )

    assert '<td class="num">3</td>' in page
    assert "<li>类别: “?” is not known here. Allowed are: 综合医院、" in page
    assert "Confirm import" not in page
    assert not Institution.objects.exists()


@pytest.mark.long
def test_a_file_with_a_bad_row_is_not_let_in_past_its_preview(client, sys_admin):
    client.force_login(sys_admin)
    content = institutions(HOSPITAL, changed(HOSPITAL, 机构编码="X", 机构名称="Y", 类别="?"))
    client.post(address("institution", "import"), chosen(content))
    kept = StoredFile.objects.get()

    response = client.post(
        address("institution", "process_import"),
        {"import_file_name": kept.pk, "original_file_name": "x", "format": "0", "resource": "0"},
    )

    assert response.url == address("institution", "import")
    assert not Institution.objects.exists()


def test_what_another_person_chose_is_not_imported(client, sys_admin):
    client.force_login(UserFactory(roles=[Role.SYS_ADMIN], is_staff=True))
    preview = client.post(address("institution", "import"), chosen(institutions(HOSPITAL)))
    client.force_login(sys_admin)

    page = client.post(
        address("institution", "process_import"), preview.context["confirm_form"].initial
    )

    assert "Please choose the file again." in text(page)
    assert not Institution.objects.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a,b", "This is a text file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old format|not a workbook|damaged"),
        (workbook(人员=[STAFF_HEADINGS], 说明=[["x"]]), "no sheet “机构”.* 人员、说明"),
        (workbook(机构=[["机构编码"], ["1"]]), "no column headed 机构名称"),
    ],
    ids=["text", "old", "sheet", "heading"],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(client, sys_admin, content, told):
    client.force_login(sys_admin)

    page = client.post(address("institution", "import"), chosen(content))

    assert page.status_code == 200
    assert re.search(told, text(page))
    assert "机构编码, 机构名称, 类别" in text(page)


def test_a_file_that_is_too_big_is_not_even_kept(client, sys_admin):
    client.force_login(sys_admin)

    page = client.post(address("institution", "import"), chosen(bytes(20_000_001)))

    assert "at most 20 MB" in text(page)
    assert not StoredFile.objects.exists()


@pytest.mark.long
def test_an_imported_file_is_kept_sealed_and_no_temporary_file_is_written(
    importing, sys_admin, tmp_path, monkeypatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    importing("institution", institutions(HOSPITAL))

    assert Institution.objects.exists()
    assert StoredFile.objects.get().by == sys_admin
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_an_import_is_written_into_the_history(importing, sys_admin):
    importing("institution", institutions(HOSPITAL))

    entry = sys_admin.logentry_set.get()
    assert entry.get_edited_object() == Institution.objects.get()


# --- Export ------------------------------------------------------------------------------------


def exported(client, model: str, form: str = "0", columns: tuple[str, ...] = (), **data):
    resource = admin.site._registry[{"staff": Staff, "institution": Institution}[model]]
    name = resource.resource_classes[0].__name__.lower()
    ticked = {f"{name}_{column}": "on" for column in columns}
    return client.post(
        address(model, "export"), {"format": form, "resource": "0", **ticked, **data}
    )


@pytest.mark.parametrize("model", EXPORTED)
def test_a_clerk_may_export(client, clerk, model):
    client.force_login(clerk)

    assert "机构编码</label>" in text(client.get(address(model, "export")))
    assert address(model, "export") in text(client.get(address(model)))


@pytest.mark.long
def test_who_may_only_look_may_not_export(client, section_head):
    client.force_login(section_head)

    assert client.get(address("staff")).status_code == 200
    assert client.get(address("staff", "export")).status_code == 403
    assert exported(client, "staff", columns=("name",)).status_code == 403


def test_an_export_holds_only_what_its_reader_may_see(client, scoped, hospital, township):
    scoped.user_permissions.add(
        *Group.objects.get(name=Role.BUREAU_STAFF).permissions.filter(codename="export_staff")
    )
    mine, theirs = (StaffFactory(institution=house) for house in (hospital, township))
    client.force_login(scoped)

    whole, picked, both = (
        exported(client, "staff", "1", columns=("name",), **asked_for).content.decode()
        for asked_for in ({}, {"export_items": [mine.pk]}, {"export_items": [mine.pk, theirs.pk]})
    )

    assert whole == picked == f"\ufeff姓名\r\n{mine.name}\r\n"
    assert theirs.name not in both
    assert f"{theirs.pk} is not one of the available choices." in both


def test_an_exported_workbook_is_text_and_carries_the_sheets_headings(client, clerk):
    StaffFactory(name="=cmd|' /C calc'!A0", staff_no="007", institution__code="371323A01")
    client.force_login(clerk)

    response = exported(client, "staff", columns=("institution", "name", "staff_no"))

    sheet = openpyxl.load_workbook(BytesIO(response.content))["人员"]
    assert [cell.value for cell in sheet[1]] == ["机构编码", "姓名", "工号"]
    assert [cell.value for cell in sheet[2]] == ["371323A01", "=cmd|' /C calc'!A0", "007"]
    assert {cell.data_type for cell in sheet[2]} == {"s"}


def test_an_exported_text_file_holds_no_formula(client, clerk):
    StaffFactory(name="=1+1")
    client.force_login(clerk)

    response = exported(client, "staff", "1", columns=("name",))

    assert response.content.decode() == "\ufeff姓名\r\n'=1+1\r\n"
    assert response["Content-Type"] == "text/csv"


def test_an_export_of_institutions_names_who_looks_after_them(client, clerk, hospital, liaison):
    client.force_login(clerk)

    response = exported(client, "institution", "1", columns=("code", "officer_name"))

    assert f"371323A01,{liaison.name}" in response.content.decode()


def test_a_sealed_column_is_exported_masked_or_not_at_all(client, clerk, hospital):
    exporting = [m for m, site in admin.site._registry.items() if hasattr(site, "export_action")]
    assert {Institution, Department, Staff, OfficerAssignment, LexiconEntry} == set(exporting)
    fields = [field for model in exporting for field in model._meta.get_fields()]
    sealed = [field for field in fields if isinstance(field, SealedTextField)]
    assert [str(field) for field in sealed] == ["bureau.Staff.phone"]
    StaffFactory(institution=hospital, phone="13812345678")
    client.force_login(clerk)

    text = exported(client, "staff", "1", columns=("name", "phone")).content.decode()

    assert "138****5678" in text
    assert "13812345678" not in text
