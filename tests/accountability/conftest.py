"""A bureau that finds, in few words; and whom it finds something of."""

from datetime import date, timedelta

import pytest
from django.db import connection

from accountability.models import CountableEvent, SanctionProposal
from accountability.rules.table import kind_of
from accountability.rules.words import LadderCode
from accountability.services import reconcile
from bureau.models import Institution, Placement, ProblemCategory, RuleVersion, Section, Staff
from bureau.rules import Role, SectionCode
from bureau.services import papers
from complaints import services
from complaints.rules.words import Finding
from tests.complaints.conftest import Desk, moment
from tests.factories import InstitutionFactory, StaffFactory, UserFactory

S, P, U = Finding.SUBSTANTIATED, Finding.PARTLY, Finding.UNSUBSTANTIATED
LATER = moment("2027-02-01")


class Bureau(Desk):
    """Finds by its own hand, without a unit's report, and counts."""

    def found(
        self, staff=None, on="2026-03-02", *, finding=S, category="ATT", at=None, hour=10, minute=0,
        **said,
    ):  # fmt: skip
        """Register a complaint, find it so, of somebody or of the house alone, and verify it."""
        said = {"institution": at or (staff.institution if staff else self.hospital), **said}
        received = moment(on, hour, minute)
        said["named"] = [staff.name] if staff else []
        said["category"] = ProblemCategory.objects.get(code=category)
        case = self.accepted(on=on, received_at=received, **said)
        self.find(case, staff, finding=finding, day=received + timedelta(hours=1))
        return case

    @property
    def attitude(self):
        return ProblemCategory.objects.get(code="ATT")

    def find(self, case, *staff, finding=S, day, whose=()):
        """Find of an allegation, of people, of each what `whose` says in their order; verify it."""
        if case.state != "investigating":
            services.begin_investigation(case=case, by=self.clerk, at=day)
        alleged = case.allegations.first() or services.add_allegation(
            case=case, text="说话生硬", category=case.category, by=self.clerk, at=day
        )
        made = {"finding": finding, "basis": "调取监控与谈话记录", "by": self.clerk, "at": day}
        services.find_allegation(allegation=alleged, **made)
        concerning = iter(whose)
        for person, who in zip(case.people.order_by("pk"), staff, strict=False):
            if who and person.staff_id is None:
                services.tie_person(person=person, staff=who, by=self.clerk, at=day)
                person.refresh_from_db()
            services.find_person(person=person, allegations=next(concerning, ()), **made)
        services.verify_case(case=case, by=self.head, at=day)
        case.refresh_from_db()

    def reopen(self, case, on="2026-11-20"):
        services.reply_case(case=case, way="phone", text="已核实", by=self.clerk,
                            at=moment(on, 9), calendar=self.calendar)  # fmt: skip
        services.reopen_case(case=case, why="有新的监控录像", by=self.clerk, at=moment(on, 10),
                             calendar=self.calendar)  # fmt: skip
        case.refresh_from_db()

    def overturn(self, case, *staff, on="2026-11-20"):
        self.reopen(case, on)
        self.find(case, *staff, finding=U, day=moment(on, 11))


def ruled(bureau, *ladders, since="2026-01-02", **values):
    """Have a second version of ladders in force, changed in some values."""
    for ladder in ladders or LadderCode:
        first = RuleVersion.objects.get(kind=kind_of(ladder), number=1)
        at = moment("2026-01-01")
        RuleVersion.objects.create(
            kind=first.kind, number=2, valid_from=date.fromisoformat(since), source="通知",
            values=first.values | values, state="approved", drafted_at=at, approved_at=at,
            drafted_by=bureau.clerk, approved_by=bureau.head,
        )  # fmt: skip


def employed(house, **said) -> Staff:
    staff = StaffFactory(institution=house, **said)
    Placement.objects.create(staff=staff, institution=house, staff_no=staff.staff_no)
    return staff


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture(autouse=True)
def _papers_are_thin(monkeypatch):
    """Spare every paper the typesetting; tests/bureau reads real ones."""
    monkeypatch.setattr(papers, "write_pdf", lambda *a, **k: b"%PDF")
    monkeypatch.setattr(papers, "write_docx", lambda *a, **k: b"PK")


@pytest.fixture
def bureau(hospital, officer, clerk, section_head) -> Bureau:
    return Bureau(hospital, officer, clerk, section_head)


@pytest.fixture
def doctor(hospital) -> Staff:
    return employed(hospital, name="张医生")


@pytest.fixture
def township(db) -> Institution:
    return InstitutionFactory(name="河东镇卫生院", kind="township_center")


@pytest.fixture
def personnel(db):
    section = Section.objects.get(code=SectionCode.PERSONNEL)
    return UserFactory(section=section, roles=[Role.BUREAU_STAFF], is_staff=True)


def counted(**of):
    """Say what counts, by who and year, as a query over the active events."""
    rows = CountableEvent.objects.active().filter(**of).order_by("counted_on", "pk")
    return [(str(one.subject), one.window_from.year) for one in rows]


def proposed(**of):
    rows = SanctionProposal.objects.filter(**of).order_by("pk")
    return [(str(one.subject), one.window_from.year, one.tier, one.state) for one in rows]


def settle(at=LATER):
    return reconcile(at=at)


def forced(proposals, state=None, **said):
    """Have proposals where no page leads, in a test that is not about the road."""
    said |= {"state": state} if state else {}
    table = SanctionProposal._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        proposals.update(**said)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
