"""Which verbs each role has: the groups say what the table says, whatever was done by hand."""

from io import StringIO

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from bureau.models import User
from bureau.rules import Role
from config import roles
from config.management.commands import sync_roles
from tests.factories import UserFactory

CHANGES = ("add_", "change_", "delete_", "import_")


def sync():
    call_command("sync_roles", stdout=StringIO())


def verbs_of(role):
    group = Group.objects.get(name=role)
    return {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in group.permissions.select_related("content_type")
    }


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_group_with_exactly_its_verbs(db, role):
    assert verbs_of(role) == roles.PERMISSIONS[role]


def test_a_permission_given_by_hand_does_not_outlive_the_next_release(db):
    officers = Group.objects.get(name=Role.HOSPITAL_OFFICER)
    officers.permissions.add(Permission.objects.get(codename="view_number"))
    user = UserFactory(roles=[Role.HOSPITAL_OFFICER])
    assert user.has_perm("followups.view_number")

    sync()
    sync()

    assert not User.objects.get(pk=user.pk).has_perm("followups.view_number")
    assert verbs_of(Role.HOSPITAL_OFFICER) == roles.PERMISSIONS[Role.HOSPITAL_OFFICER]
    assert Group.objects.filter(name=Role.HOSPITAL_OFFICER).count() == 1


def test_a_permission_taken_by_hand_comes_back(db):
    Group.objects.get(name=Role.LIAISON).permissions.clear()

    sync()

    assert verbs_of(Role.LIAISON) == roles.PERMISSIONS[Role.LIAISON]


def test_a_permission_that_is_none_is_named_and_nothing_is_changed(db, monkeypatch):
    wrong = {**roles.PERMISSIONS, Role.AUDITOR: {"followups.fly"}}
    monkeypatch.setattr(sync_roles, "PERMISSIONS", wrong)

    with pytest.raises(CommandError, match=r"auditor.*followups\.fly"):
        sync()

    assert verbs_of(Role.AUDITOR) == roles.PERMISSIONS[Role.AUDITOR]


# --- What no role may have (the access matrix) -----------------------------------------------


def of_followups(role):
    return {verb for verb in roles.PERMISSIONS[role] if verb.startswith("followups.")}


def test_the_system_administrator_has_no_verb_on_patients():
    assert of_followups(Role.SYS_ADMIN) == set()


def test_only_the_hospital_hands_in_and_only_the_bureau_calls():
    holders = {
        verb: {role for role in Role if f"followups.{verb}" in roles.PERMISSIONS[role]}
        for verb in (
            *("submit_register", "record_result", "correct_result"),
            *("view_number", "approve_redraw"),
        )
    }

    assert holders == {
        "submit_register": {Role.HOSPITAL_OFFICER},
        "record_result": {Role.LIAISON},
        "correct_result": {Role.LIAISON, Role.BUREAU_STAFF, Role.SECTION_HEAD},
        "view_number": {Role.LIAISON},
        "approve_redraw": {Role.SECTION_HEAD},
    }


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYS_ADMIN}))
def test_only_the_system_administrator_changes_master_data(role):
    # The lexicon, old ledgers, books of cases and a year's visits are the clerks' own work.
    work = (
        roles.SORTS_OPINIONS
        | roles.KEEPS_VISITS
        | {"rectification.import_item", "complaints.import_case"}
    )
    verbs = {verb.partition(".")[2] for verb in roles.PERMISSIONS[role] - work}

    assert not {verb for verb in verbs if verb.startswith(CHANGES)}


@pytest.mark.parametrize(
    ("role", "decides"),
    [
        (Role.AUDITOR, set()),
        (
            Role.LEADER,
            {
                "accountability.decide_measures",
                "bureau.approve_ruleversion",
                "bureau.sign_paper",
                "complaints.note_supervision",
                "complaints.recheck_case",
                "followups.decide_doubt",
                "rectification.approve_checklist",
            },
        ),
    ],
)
def test_who_watches_only_looks_and_a_leader_decides_on_rules_papers_and_checklists(role, decides):
    looks = roles.PERMISSIONS[role] - decides

    assert decides <= roles.PERMISSIONS[role]
    assert all(verb.partition(".")[2].startswith("view_") for verb in looks)
    assert "followups.view_number" not in roles.PERMISSIONS[role]


def test_who_drafts_the_rules_does_not_approve_them_and_hospitals_do_neither():
    holders = {
        verb: {role for role in Role if f"bureau.{verb}_ruleversion" in roles.PERMISSIONS[role]}
        for verb in ("draft", "approve", "view")
    }

    assert holders["draft"] == {Role.SYS_ADMIN}
    assert holders["approve"] == {Role.SECTION_HEAD, Role.LEADER}
    assert holders["view"] == set(Role) - {Role.HOSPITAL_OFFICER, Role.DEPARTMENT_HANDLER}


def test_nobody_changes_or_deletes_what_was_handed_in_or_found():
    kept = [
        verb
        for role in Role
        for verb in of_followups(role)
        if verb.partition(".")[2].startswith(CHANGES)
    ]

    assert kept == []


def test_every_permission_to_bring_in_or_to_take_out_is_one_that_a_page_asks_for(db):
    declared = {
        permission.codename
        for permission in Permission.objects.filter(content_type__app_label="bureau")
        if permission.codename.startswith(("import_", "export_"))
    }
    asked = {
        f"{verb}_{model._meta.model_name}"
        for model, site in admin.site._registry.items()
        for verb in ("import", "export")
        if hasattr(site, f"{verb}_action")
    }

    assert declared == asked
