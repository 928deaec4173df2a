"""The demo county's institutions, staff and the accounts to sign in with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import tablib
from django.conf import settings
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureau.models import Institution, LeaderPost, OfficerAssignment, Section, Staff, User
from bureau.resources import InstitutionResource, StaffResource
from bureau.rules import Grade, LeaderKind, Role, SectionCode, is_level2_or_above
from bureau.services import (
    appoint_leader,
    change_record,
    note_visits,
    open_account,
    set_remit,
    transfer_staff,
)
from bureau.workbooks import read_workbook

ROSTER = Path(settings.BASE_DIR) / "tests/samples/07-机构与人员名册.xlsx"
PASSWORD = "manyi-demo-2026"  # noqa: S105 - for the demo county alone, and printed by it
NEWCOMER = "371323B16"  # joined in the middle of the year told
LIAISON = "林艳"
FIRST_HOUSE = "371323A01"  # its officer is among the log-ins
SECOND_HOUSE = "371323B01"


@dataclass(frozen=True, slots=True)
class Login:
    username: str
    name: str
    role: Role | None
    section: SectionCode | None = None
    institution: str = ""
    staff_no: str = ""
    sees: Any = ""
    is_staff: bool = True


LOGINS = [
    Login("limin", "李敏", Role.BUREAU_STAFF, SectionCode.MEDICAL_ADMIN,
          sees=_("who has handed in the month's register, whom to remind, and the complaints")),
    Login("linyan", LIAISON, Role.LIAISON, SectionCode.MEDICAL_ADMIN,
          sees=_("the people drawn at the county hospital, to be called")),
    Login("renshi", "周洁", Role.BUREAU_STAFF, SectionCode.PERSONNEL,
          sees=_("what the rules propose against whom, and the evidence")),
    Login("rskezhang", "田科长", Role.SECTION_HEAD, SectionCode.PERSONNEL,
          sees=_("the same, and papers of personnel that wait for review")),
    Login("a01", "陈雨", Role.HOSPITAL_OFFICER, institution=FIRST_HOUSE, is_staff=False,
          sees=_("the month's register, handed in where the demo ran: receipt and story")),
    Login("admin", "赵工", Role.SYS_ADMIN,
          sees=_("accounts, institutions, the working calendar and drafts of the rules")),
    Login("kezhang", "孙科长", Role.SECTION_HEAD, SectionCode.MEDICAL_ADMIN,
          sees=_("who has handed in; redraws and rules that wait for a second person")),
    Login("juzhang", "刘局长", Role.LEADER,
          sees=_("the whole county, masked, and papers that wait for a signature")),
    Login("shenji", "郑审", Role.AUDITOR,
          sees=_("who did what and when, and who looked at whose number")),
    Login("xinfang", "何静", Role.BUREAU_STAFF, SectionCode.PETITIONS,
          sees=_("petitions, accusations and what the hotline sent")),
    Login("xfkezhang", "石科长", Role.SECTION_HEAD, SectionCode.PETITIONS,
          sees=_("the same, and makes the findings of petitions hold")),
    Login("yisheng", "蔡刚雨", None, staff_no="A010057", is_staff=False,
          sees=_("a doctor: what is intended and decided about oneself, and the statement on it")),
]  # fmt: skip


OPENED_FROM_THE_START = {
    "limin",
    "linyan",
    "renshi",
    "a01",
    "admin",
    "kezhang",
    "juzhang",
    "shenji",
}
"""By these a county that an earlier version built is known as well."""
BUREAU_LEADERS = [
    (LeaderKind.HEAD, "刘局长", "全面工作", []),
    (LeaderKind.DEPUTY, "吴敬", "医政医管、信访", ["medical_admin", "petitions"]),
    (LeaderKind.DEPUTY, "郑红", "人事、纪检", ["personnel", "discipline"]),
]


def log_ins() -> Iterator[str]:
    """Say line by line who can sign in to the demo, and what they find there."""
    yield gettext("Log-ins, all with the password %(password)s:") % {"password": PASSWORD}
    for login in LOGINS:
        yield f"  {login.username:<8} {login.name} · {login.sees}"
    yield gettext(
        "Complaints begin at /p/, where the public writes, or at /cases/ (limin, xinfang)."
    )


class NotTheDemo(Exception):
    """There are accounts that the demo did not open: this may be a real bureau's database."""


def is_there() -> bool:
    """Tell the demo county from an empty database.

    :raises NotTheDemo: if it is neither.
    """
    there = set(User.objects.values_list("username", flat=True))
    if there and not there >= OPENED_FROM_THE_START:
        raise NotTheDemo
    return bool(there)


