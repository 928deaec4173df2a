"""A bureau with its calendar of 2026, and the verbs of a case filled in."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bureau.models import LeaderPost, ProblemCategory, Section
from bureau.rules import LeaderKind, Role, SectionCode
from bureau.selectors import work_calendar
from complaints import services
from complaints.rules.words import PETITIONS, Channel, Finding, ReplyWay
from rectification.rules.words import RectKind
from rectification.services import issue_item
from tests.callers import Caller
from tests.factories import UserFactory

SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(day: str, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), SHANGHAI).replace(
        hour=hour, minute=minute
    )


class Desk:
    """The verbs of the complaints desk with everything filled in that a test does not speak of."""

    def __init__(self, hospital, officer, clerk, section_head):
        self.hospital, self.officer = hospital, officer
        self.clerk, self.head = clerk, section_head
        self.calendar = work_calendar()

    def told(self, on="2026-11-02", **said):
        said = {"channel": Channel.BUREAU_PHONE, "institution": self.hospital, **said}
        said = {"words": "内科张医生说话生硬", "received_at": moment(on), **said}
        return services.Told(**said)

    def case(self, on="2026-11-02", *, who=None, **said):
        told = self.told(on, **said)
        registered = services.register_case(
            told=told,
            complainant=who or services.Complainant(name="黄志涛", phone="13855144502"),
            by=self.clerk,
            at=told.received_at,
            calendar=self.calendar,
        )
        return registered.case

    def do(self, verb, case, on="2026-11-03", by=None, **said):
        said = {"by": by or self.clerk, "at": moment(on), **said}
        return getattr(services, verb)(case=case, **said)

    def accepted(self, on="2026-11-02", **said):
        case = self.case(on, **said)
        self.do("accept_case", case, on=on, by=self.taker(case), calendar=self.calendar)
        case.refresh_from_db()
        return case

    def taker(self, case):
        """Return who may take a case up: a petition or an accusation the petition desk."""
        is_theirs = case.is_accusation or case.channel in PETITIONS
        return of_petition_desk() if is_theirs else self.clerk

    def dispatched(self, on="2026-11-02", text="请核实服务态度问题", **said):
        case = self.accepted(on, **said)
        self.do(
            "dispatch_case", case, on=on, institution=self.hospital, text=text,
            calendar=self.calendar,
        )  # fmt: skip
        case.refresh_from_db()
        return case

    def report(self, case, on="2026-11-04", **said):
        said = {"institution": self.hospital, "text": "已谈话提醒", **said}
        return self.do(
            "submit_report", case, on=on, by=self.officer, calendar=self.calendar, **said
        )

    def verified(self, on="2026-11-05", finding=Finding.SUBSTANTIATED, **said):
        case = self.dispatched(**said)
        self.report(case)
        alleged = self.do("add_allegation", case, text="说话生硬", category=attitude_category())
        services.find_allegation(
            allegation=alleged, finding=finding, basis="调取监控与谈话记录",
            by=self.clerk, at=moment(on),
        )  # fmt: skip
        self.do("verify_case", case, on=on, by=self.head)
        case.refresh_from_db()
        return case

    def order(self, item, on="2026-11-09"):
        """Order a ledger item from whichever house it is of."""
        leader, _is_new = LeaderPost.objects.get_or_create(
            institution=item.institution, kind=LeaderKind.DEPUTY,
            defaults={"name": "周分管", "from_on": date(2026, 1, 1)},
        )  # fmt: skip
        return issue_item(
            item=item, kind=RectKind.LIMITED, leader=leader, sections=[self.clerk.section],
            by=self.clerk, at=moment(on), calendar=self.calendar,
        )  # fmt: skip

    def replied(self, on="2026-11-06", **said):
        case = self.verified(**said)
        self.do(
            "reply_case", case, on=on, way=ReplyWay.PHONE, text="已核实并批评教育",
            calendar=self.calendar,
        )  # fmt: skip
        case.refresh_from_db()
        return case


@pytest.fixture(autouse=True)
def _in_english(settings):
    """Say sentences as the code has them, whatever the catalogue says."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def desk(hospital, officer, clerk, section_head):
    return Desk(hospital, officer, clerk, section_head)


def of_petition_desk():
    section = Section.objects.get(code=SectionCode.PETITIONS)
    return UserFactory(section=section, roles=[Role.BUREAU_STAFF], is_staff=True)


@pytest.fixture
def petition_clerk(db):
    return of_petition_desk()


def attitude_category():
    return ProblemCategory.objects.get(code="ATT")


@pytest.fixture
def as_clerk(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def attitude(db):
    return attitude_category()


@pytest.fixture
def his(hospital):
    """The hospital's own system, with a key that may do all."""
    return Caller(hospital, at=moment("2026-11-01"))
