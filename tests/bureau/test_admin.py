"""The ground floor in the admin: who enters and sees what, accounts, directory, calendar."""

from datetime import date

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.models import (
    CalendarDay,
    Department,
    OfficerAssignment,
    Section,
    Staff,
    User,
)
from bureau.rules import Role
from tests.bureau.admin_pages import address, text
from tests.factories import InstitutionFactory, StaffFactory, UserFactory

PASSWORD = "three-words-and-a-number-7"
DIRECTORY = ["institution", "department", "staff", "officerassignment"]


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def queries_of(client):
    """Count what a page asks the database."""

    def queries_of(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    return queries_of


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


@pytest.mark.parametrize("model", DIRECTORY)
def test_a_list_costs_the_same_however_long(client, clerk, queries_of, model):
    client.force_login(clerk)
    person_with_an_officer()
    client.get(address(model))

    one = queries_of(address(model))
    for _ in range(19):
        person_with_an_officer()

    assert queries_of(address(model)) == one


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


@pytest.mark.parametrize(
    ("given", "field"),
    [({"groups": []}, "groups"), ({"institution": ""}, "institution")],
    ids=["no duty", "a hospital's officer of no hospital"],
)
def test_an_account_that_would_see_nothing_is_refused_with_a_word_why(
    client, hospital, given, field
):
    client.force_login(UserFactory(roles=[Role.SYS_ADMIN], is_staff=True))
    officers = Group.objects.get(name=Role.HOSPITAL_OFFICER)
    said = {
        "username": "new", "name": "测试员", "usable_password": "true",
        "password1": "long enough a word", "password2": "long enough a word",
        "groups": [officers.pk], "institution": hospital.pk,
    }  # fmt: skip
    page = client.post(reverse("admin:bureau_user_add"), said | given)
    assert field in page.context["adminform"].form.errors
    assert client.post(reverse("admin:bureau_user_add"), said).status_code == 302
