"""The ground floor in the admin: who enters, who imports and exports what, whose account it is."""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.fields import SealedTextField
from bureau.models import (
    CalendarDay,
    Department,
    Institution,
    OfficerAssignment,
    Section,
    Staff,
    StoredFile,
    User,
)
from bureau.rules import Role
from tests.bureau.rosters import HOSPITAL, STAFF_HEADINGS, changed, institutions, workbook
from tests.factories import InstitutionFactory, StaffFactory, UserFactory

PASSWORD = "three-words-and-a-number-7"
EXPORTED = ["institution", "department", "staff", "officerassignment"]
IMPORTED = ["institution", "department", "staff"]


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def sys_admin(db):
    return UserFactory(roles=[Role.SYS_ADMIN], is_staff=True, name="系统管理员")


@pytest.fixture
def queries_of(client):
    """Count what a page asks the database."""

    def queries_of(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    return queries_of


@pytest.fixture
def everybody(db):
    """A superuser who has every role as well: meets every page with rows on it."""
    return UserFactory(roles=list(Role), is_staff=True, is_superuser=True)


def address(model: str, page: str = "changelist", *args) -> str:
    return reverse(f"admin:bureau_{model}_{page}", args=args)


def chosen(content: bytes, name: str = "名册.xlsx") -> dict:
    return {"import_file": SimpleUploadedFile(name, content), "format": "0", "resource": "0"}


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


# --- Who enters --------------------------------------------------------------------------------


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label_lower)
@pytest.mark.parametrize("who", ["everybody", "clerk", "section_head", "sys_admin"])
def test_every_list_opens_for_whoever_may_see_it(request, client, who, model):
    user = request.getfixturevalue(who)
    client.force_login(user)
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    may = user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")

    response = client.get(url)

    assert response.status_code == (200 if may else 403)


def test_the_index_shows_the_same_cards_as_the_workbench(client, clerk):
    client.force_login(clerk)

    assert "Follow-up registers of" in text(client.get(reverse("admin:index")))


@pytest.mark.parametrize("path", ["admin:index", "admin:bureau_institution_changelist"])
def test_a_hospital_officer_does_not_enter(client, officer, path):
    client.force_login(officer)

    response = client.get(reverse(path))

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


# --- Whose rows --------------------------------------------------------------------------------


@pytest.fixture
def scoped(liaison):
    """A liaison officer with a door to the admin: sees one hospital and nothing else."""
    liaison.is_staff = True
    liaison.save()
    return liaison


def test_a_list_holds_only_what_its_reader_may_see(client, scoped, hospital, township):
    client.force_login(scoped)

    page = text(client.get(address("institution")))

    assert hospital.name in page
    assert township.name not in page


def test_the_filter_offers_only_what_its_reader_may_see(client, scoped, hospital, township):
    for house in (hospital, township):
        StaffFactory(institution=house)
    client.force_login(scoped)

    page = text(client.get(address("staff")))

    assert f"?of={hospital.code}" in page
    assert f"?of={township.code}" not in page


def test_what_one_may_not_see_answers_as_what_is_not_there(client, scoped, township):
    client.force_login(scoped)

    def answer(number: int) -> tuple:
        response = client.get(address("institution", "change", number), follow=True)
        [message] = [str(message) for message in response.context["messages"]]
        return response.redirect_chain, message.replace(str(number), "N")

    assert answer(township.pk) == answer(999_999)


def person_with_an_officer() -> None:
    person = StaffFactory(title="主治医师")
    person.department = Department.objects.create(institution=person.institution, name="内科")
    person.save()
    OfficerAssignment.objects.create(
        officer=UserFactory(), institution=person.institution, from_on=date(2026, 1, 1)
    )


@pytest.mark.parametrize("model", EXPORTED)
def test_a_list_costs_the_same_however_long(client, clerk, queries_of, model):
    client.force_login(clerk)
    person_with_an_officer()
    client.get(address(model))

    one = queries_of(address(model))
    for _ in range(19):
        person_with_an_officer()

    assert queries_of(address(model)) == one


# --- Import ------------------------------------------------------------------------------------


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


def test_the_import_page_says_which_columns_are_not_read(client, sys_admin):
    client.force_login(sys_admin)

    page = text(client.get(address("institution", "import")))

    assert "The sheet “机构” is read." in page
    assert "not read: 主要负责人、分管负责人." in page


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


