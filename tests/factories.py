"""Minimal valid rows. None of them reaches for today: dates are written out."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime

import factory
from django.contrib.auth.models import Group

from bureau.calendar import WorkCalendar
from bureau.models import (
    Institution,
    LeaderPost,
    OfficerAssignment,
    RuleVersion,
    Section,
    Staff,
    User,
)
from bureau.rule_tables import Draft
from bureau.rules import LeaderKind, Role, SectionCode
from bureau.services import approve_rule_version, draft_rule_version
from followups import services
from followups.models import MonthlyRegister, RegisterVersion, SpotCheck, Upload
from followups.rule_kinds import REGISTER
from followups.rules import register as rules
from followups.rules.rows import RowValues
from followups.rules.table import STANDARD
from followups.rules.words import Outcome
from followups.sheets import CheckedRow
from rectification import services as ledger
from rectification.models import Item
from rectification.rules.words import RectKind, SourceKind

OCTOBER = date(2026, 10, 1)
# Instants of October's register, named by what they mean in Shanghai.
IN_TIME = datetime(2026, 11, 8, 1, tzinfo=UTC)
LAST_SECOND = datetime(2026, 11, 10, 15, 59, 59, tzinfo=UTC)
CLOSING = datetime(2026, 11, 10, 16, tzinfo=UTC)
AFTER_CLOSING = datetime(2026, 11, 12, 2, tzinfo=UTC)
DECEMBER = date(2026, 12, 1)


class InstitutionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Institution

    code = factory.Sequence(lambda n: f"371323C{n:02}")
    name = factory.Sequence(lambda n: f"第{n}卫生院")
    kind = "general_hospital"
    grade = "1"


class StaffFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Staff

    institution = factory.SubFactory(InstitutionFactory)
    staff_no = factory.Sequence(lambda n: f"S{n:04}")
    name = factory.Sequence(lambda n: f"医生{n}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"用户{n}")

    @factory.post_generation
    def roles(self, create, roles: Iterable[str] | None, **kwargs):
        if create and roles:
            # Added and not set: nobody who is new has others that would have to be looked for.
            self.groups.add(*Group.objects.filter(name__in=[str(role) for role in roles]))

    @factory.post_generation
    def looks_after(self, create, institutions: Iterable[Institution] | None, **kwargs):
        for institution in institutions or ():
            OfficerAssignment.objects.create(
                officer=self, institution=institution, from_on=date(2020, 1, 1)
            )


class RegisterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MonthlyRegister

    institution = factory.SubFactory(InstitutionFactory)
    month = OCTOBER
    due_on = factory.LazyAttribute(lambda register: rules.due_on(register.month))


def ordered_item_of(house: Institution, *, at: datetime) -> Item:
    """An item of the ledger that a house is told to rectify."""
    leader = LeaderPost.objects.create(
        institution=house, kind=LeaderKind.DEPUTY, name="a", from_on=date(2026, 1, 1)
    )
    item = ledger.open_item(
        institution=house, problem="a", found_on=at.date(), source=SourceKind.SELF_CHECK,
        by=None, at=at,
    )  # fmt: skip
    section = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
    return ledger.issue_item(
        item=item, kind=RectKind.LIMITED, leader=leader, sections=[section], by=UserFactory(),
        at=at, calendar=WorkCalendar(),
    )  # fmt: skip


def row(number: int, **values) -> CheckedRow:
    """A checked row without a problem, as a workbook's reading would give it."""
    known = {
        "patient_name": f"病人{number}",
        "inpatient_no": f"ZY{number:05}",
        "discharged_on": date(2026, 10, 5),
        "followed_on": date(2026, 10, 9),
        "phone": f"138{number:08}",
        "outcome": Outcome.REACHED_PATIENT,
        "department": "内一科",
        "seq": 1,
    }
    return CheckedRow(number, RowValues(**{**known, **values}), (), {})


def rows(count: int, **values) -> list[CheckedRow]:
    return [row(number, **values) for number in range(2, count + 2)]


def staged(
    institution: Institution, given: list[CheckedRow], *, at=IN_TIME, month=OCTOBER
) -> Upload:
    """Rows on their way in, checked, not submitted."""
    return services.receive_rows(institution=institution, month=month, rows=given, by=None, at=at)


def submitted(
    institution: Institution, given: list[CheckedRow], *, at=IN_TIME, month=OCTOBER, reason=""
) -> RegisterVersion:
    upload = staged(institution, given, at=at, month=month)
    return services.submit_upload(upload=upload, by=None, at=at, reason=reason)


def drawn(institution: Institution, count: int = 30, *, seed: str = "a seed") -> SpotCheck:
    """A spot-check over a submitted register of so many reached patients."""
    register = submitted(institution, rows(count)).register
    return services.draw_spot_check(register=register, at=CLOSING, seed=seed)


def changed_rules(
    *,
    by: User,
    valid_from=DECEMBER,
    at=AFTER_CLOSING,
    document_no="安卫发〔2026〕31号",
    **values,
) -> RuleVersion:
    """A draft of the register's rules: the standard ones but for `values`."""
    draft = Draft(asdict(STANDARD) | values, valid_from, document_no, "关于调整抽查的通知")
    return draft_rule_version(kind=REGISTER, draft=draft, by=by, at=at)


def approved_rules(*, at=AFTER_CLOSING, **said) -> RuleVersion:
    """Other rules of the register: drafted by one person, approved by a leader."""
    draft = changed_rules(by=UserFactory(), at=at, **said)
    leader = UserFactory(roles=[Role.LEADER])
    return approve_rule_version(kind=REGISTER, version=draft, by=leader, at=at)
