"""A ledger with one problem, the people who do and the people who look."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from bureau.calendar import WorkCalendar
from bureau.import_states import ImportState
from bureau.models import LeaderPost, Section
from bureau.rules import LeaderKind, Role, SectionCode
from rectification import services
from rectification.rules.inspections import VisitKind
from rectification.rules.words import Method, RectKind, Severity, SourceKind, Stage
from rectification.services import importing, visits
from rectification.services.taking_in import confirm_import
from tests.factories import UserFactory
from tests.rectification.old_books import ALL, AT, HEADINGS, workbook

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar()
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
ANOTHER = PDF.replace(b"1 0 obj", b"2 0 obj")


def moment(day: date | str, hour: int = 10) -> datetime:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


class Ledger:
    """The verbs of the ledger with everything filled in that a test does not speak of."""

    def __init__(self, hospital, officer, clerk, verifier, leader):
        self.hospital, self.officer, self.clerk = hospital, officer, clerk
        self.verifier, self.leader = verifier, leader

    def draft(self, *, on="2026-09-01", severity=Severity.ORDINARY, **said):
        said = {"source": SourceKind.SELF_CHECK, "institution": self.hospital, **said}
        said = {"problem": "门诊大厅无人导医", "found_on": date.fromisoformat(on), **said}
        return services.open_item(severity=severity, by=self.clerk, at=moment(on), **said)

    def issued(self, *, on="2026-09-01", kind=RectKind.LIMITED, due_on=None, **said):
        return self.order(self.draft(on=on, **said), on=on, kind=kind, due_on=due_on)

    def order(self, item, *, on="2026-09-01", kind=RectKind.LIMITED, due_on=None, **said):
        return services.issue_item(
            item=item,
            kind=kind,
            leader=self.leader,
            sections=[Section.objects.get(code=SectionCode.MEDICAL_ADMIN)],
            due_on=due_on,
            by=self.clerk,
            at=moment(on),
            calendar=CALENDAR,
            **said,
        )

    def show(self, item, *, on, name="整改后.pdf", content=PDF, by=None):
        return services.add_evidence(
            item=item, stage=Stage.AFTER, name=name, content=content,
            by=by or self.officer, at=moment(on),
        )  # fmt: skip

    def apply(self, item, *, on="2026-09-20", by=None):
        return services.request_closure(
            item=item, done="已设导医台并排班", by=by or self.officer, at=moment(on),
            calendar=CALENDAR,
        )  # fmt: skip

    def applied(self, *, on="2026-09-20", **said):
        item = self.issued(**said)
        self.show(item, on=on)
        self.apply(item, on=on)
        item.refresh_from_db()
        return item

    def accept(self, item, *, on="2026-09-22", by=None, method=Method.ON_SITE, **said):
        return services.accept_closure(
            item=item, method=method, by=by or self.verifier, at=moment(on), **said
        )

    def closed(self, *, on="2026-09-22", **said):
        return self.accept(self.applied(**said), on=on)


@pytest.fixture(autouse=True)
def _in_english():
    """The refusals are read as they stand in the code, whatever the catalogue makes of them."""
    with translation.override("en"):
        yield


@pytest.fixture
def verifier(db):
    section = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
    return UserFactory(section=section, roles=[Role.BUREAU_STAFF], is_staff=True)


@pytest.fixture
def leader(hospital):
    return LeaderPost.objects.create(
        institution=hospital, kind=LeaderKind.DEPUTY, name="周分管", from_on=date(2026, 1, 1)
    )


@pytest.fixture
def ledger(hospital, officer, clerk, verifier, leader):
    return Ledger(hospital, officer, clerk, verifier, leader)


@pytest.fixture
def sign_in(client):
    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def plan(hospital, clerk):
    """Plan a visit of the hospital, unannounced and by the clerk where nothing else is said."""
    given = {"institution": hospital, "planned_on": date(2026, 11, 20), "by": clerk}
    given |= {"kind": VisitKind.UNANNOUNCED, "inspectors": [clerk], "at": moment("2026-11-20")}
    return lambda **said: visits.plan_visit(**{**given, **said})


@pytest.fixture
def receive(ledger):
    def received(*rows, content=b"", by=None, headings=HEADINGS):
        content = content or workbook(*(rows or ALL), headings=headings)
        return importing.receive_import(
            name="旧.xlsx", content=content, by=by or ledger.clerk, at=AT
        )

    return received


@pytest.fixture
def check(receive, ledger):
    """Hand a file in and say its columns as they are proposed."""

    def checked(*rows, **said):
        batch = receive(*rows, **said)
        if batch.state != ImportState.ASKING:
            return batch
        fields = {one["column"]: one["field"] for one in batch.layout}
        return importing.map_columns(
            batch=batch, fields=fields, source=SourceKind.INSPECTION, by=ledger.clerk, at=AT
        )

    return checked


@pytest.fixture
def take_in(check, ledger):
    def taken(*rows, by=None):
        return confirm_import(batch=check(*rows), by=by or ledger.verifier, at=AT)

    return taken