def numbers() -> tuple[int, ...]:
    return User.objects.count(), OfficerAssignment.objects.count(), Staff.objects.count()


@time_machine.travel("2026-11-21 10:00+08:00", tick=False)
def test_the_roster_is_imported_from_one_file_and_again_changes_nothing(importing, sample):
    importing("institution", sample("07"))
    importing("staff", sample("07"))
    before = numbers()

    again = importing("institution", sample("07"))
    staff_again = importing("staff", sample("07"))

    assert before == (22, 21, 504)  # and the importing person
    assert "0 new, 0 updated, 0 deleted and 21 skipped" in text(again)
    assert "0 new, 0 updated, 0 deleted and 504 skipped" in text(staff_again)
    assert (
        User.objects.count(),
        OfficerAssignment.objects.count(),
        Staff.objects.count(),
    ) == before


def test_a_preview_says_what_would_happen_and_stores_nothing(client, sys_admin, sample):
    client.force_login(sys_admin)

    page = client.post(address("institution", "import"), chosen(sample("07")))

    assert text(page).count(">New<") + text(page).count("New</span>") >= 21
    assert not Institution.objects.exists()
    assert User.objects.count() == 1


def test_a_bad_row_is_named_by_its_number_and_heading(importing):
    page = text(
        importing("institution", institutions(HOSPITAL, changed(HOSPITAL, 机构编码="X", 类别="?")))
    )

    assert '<td class="num">3</td>' in page
    assert "<li>类别: “?” is not known here. Allowed are: 综合医院、" in page
    assert "Confirm import" not in page
    assert not Institution.objects.exists()


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


