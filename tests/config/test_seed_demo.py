"""The demo county: three months before a day, told through the services, once."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

import openpyxl
import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.utils import timezone, translation

from accountability import invariants as accountability
from accountability.models import (
    CountableEvent,
    EligibilityCheck,
    Remedy,
    SamePerson,
    SanctionProposal,
)
from accountability.rule_kinds import JOINT
from accountability.rules.states import COLUMNS
from accountability.selectors.counts import recount
from bureau.models import (
    Act,
    Delivery,
    Institution,
    Notice,
    OfficerAssignment,
    OfficialPaper,
    RuleVersion,
    Staff,
    User,
)
from bureau.resources import InstitutionResource, StaffResource
from bureau.workbooks import read_workbook
from complaints import invariants as complaints
from complaints.models import Assignment, Case, Fabrication, Matter, NamedPerson, Recheck
from complaints.rules.words import CaseState, Channel, Confidentiality
from config.demo.accountability import BARRED, CLEARED, DOCTOR, OF_TALES
from config.demo.books import OPEN_HOUSES
from config.demo.county import LOGINS, PASSWORD, ROSTER, dataset, log_ins
from followups import selectors
from followups.models import (
    DoubtedFollowUp,
    FollowUpRecord,
    MonthlyRegister,
    MonthReport,
    SpotCheck,
)
from followups.rules.register import RegisterState
from followups.rules.words import DoubtState
from followups.selectors.clusters import clusters_to_open
from rectification import invariants
from rectification.models import Item
from rectification.rules.words import ItemState, SourceKind
from tests.factories import AFTER_CLOSING, UserFactory

NOVEMBER_8 = date(2026, 11, 8)
TOLD = [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)]


def seed():
    out = StringIO()
    words = ("--on", NOVEMBER_8.isoformat(), "--months", "3", "--without-debug")
    call_command("seed_demo", *words, stdout=out)
    return out.getvalue()


def counted():
    models = (Institution, Staff, User, OfficerAssignment, MonthlyRegister, FollowUpRecord)
    return [model.objects.count() for model in (*models, MonthReport, SpotCheck)]


def open_registers(month):
    waiting = MonthlyRegister.objects.of_month(month).filter(arrived_on__isnull=True)
    return set(waiting.values_list("institution__code", flat=True))


def assert_people_were_told():
    open_house = User.objects.get(institution__code=OPEN_HOUSES[0])
    of_registers = open_house.notices.filter(subject_kind="register")
    assert set(of_registers.values_list("created_at__date", flat=True)) == {
        date(2026, 11, 5),
        date(2026, 11, 6),
    }
    assert Notice.objects.unread().exists()
    assert {"sent", "in_app"} <= set(Delivery.objects.values_list("state", flat=True))


def assert_the_ledger_stands():
    states = set(Item.objects.values_list("state", flat=True))
    assert {ItemState.CLOSED, ItemState.RECTIFYING, ItemState.DRAFT} <= states
    assert Item.objects.filter(round=2).exists()
    assert Item.objects.overdue(NOVEMBER_8).exists()
    of_many = Item.objects.filter(source=SourceKind.FOLLOWUP, source_no__contains="/2026-09/")
    assert of_many.exists()
    assert not clusters_to_open(since=TOLD[0])
    assert list(invariants.breaches(at=AFTER_CLOSING)) == []


def assert_nothing_is_told_of_days_to_come():
    assert not MonthlyRegister.objects.filter(arrived_on__gte=NOVEMBER_8).exists()
    assert not FollowUpRecord.objects.filter(followed_on__gte=NOVEMBER_8).exists()
    of_cases = Act.objects.filter(object_kind="case", at__date__gte=NOVEMBER_8)
    assert set(of_cases.values_list("verb", flat=True)) == {"register_case", "add_attachment"}
    at = timezone.make_aware(datetime.combine(NOVEMBER_8, time(9)))
    assert not Delivery.objects.to_send().filter(next_try_at__lt=at - timedelta(days=10)).exists()


def assert_complaints_stand():
    on_the_8th = datetime(2026, 11, 8, 15, tzinfo=UTC)
    assert set(Case.objects.values_list("state", flat=True)) == set(CaseState)
    late = Case.objects.open().filter(next_due_at__lte=on_the_8th)
    assert {CaseState.REGISTERED, CaseState.ASSIGNED} <= {case.state for case in late}
    assert set(Case.objects.values_list("confidentiality", flat=True)) == set(Confidentiality)
    ways = set(Case.objects.values_list("channel", flat=True))
    assert {Channel.HOTLINE, Channel.QR_FORM, Channel.PETITION_LETTER} <= ways
    assert Matter.objects.annotate(told=Count("cases")).filter(told=3).count() == 2
    accusations = Case.objects.filter(is_accusation=True)
    assert accusations.exists()
    assert not Assignment.objects.filter(case__in=accusations).exists()
    assert NamedPerson.objects.filter(staff__isnull=False, finding__gt="").exists()
    assert Notice.objects.filter(subject_kind="case", kind="overdue").exists()
    assert list(complaints.breaches(at=on_the_8th)) == []


def assert_accountability_stands():
    proposals = SanctionProposal.objects.order_by("pk")
    of_doctors = proposals.filter(staff__staff_no__in=OF_TALES)
    assert list(of_doctors.values_list("staff__staff_no", "tier", "kind", "state")) == [
        (DOCTOR, 1, "impose", "completed"), (BARRED, 1, "impose", "in_effect"),
        (CLEARED, 1, "impose", "revoked"), (BARRED, 2, "impose", "in_effect"),
        (DOCTOR, 2, "impose", "notice_served"), (CLEARED, 1, "revoke", "served"),
    ]  # fmt: skip
    third = proposals.get(tier=3, state="statement")
    assert (third.ladder, third.handling.needs_party_group) == ("institution", True)
    states = set(proposals.values_list("state", flat=True))
    assert all(states & of_column for of_column in COLUMNS.values())
    assert "withdrawn" not in states
    assert Remedy.objects.get(state="received").proposal.staff.staff_no == BARRED
    barred = [one for one in EligibilityCheck.objects.get().lines() if "number" in one]
    assert [(one["staff_no"], one["result"]) for one in barred] == [(BARRED, "not_eligible")]
    assert not Act.objects.filter(object_kind="sanction_proposal", at__date__gt=NOVEMBER_8).exists()
    assert CountableEvent.objects.filter(why_void="found_anew").exists()
    assert not any(recount(2026)[1])
    assert list(accountability.breaches(at=AFTER_CLOSING)) == []


def assert_second_words_wait():
    assert Fabrication.objects.standing().count() == 1
    letter = OfficialPaper.objects.get(kind="complaints.clarification")
    assert letter.state == "signed"
    assert Recheck.objects.waiting().exists()
    assert {one.state_on(NOVEMBER_8) for one in DoubtedFollowUp.objects.all()} <= {
        DoubtState.EXPLAINING, DoubtState.TO_DECIDE,
    }  # fmt: skip
    assert SamePerson.objects.get().approved_at is None
    joint = RuleVersion.objects.get(kind=JOINT.code, approved_at=None)
    assert joint.values["is_on"] == 1


@pytest.fixture
def county(db, settings, tmp_path):
    settings.BASE_DIR = tmp_path
    return seed()


def assert_reports_carry_the_trail():
    final = MonthReport.objects.filter(kind="final").order_by("month")
    printed = [report.figures.get("anchor") for report in final]
    assert len(set(printed)) == len(TOLD) - 1
    out = StringIO()
    call_command("verify_audit", "--lang", "en", printed=printed, stdout=out)
    for anchor in printed:
        assert f"leads through the printed anchor {anchor}." in out.getvalue()


@pytest.mark.long
def test_the_newest_month_waits_for_three_houses_and_the_earlier_ones_are_closed(county, tmp_path):
    first = counted()

    months = MonthlyRegister.objects.order_by("month").values_list("month", flat=True)
    assert list(months.distinct()) == TOLD
    assert open_registers(TOLD[-1]) == set(OPEN_HOUSES)
    assert [selectors.is_closed(month) for month in TOLD] == [True, True, False]
    states = {
        register.standing(NOVEMBER_8).state
        for register in MonthlyRegister.objects.of_month(TOLD[1])
    }
    assert {RegisterState.ON_TIME, RegisterState.LATE, RegisterState.PARTIAL} <= states
    assert not SpotCheck.objects.filter(finished_at__isnull=True).exists()
    assert_everybody_can_sign_in(county)
    assert_books_wait(tmp_path)
    assert_the_roster_changes_nothing()
    assert_people_were_told()
    assert_the_ledger_stands()
    assert_nothing_is_told_of_days_to_come()
    assert_complaints_stand()
    assert_accountability_stands()
    assert_second_words_wait()
    assert_reports_carry_the_trail()

    assert "保持原样" in seed()
    assert counted() == first


def assert_everybody_can_sign_in(county):
    for login in LOGINS:
        user = authenticate(username=login.username, password=PASSWORD)
        assert user is not None, login.username
        assert user.roles == {login.role} - {None}
        assert login.username in county
    assert PASSWORD in county


def assert_books_wait(folder):
    books = sorted(folder.glob("var/demo/*.xlsx"))
    assert len(books) == len(OPEN_HOUSES)
    assert all(openpyxl.load_workbook(book).active.max_row > 10 for book in books)


def assert_the_roster_changes_nothing():
    officers = set(OfficerAssignment.objects.values_list("institution", "officer", "from_on"))
    sheets = {sheet.name: sheet.rows for sheet in read_workbook(ROSTER.read_bytes()).sheets}
    for resource, sheet in ((InstitutionResource(), "机构"), (StaffResource(), "人员")):
        result = resource.import_data(dataset(sheets[sheet]), raise_errors=True)
        assert result.totals["skip"] == len(sheets[sheet]) - 1
    assert officers == set(
        OfficerAssignment.objects.values_list("institution", "officer", "from_on")
    )


# --- Where the demo has no business ----------------------------------------------------------


def nothing_was_made():
    return not MonthlyRegister.objects.exists() and not User.objects.filter(username="limin")


def test_with_debug_off_the_demo_wants_to_be_told_that_it_is_welcome(db, settings):
    with pytest.raises(CommandError, match="--without-debug"):
        call_command("seed_demo", "--lang", "en", stdout=StringIO())

    assert nothing_was_made()


@pytest.mark.parametrize("command", ["seed_demo --without-debug", "demo_main_job"])
def test_where_anybody_else_has_an_account_the_demo_keeps_out(db, command):
    UserFactory(username="zhangsan")

    with pytest.raises(CommandError, match="accounts here that the demo did not open"):
        call_command(*command.split(), "--lang", "en", stdout=StringIO())

    assert nothing_was_made()


def test_the_main_job_wants_a_county(db):
    with pytest.raises(CommandError, match="seed_demo first"):
        call_command("demo_main_job", "--lang", "en", stdout=StringIO())


def test_the_demo_is_told_in_the_language_asked_for(db):
    with pytest.raises(CommandError, match="请先运行seed_demo"):
        call_command("demo_main_job", "--lang", "zh-hans", stdout=StringIO())
    with translation.override("zh-hans"):
        first, *lines = log_ins()
    assert first == f"登录账号，密码均为{PASSWORD}："
    assert "  limin    李敏 · 本月登记表谁已报送、该催谁，以及投诉办理" in lines
    assert "/p/" in lines[-1]
