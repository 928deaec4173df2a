"""Accounts in the admin: opened, given roles, given a password, and what is written down of it."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.models import Act, OfficerAssignment, Section, User
from bureau.rules import Role
from tests.bureau.admin_pages import address, text
from tests.factories import StaffFactory, UserFactory

PASSWORD = "three-words-and-a-number-7"


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


def account_form(user: User, **changes) -> dict:
    data = {
        "username": user.username,
        "name": user.name,
        "institution": user.institution_id or "",
        "section": user.section_id or "",
        "staff": user.staff_id or "",
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


def test_an_account_of_an_institution_gets_no_duty_of_the_bureau(
    client, sys_admin, liaison, hospital
):
    client.force_login(sys_admin)
    page = address("user", "change", liaison.pk)

    refused = client.post(page, account_form(liaison, institution=hospital.pk, section=""))

    assert "An account of an institution has no duty of the bureau." in refused.content.decode()
    assert User.objects.get(pk=liaison.pk).institution is None
    assert liaison.assignments.get().to_on is None


def test_who_moves_to_an_institution_looks_after_none_any_more(
    client, sys_admin, liaison, township
):
    client.force_login(sys_admin)
    officer = [role(Role.HOSPITAL_OFFICER)]
    OfficerAssignment.objects.create(
        officer=liaison, institution=township, from_on=date(2099, 1, 1)
    )
    moved = account_form(liaison, institution=township.pk, section="", groups=officer)

    for _twice in range(2):
        assert client.post(address("user", "change", liaison.pk), moved).status_code == 302

    today = timezone.localdate()
    assert liaison.assignments.get().to_on == today - timedelta(days=1)
    assert not liaison.assignments.on(today).exists()
    assert Act.objects.filter(verb="end_assignment").count() == 2


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


@pytest.mark.long
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


@pytest.mark.long
def test_an_account_is_tied_to_whose_it_is_and_needs_no_duty_then(
    client, sys_admin, hospital, township
):
    client.force_login(sys_admin)
    doctor = StaffFactory(institution=hospital)
    said = {
        "username": "doctor", "name": doctor.name, "usable_password": "true", "is_active": "on",
        "password1": PASSWORD, "password2": PASSWORD, "staff": doctor.pk,
    }  # fmt: skip
    elsewhere = client.post(address("user", "add"), said | {"institution": township.pk})
    assert "staff" in elsewhere.context["adminform"].form.errors

    client.post(address("user", "add"), said | {"institution": hospital.pk})

    account = User.objects.get(username="doctor")
    assert (account.staff, account.roles) == (doctor, frozenset())
    [(verb, _by, rights)] = acts_of(account)
    assert (verb, rights["staff"]) == ("open_account", doctor.pk)
    assert 'name="staff"' in client.get(address("user", "change", account.pk)).content.decode()
    own = client.get(address("user", "change", sys_admin.pk)).content.decode()
    assert 'name="staff"' not in own


# --- What is written down of it ---------------------------------------------------------------


def acts_of(user: User) -> list[tuple]:
    acts = Act.objects.of("account", user.username)
    return [(act.verb, act.actor_name, act.facts) for act in acts]


def test_a_new_account_is_written_down_with_what_it_may(client, sys_admin, hospital):
    client.force_login(sys_admin)
    data = {
        "username": "zhang.san", "usable_password": "true", "password1": PASSWORD,
        "password2": PASSWORD, "name": "张三", "institution": hospital.pk, "is_active": "on",
        "groups": [role(Role.HOSPITAL_OFFICER)],
    }  # fmt: skip

    client.post(address("user", "add"), data)
    client.post(address("user", "add"), data)

    rights = {
        "roles": ["hospital_officer"], "institution": hospital.code, "section": "",
        "staff": "", "is_active": True, "is_staff": False, "is_superuser": False,
    }  # fmt: skip
    [act] = acts_of(User.objects.get(username="zhang.san"))
    assert act == ("open_account", sys_admin.name, rights)


def test_a_role_given_or_taken_is_written_down_and_saving_alike_is_not(client, sys_admin, clerk):
    client.force_login(sys_admin)
    url, form = address("user", "change", clerk.pk), account_form(clerk, is_active="")
    given = form | {"groups": [role(Role.SECTION_HEAD)], "name": "李敏"}

    client.post(url, given)
    client.post(url, given)

    changed = {"roles": [["bureau_staff"], ["section_head"]], "is_active": [True, False]}
    named = {"changed": {"name": [clerk.name, "李敏"]}}
    assert sorted(acts_of(clerk)) == [
        ("change_account", sys_admin.name, named),
        ("change_rights", sys_admin.name, changed),
    ]


def test_another_name_is_no_other_right(client, sys_admin, clerk):
    client.force_login(sys_admin)

    client.post(address("user", "change", clerk.pk), account_form(clerk, name="李敏"))

    assert User.objects.get(pk=clerk.pk).name == "李敏"
    assert [verb for verb, _by, _facts in acts_of(clerk)] == ["change_account"]


def test_a_password_set_for_another_is_written_down_without_it(client, sys_admin, clerk):
    client.force_login(sys_admin)
    page = reverse("admin:auth_user_password_change", args=[clerk.pk])
    data = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}

    client.post(page, data | {"password2": "another word, 2026"})
    refused = acts_of(clerk)
    client.post(page, data)

    assert User.objects.get(pk=clerk.pk).check_password(PASSWORD)
    assert refused == []
    assert acts_of(clerk) == [("set_password", sys_admin.name, {})]


@pytest.mark.parametrize("number", ["0", "nobody"])
def test_the_password_of_an_account_that_is_none_is_not_found(client, sys_admin, number):
    client.force_login(sys_admin)

    page = reverse("admin:index") + f"bureau/user/{number}/password/"

    assert client.get(page).status_code == 404


def test_a_name_that_no_act_has_room_for_is_refused_and_the_longest_is_not(
    client, sys_admin, clerk
):
    client.force_login(sys_admin)
    page = address("user", "change", clerk.pk)

    refused = client.post(page, account_form(clerk, username="a" * 81))
    assert "at most 80 characters" in text(refused)
    assert client.post(page, account_form(clerk, username="a" * 80)).status_code == 302

    assert Act.objects.filter(verb="change_account", object_no="a" * 80).exists()