def make_county(*, from_on: date, newcomer_from: date) -> None:
    """Open the accounts and import the bureau's roster, as an administrator would by hand.

    The roster says who looks after whom, so the same file imported again changes nothing.
    """
    _open_accounts((login for login in LOGINS if not _is_of_a_house(login)), from_on)
    sheets = {sheet.name: sheet.rows for sheet in read_workbook(ROSTER.read_bytes()).sheets}
    InstitutionResource().import_data(dataset(sheets["机构"]), raise_errors=True)
    StaffResource().import_data(dataset(sheets["人员"]), raise_errors=True)
    _enter(Institution.objects.filter(code=NEWCOMER), from_on, active_from=newcomer_from)
    # The roster says who, not since when.
    for rows in (OfficerAssignment.objects.all(), LeaderPost.objects.all()):
        _enter(rows, from_on, from_on=from_on)
    _appoint_bureau(from_on)
    _open_accounts(filter(_is_of_a_house, LOGINS), from_on)
    _open_accounts(_officers_of_the_other_houses(), from_on)


def _is_of_a_house(login: Login) -> bool:
    return bool(login.institution or login.staff_no)


def _enter(rows: Iterable[Model], on: date, **values: Any) -> None:
    """Enter values of rows of the directory as the administrator does, each with its act."""
    by = User.objects.get(username="admin")
    for row in rows:
        for name, value in values.items():
            setattr(row, name, value)
        change_record(record=row, by=by, at=_morning(on))


def _morning(on: date) -> datetime:
    return datetime.combine(on, time(9), tzinfo=timezone.get_current_timezone())


def _appoint_bureau(from_on: date) -> None:
    """Say who leads the bureau, each deputy with the sections they are in charge of."""
    # Who signs papers in the demo is the one whom its directory names.
    leader = User.objects.get(username="juzhang")
    for kind, name, remit, codes in BUREAU_LEADERS:
        appoint_leader(
            institution=None, kind=kind, name=name, remit=remit, from_on=from_on,
            user=leader if name == leader.name else None,
            sections=Section.objects.filter(code__in=codes), by=None, at=timezone.now(),
        )  # fmt: skip


def tell_directory(*, until: date) -> None:
    """Tell what happened in the directory: a transfer, a deputy's remit, phones entered."""
    by, at = User.objects.get(username="admin"), timezone.now()
    hospital, township = (
        Institution.objects.get(code=code) for code in (FIRST_HOUSE, SECOND_HOUSE)
    )
    nurse = hospital.staff.filter(position="护士").order_by("staff_no").first()
    transfer_staff(
        staff=nurse, to=township, from_on=until.replace(day=1), staff_no="B010900",
        by=by, at=at, why="对口支援",
    )  # fmt: skip
    doctors = hospital.staff.filter(position="医师").order_by("staff_no")[:6]
    for number, doctor in enumerate(doctors):
        _enter([doctor], until.replace(day=1), phone=f"1390539{number:04}")
    deputy = hospital.posts.get(kind=LeaderKind.DEPUTY)
    wards = hospital.departments.order_by("name")
    for remit, own, day in (
        ("医疗", wards[:1], deputy.from_on), ("医疗、护理", wards[:2], until.replace(day=1)),
    ):  # fmt: skip
        set_remit(post=deputy, remit=remit, departments=own, sections=[], from_on=day, by=by, at=at)
    _enter_visits(until.year, at)


def _enter_visits(year: int, at: datetime) -> None:
    """Enter how many patients each house saw; of the newcomer nobody has a number yet."""
    by = User.objects.get(username="limin")
    for n, house in enumerate(Institution.objects.exclude(code=NEWCOMER).order_by("code")):
        visits = (180_000 if is_level2_or_above(Grade(house.grade)) else 24_000) + 1_730 * n
        note_visits(
            institution=house, year=year, visits=visits, source="卫生健康统计月报", by=by, at=at
        )


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


def _open_accounts(logins: Iterable[Login], on: date) -> None:
    for login in logins:
        open_account(
            username=login.username,
            name=login.name,
            roles=[login.role] if login.role else [],
            staff=Staff.objects.filter(staff_no=login.staff_no).first(),
            section=Section.objects.get(code=login.section) if login.section else None,
            institution=Institution.objects.filter(code=login.institution).first(),
            password=PASSWORD,
            is_staff=login.is_staff,
            by=None,
            at=_morning(on),
        )
