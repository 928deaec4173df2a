"""The admin's table of duties: who opens which list, if the account has a door to it at all.

200 the list opens; 403 it is not this role's; 302 the way to the admin's log-in.
"""

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from bureau.models import Section
from bureau.rules import Role, SectionCode
from tests.factories import UserFactory

# Everybody has the door here, but for the officer: it is the bureau's. Who has a door and no role
# comes last. Clerk and head are of the medical administration section, "personnel" is not.
ASKING = [
    "nobody", "admin", "auditor", "leader", "head", "clerk", "personnel", "liaison", "handler",
    "officer", "no role",
]  # fmt: skip

TABLE = """
index                        302 200 200 200 200 200 200 200 200 302 200
axes_accessattempt           302 403 403 403 403 403 403 403 403 302 403
axes_accessfailurelog        302 403 403 403 403 403 403 403 403 302 403
axes_accesslog               302 403 403 403 403 403 403 403 403 302 403
bureau_act                   302 403 200 200 200 200 200 200 200 302 403
bureau_apikey                302 200 200 403 403 403 403 403 403 302 403
bureau_attachment            302 403 200 403 200 200 200 403 403 302 403
bureau_calendarday           302 200 200 200 200 200 200 200 403 302 403
bureau_calendaryear          302 200 200 200 200 200 200 200 403 302 403
bureau_delivery              302 200 200 403 403 403 403 403 403 302 403
bureau_department            302 200 200 200 200 200 200 200 403 302 403
bureau_duestep               302 403 200 200 200 200 200 200 403 302 403
bureau_dutysection           302 200 200 200 200 200 200 200 403 302 403
bureau_exportrequest         302 403 200 403 200 403 403 403 403 302 403
bureau_institution           302 200 200 200 200 200 200 200 403 302 403
bureau_leaderpost            302 200 200 200 200 200 200 200 403 302 403
bureau_lexiconentry          302 200 200 200 200 200 200 200 403 302 403
bureau_notice                302 200 200 200 200 200 200 200 403 302 403
bureau_numberseries          302 200 200 200 200 200 200 403 403 302 403
bureau_officerassignment     302 200 200 200 200 200 200 200 403 302 403
bureau_officialnumber        302 403 200 200 200 200 200 403 403 302 403
bureau_officialpaper         302 403 200 200 200 200 200 200 403 302 403
bureau_placement             302 200 200 200 200 200 200 200 403 302 403
bureau_problemcategory       302 200 200 200 200 200 200 200 403 302 403
bureau_ruleversion           302 200 200 200 200 200 200 200 403 302 403
bureau_section               302 200 200 200 200 200 200 200 403 302 403
bureau_staff                 302 200 200 200 200 200 200 200 403 302 403
bureau_user                  302 200 200 403 403 403 403 403 403 302 403
followups_followuprecord     302 403 403 200 200 200 200 200 403 302 403
followups_monthlyregister    302 403 200 200 200 200 200 200 403 302 403
followups_monthreport        302 403 200 200 200 200 200 403 403 302 403
followups_numberreveal       302 403 200 403 403 403 403 403 403 302 403
followups_registerversion    302 403 200 200 200 200 200 200 403 302 403
followups_reminder           302 403 200 200 200 200 200 200 403 302 403
followups_spotcheck          302 403 200 200 200 200 200 200 403 302 403
followups_spotcheckitem      302 403 200 200 200 200 200 200 403 302 403
followups_upload             302 403 200 200 200 200 200 200 403 302 403
rectification_absentzone     302 403 200 200 200 200 200 200 403 302 403
rectification_checklist      302 403 200 200 200 200 200 200 403 302 403
rectification_postingplace   302 403 200 200 200 200 200 200 403 302 403
rectification_testcall       302 403 200 200 200 200 200 200 403 302 403
rectification_visit          302 403 200 200 200 200 200 200 403 302 403
rectification_visitresult    302 403 200 200 200 200 200 200 403 302 403
"""
LINES = [line.split() for line in TABLE.strip().splitlines()]
ROWS = {name: [int(status) for status in statuses] for name, *statuses in LINES}


@pytest.fixture
def sessions(officer, clerk, section_head, liaison):
    """Everybody, logged in once; the session's key stands for the person."""
    personnel = Section.objects.get(code=SectionCode.PERSONNEL)
    liaison.is_staff = True
    liaison.save()
    people = {
        "admin": UserFactory(roles=[Role.SYS_ADMIN], is_staff=True),
        "auditor": UserFactory(roles=[Role.AUDITOR], is_staff=True),
        "leader": UserFactory(roles=[Role.LEADER], is_staff=True),
        "head": section_head,
        "clerk": clerk,
        "personnel": UserFactory(section=personnel, roles=[Role.BUREAU_STAFF], is_staff=True),
        "liaison": liaison,
        "handler": UserFactory(roles=[Role.DEPARTMENT_HANDLER], is_staff=True),
        "officer": officer,
        "no role": UserFactory(is_staff=True),
    }
    keys = {"nobody": ""}
    for who, user in people.items():
        client = Client()
        client.force_login(user)
        keys[who] = client.session.session_key
    return keys


def address(name):
    return reverse("admin:index" if name == "index" else f"admin:{name}_changelist")


def answer(name, session):
    client = Client()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client.get(address(name)).status_code


def test_every_list_of_the_admin_has_its_row():
    lists = {f"{of._meta.app_label}_{of._meta.model_name}" for of in admin.site._registry}

    assert set(ROWS) == {"index", *lists}


def test_everybody_gets_at_every_list_the_answer_the_table_says(sessions):
    found = {name: [answer(name, sessions[who]) for who in ASKING] for name in ROWS}

    assert found == ROWS
