"""The demo county's institutions, staff and the accounts to sign in with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tablib
from django.conf import settings

from bureau.models import Institution, OfficerAssignment, Section, User
from bureau.resources import InstitutionResource, StaffResource
from bureau.rules import Role, SectionCode
from bureau.services import open_account
from bureau.workbooks import read_workbook

ROSTER = Path(settings.BASE_DIR) / "tests/samples/07-机构与人员名册.xlsx"
PASSWORD = "manyi-demo-2026"  # noqa: S105 - for the demo county alone, and printed by it
NEWCOMER = "371323B16"  # joined in the middle of the year told
LIAISON = "林艳"
FIRST_HOUSE = "371323A01"  # its officer is among the log-ins


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
          sees="the people drawn at the county hospital, to be called"),
    Login("renshi", "周洁", Role.BUREAU_STAFF, SectionCode.PERSONNEL,
          sees="the directory (accountability comes later)"),
    Login("a01", "陈雨", Role.HOSPITAL_OFFICER, institution=FIRST_HOUSE, is_staff=False,
          sees="one task card: the register of the month"),
    Login("admin", "赵工", Role.SYS_ADMIN,
          sees="accounts, institutions, the working calendar and drafts of the rules"),
    Login("kezhang", "孙科长", Role.SECTION_HEAD, SectionCode.MEDICAL_ADMIN,
          sees="the same, and redraws and rules that wait for a second person"),
]  # fmt: skip


class NotTheDemo(Exception):
    """There are accounts that the demo did not open: this may be a real bureau's database."""


def is_there() -> bool:
    """Tell the demo county from an empty database.

    :raises NotTheDemo: if it is neither.
    """
    there = set(User.objects.values_list("username", flat=True))
    if there and not {login.username for login in LOGINS} <= there:
        raise NotTheDemo
    return bool(there)


def make_county(*, from_on: date, newcomer_from: date) -> None:
    """Open the accounts and import the bureau's roster, as an administrator would by hand.

    The roster says who looks after whom, so the same file imported again changes nothing.
    """
    _open_accounts(login for login in LOGINS if not login.institution)
    sheets = {sheet.name: sheet.rows for sheet in read_workbook(ROSTER.read_bytes()).sheets}
    InstitutionResource().import_data(dataset(sheets["机构"]), raise_errors=True)
    StaffResource().import_data(dataset(sheets["人员"]), raise_errors=True)
    Institution.objects.filter(code=NEWCOMER).update(active_from=newcomer_from)
    OfficerAssignment.objects.update(from_on=from_on)
    _open_accounts(login for login in LOGINS if login.institution)
    _open_accounts(_officers_of_the_other_houses())


def dataset(rows) -> tablib.Dataset:
    width = len(rows[0])
    filled = [[*row, *[None] * (width - len(row))] for row in rows]
    return tablib.Dataset(*filled[1:], headers=filled[0])


def _officers_of_the_other_houses() -> Iterator[Login]:
    for house in Institution.objects.exclude(code=FIRST_HOUSE):
        username = house.code[-3:].lower()
        yield Login(
            username, f"{house.name}质控员", Role.HOSPITAL_OFFICER,
            institution=house.code, is_staff=False,
        )  # fmt: skip


def _open_accounts(logins: Iterable[Login]) -> None:
    for login in logins:
        open_account(
            username=login.username,
            name=login.name,
            roles=[login.role],
            section=Section.objects.get(code=login.section) if login.section else None,
            institution=Institution.objects.filter(code=login.institution).first(),
            password=PASSWORD,
            is_staff=login.is_staff,
        )