def test_an_imported_file_is_kept_sealed_and_no_temporary_file_is_written(
    importing, sys_admin, tmp_path, monkeypatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    importing("institution", institutions(HOSPITAL))

    assert Institution.objects.exists()
    assert StoredFile.objects.get().by == sys_admin
    assert list(tmp_path.iterdir()) == []


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


def test_no_model_with_sealed_columns_has_an_export():
    exporting = [m for m, site in admin.site._registry.items() if hasattr(site, "export_action")]

    assert {Institution, Department, Staff, OfficerAssignment} == set(exporting)
    fields = [field for model in exporting for field in model._meta.get_fields()]
    assert not [field for field in fields if isinstance(field, SealedTextField)]


# --- Accounts ----------------------------------------------------------------------------------


def account_form(user: User, **changes) -> dict:
    data = {
        "username": user.username,
        "name": user.name,
        "institution": user.institution_id or "",
        "section": user.section_id or "",
        "language": user.language,
        "is_active": "on" if user.is_active else "",
        "is_staff": "on" if user.is_staff else "",
        "groups": list(user.groups.values_list("pk", flat=True)),
        **changes,
    }
    return {name: value for name, value in data.items() if value != ""}


def role(word: Role) -> int:
    return Group.objects.get(name=word).pk


def test_the_administrator_opens_an_account_with_a_role(client, sys_admin, hospital):
    client.force_login(sys_admin)
    page = client.get(address("user", "add"))

    response = client.post(
        address("user", "add"),
        {
            "username": "zhang.san",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "name": "张三",
            "institution": hospital.pk,
            "is_active": "on",
            "groups": [role(Role.HOSPITAL_OFFICER)],
        },
    )

    assert "Hospital quality officer" in text(page)
    assert response.status_code == 302
    account = User.objects.get(username="zhang.san")
    assert account.check_password(PASSWORD)
    assert account.roles == {Role.HOSPITAL_OFFICER}
    assert not account.is_staff
    assert not account.is_superuser


def test_the_administrator_changes_another_persons_roles(client, sys_admin, clerk):
    client.force_login(sys_admin)

    client.post(
        address("user", "change", clerk.pk), account_form(clerk, groups=[role(Role.SECTION_HEAD)])
    )

    assert User.objects.get(pk=clerk.pk).roles == {Role.SECTION_HEAD}


def test_nobody_gives_himself_a_role_or_a_place(client, sys_admin, hospital):
    client.force_login(sys_admin)
    section = Section.objects.get(code="medical_admin")

    response = client.post(
        address("user", "change", sys_admin.pk),
        account_form(
            sys_admin,
            name="管理员",
            section=section.pk,
            is_superuser="on",
            groups=[role(Role.SYS_ADMIN), role(Role.LEADER)],
        ),
    )

    assert response.status_code == 302
    after = User.objects.get(pk=sys_admin.pk)
    assert after.name == "管理员"
    assert after.roles == {Role.SYS_ADMIN}
    assert after.section is None
    assert after.is_staff
    assert not after.is_superuser


def test_only_a_superuser_makes_superusers(client, sys_admin, clerk, everybody):
    client.force_login(sys_admin)
    client.post(address("user", "change", clerk.pk), account_form(clerk, is_superuser="on"))
    by_administrator = User.objects.get(pk=clerk.pk).is_superuser

    client.force_login(everybody)
    client.post(address("user", "change", clerk.pk), account_form(clerk, is_superuser="on"))

    assert not by_administrator
    assert User.objects.get(pk=clerk.pk).is_superuser


@pytest.mark.parametrize("page", ["admin:bureau_user_change", "admin:auth_user_password_change"])
def test_a_superusers_account_is_out_of_the_administrators_reach(
    client, sys_admin, everybody, page
):
    client.force_login(sys_admin)

    response = client.post(
        reverse(page, args=[everybody.pk]),
        account_form(everybody, password1=PASSWORD, password2=PASSWORD, usable_password="true"),
    )

    assert response.status_code == 403
    assert not User.objects.get(pk=everybody.pk).check_password(PASSWORD)


def test_the_list_of_accounts_says_roles_in_words_and_costs_the_same_however_long(
    client, sys_admin, queries_of
):
    client.force_login(sys_admin)
    client.get(address("user"))
    one = queries_of(address("user"))
    UserFactory.create_batch(19, roles=[Role.LIAISON, Role.BUREAU_STAFF])

    assert queries_of(address("user")) == one
    assert "Bureau staff, Liaison officer" in text(client.get(address("user")))
    found = client.get(address("user"), {"role": "liaison_officer"})
    assert found.context["cl"].result_count == 19


# --- Directory and calendar --------------------------------------------------------------------


def test_a_department_of_another_institution_is_refused(client, sys_admin, hospital, township):
    department = Department.objects.create(institution=township, name="内科")
    client.force_login(sys_admin)
    data = {
        "institution": hospital.pk,
        "department": department.pk,
        "staff_no": "1",
        "name": "张三",
    }

    page = client.post(address("staff", "add"), data)

    assert "This department belongs to another institution." in text(page)
    assert not Staff.objects.exists()


def test_an_overlapping_assignment_is_refused_with_a_sentence(client, sys_admin, hospital, liaison):
    client.force_login(sys_admin)
    data = {"officer": UserFactory().pk, "institution": hospital.pk, "from_on": "2026-11-21"}

    page = client.post(address("officerassignment", "add"), data)

    assert "Another officer looks after this institution in that time." in text(page)
    assert OfficerAssignment.objects.count() == 1


def test_only_officers_of_the_bureau_can_be_assigned(client, sys_admin, hospital, officer, clerk):
    client.force_login(sys_admin)

    page = text(client.get(address("officerassignment", "add")))

    assert f'<option value="{clerk.pk}">' in page
    assert f'<option value="{officer.pk}">' not in page


def test_calendar_days_are_filtered_by_year_and_lead_to_the_count(client, clerk):
    client.force_login(clerk)

    page = text(client.get(address("calendarday"), {"year": "2026"}))
    nonsense = client.get(address("calendarday"), {"year": "99999999"})

    assert "?start=2026-10-01&amp;days=5" in page
    assert "start=2025-" not in page
    assert nonsense.status_code == 200


def test_the_key_of_a_calendar_day_stays(client, sys_admin):
    client.force_login(sys_admin)
    count = CalendarDay.objects.count()
    url = address("calendarday", "change", "2026-10-01")

    client.post(url, {"day": "2026-10-02", "kind": "holiday", "name": "国庆"})

    assert CalendarDay.objects.count() == count
    assert CalendarDay.objects.get(day="2026-10-01").name == "国庆"


def test_a_clerk_changes_nothing_in_the_directory(client, clerk, hospital):
    client.force_login(clerk)

    assert client.get(address("institution", "change", hospital.pk)).status_code == 200
    assert client.post(address("institution", "change", hospital.pk), {}).status_code == 403
    assert client.get(address("institution", "add")).status_code == 403
    assert client.get(address("user")).status_code == 403
    assert InstitutionFactory._meta.model.objects.get() == hospital
