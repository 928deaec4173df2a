"""The demo county's institutions, staff and the accounts to sign in with."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tablib
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from bureau.models import Institution, Section, User
from bureau.resources import InstitutionResource, StaffResource
from bureau.rules import Role, SectionCode
from bureau.services import assign_officer
from bureau.workbooks import read_workbook

ROSTER = Path(settings.BASE_DIR) / "tests/samples/07-机构与人员名册.xlsx"
PASSWORD = "manyi-demo-2026"  # noqa: S105 - for the demo county alone, and printed by it
NEWCOMER = "371323B16"  # joined in the middle of the year told
LIAISON = "林艳"
SECOND_HOUSE = "371323B01"  # looked after by the same officer as the county hospital


@dataclass(frozen=True, slots=True)
class Login:
    username: str
    name: str
    role: Role
    section: SectionCode | None = None
    institution: str = ""
    sees: str = ""
    is_staff: bool = True


LOGINS = [
    Login("limin", "李敏", Role.BUREAU_STAFF, SectionCode.MEDICAL_ADMIN,
          sees="who has handed in the month's register and whom to remind"),
    Login("linyan", LIAISON, Role.LIAISON, SectionCode.MEDICAL_ADMIN,
          sees="the people drawn at her two institutions, to be called"),
    Login("renshi", "周洁", Role.BUREAU_STAFF, SectionCode.PERSONNEL,
          sees="the directory (accountability comes later)"),
    Login("a01", "陈雨", Role.HOSPITAL_OFFICER, institution="371323A01", is_staff=False,
          sees="one task card: the register of the month"),
    Login("admin", "赵工", Role.SYS_ADMIN,
          sees="accounts, institutions and the working calendar"),
    Login("kezhang", "孙科长", Role.SECTION_HEAD, SectionCode.MEDICAL_ADMIN,
          sees="the same, and redraws that wait for a second person"),
]  # fmt: skip


def make_county(*, from_on: date, newcomer_from: date) -> None:
    """Import the roster and open the accounts; a county that is there already stays as it is."""
    if Institution.objects.exists():
        return
    sheets = {sheet.name: sheet.rows for sheet in read_workbook(ROSTER.read_bytes()).sheets}
    InstitutionResource().import_data(_dataset(sheets["机构"]), raise_errors=True)
    StaffResource().import_data(_dataset(sheets["人员"]), raise_errors=True)
    Institution.objects.filter(code=NEWCOMER).update(active_from=newcomer_from)
    _open_accounts()
    for institution in Institution.objects.all():
        institution.assignments.update(from_on=from_on)
    second = Institution.objects.get(code=SECOND_HOUSE)
    second.assignments.all().delete()
    assign_officer(institution=second, name=LIAISON, from_on=from_on)


def _dataset(rows) -> tablib.Dataset:
    width = len(rows[0])
    filled = [[*row, *[None] * (width - len(row))] for row in rows]
    return tablib.Dataset(*filled[1:], headers=filled[0])


def _open_accounts() -> None:
    password = make_password(PASSWORD)
    groups = {group.name: group for group in Group.objects.all()}
    for login in LOGINS:
        user = User.objects.filter(name=login.name, institution=None).first() or User(
            name=login.name
        )
        user.username, user.password, user.is_staff = login.username, password, login.is_staff
        if login.section:
            user.section = Section.objects.get(code=login.section)
        if login.institution:
            user.institution = Institution.objects.get(code=login.institution)
        user.save()
        user.groups.set([groups[login.role]])
    for institution in Institution.objects.exclude(code="371323A01"):
        officer = User.objects.create(
            username=institution.code[-3:].lower(),
            name=f"{institution.name}质控员",
            password=password,
            institution=institution,
        )
        officer.groups.set([groups[Role.HOSPITAL_OFFICER]])
