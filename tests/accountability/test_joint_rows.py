"""The head of a department on the day of receipt, by the placements: what counts."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from accountability.invariants import breaches
from accountability.models import CountableEvent, SanctionProposal
from accountability.rules.effects import Purpose
from accountability.rules.words import Document, LadderCode, MeasureCode, NoHead
from accountability.selectors.evidence import evidence
from accountability.services import reconcile_subject
from bureau.models import Department, OfficialPaper, Placement
from bureau.rules import Role
from tests.accountability.conftest import LATER, counted, proposed, ruled, settle
from tests.accountability.road import Road
from tests.accountability.test_eligibility import ask, results
from tests.complaints.conftest import moment
from tests.factories import StaffFactory, UserFactory

JOINT = LadderCode.JOINT


def placed(house, department, position="", *, since=None, until=None, staff=None, **said):
    """Put somebody, who is new to the directory if nobody is named, in a department."""
    staff = staff or StaffFactory(institution=house, department=department, **said)
    Placement.objects.create(
        staff=staff, institution=house, department=department, staff_no=staff.staff_no,
        position=position, from_on=since, to_on=until,
    )  # fmt: skip
    return staff


@pytest.fixture
def ward(hospital) -> Department:
    return Department.objects.create(institution=hospital, name="内科")


@pytest.fixture
def nurse(hospital, ward):
    return placed(hospital, ward, "护士", name="王护士")


@pytest.fixture
def head(hospital, ward):
    return placed(hospital, ward, "内科主任", name="李主任")


@pytest.fixture
def on(bureau):
    ruled(bureau, JOINT, is_on=1)


@pytest.mark.long
def test_off_nothing_counts_for_a_head(bureau, nurse, head):
    bureau.found(nurse)
    settle()
    assert counted(ladder=JOINT) == []
    assert counted(ladder=LadderCode.STAFF) == [("王护士", 2026)]
    assert list(breaches(at=LATER)) == []


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_on_what_is_found_of_the_department_counts_for_its_head(bureau, nurse, head, capsys):
    bureau.found(nurse, "2026-03-02")
    bureau.found(nurse, "2026-06-02")
    settle()
    settle()

    assert counted(ladder=JOINT) == [("李主任", 2026)] * 2
    assert proposed(ladder=JOINT) == [
        ("李主任", 2026, 1, "proposed"), ("李主任", 2026, 2, "proposed")
    ]  # fmt: skip
    assert counted(ladder=LadderCode.STAFF) == [("王护士", 2026)] * 2
    assert counted(ladder=LadderCode.INSTITUTION) == [(str(nurse.institution), 2026)] * 2
    call_command("recount", "2026")
    assert list(breaches(at=LATER)) == []


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_a_reopened_finding_voids_what_counted_for_the_head_as_well(bureau, nurse, head):
    case = bureau.found(nurse)
    settle(at=moment("2026-11-01"))
    bureau.reopen(case)
    assert reconcile_subject(ladder=JOINT, subject=head.pk, at=LATER)

    [event] = CountableEvent.objects.filter(ladder=JOINT)
    assert event.why_void == "reopened"
    assert proposed(ladder=JOINT) == [("李主任", 2026, 1, "withdrawn")]

    settle()
    bureau.find(case, nurse, day=moment("2026-11-20", 11))
    settle()
    assert counted(ladder=JOINT) == [("李主任", 2026)]


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_the_head_of_the_day_of_receipt_answers_and_no_later_one(bureau, hospital, ward, nurse):
    placed(hospital, ward, "科主任", until=date(2026, 6, 30), name="前主任")
    placed(hospital, ward, "科主任", since=date(2026, 7, 1), name="后主任")
    bureau.found(nurse, "2026-06-30")
    bureau.found(nurse, "2026-07-01")
    settle()
    assert counted(ladder=JOINT) == [("前主任", 2026), ("后主任", 2026)]


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_where_somebody_moved_the_department_of_the_day_counts(bureau, hospital, ward, head):
    other = Department.objects.create(institution=hospital, name="外科")
    placed(hospital, other, "外科主任", name="外主任")
    mover = placed(hospital, ward, "护士", until=date(2026, 6, 30), name="调走的")
    placed(hospital, other, "护士", since=date(2026, 7, 1), staff=mover)
    bureau.found(mover, "2026-06-30")
    bureau.found(mover, "2026-07-01")
    settle()
    assert counted(ladder=JOINT) == [("李主任", 2026), ("外主任", 2026)]


@pytest.mark.usefixtures("on")
@pytest.mark.long
def test_no_head_answers_at_a_house_for_what_happened_at_another(
    bureau, hospital, ward, head, township
):
    there = Department.objects.create(institution=township, name="内科")
    placed(township, there, "科主任", name="新主任")
    mover = placed(hospital, ward, "护士", until=date(2026, 2, 28), name="调走的")
    placed(township, there, "护士", since=date(2026, 3, 1), staff=mover)
    bureau.found(mover, "2026-03-02", occurred_on=date(2026, 2, 20))
    settle()
    assert counted(ladder=LadderCode.STAFF) == [("调走的", 2026)]
    assert counted(ladder=JOINT) == []


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_a_december_complaint_counts_for_the_head_in_its_own_year(bureau, nurse, head):
    bureau.found(nurse, "2026-12-31", hour=23)
    bureau.found(nurse, "2027-01-01")
    settle()
    assert counted(ladder=JOINT) == [("李主任", 2026), ("李主任", 2027)]


@pytest.mark.usefixtures("on")
@pytest.mark.long
def test_nothing_received_before_it_is_in_use_counts(bureau, nurse, head):
    bureau.found(nurse, "2026-01-01")
    settle()
    assert counted(ladder=JOINT) == []


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize(
    ("positions", "why"),
    [
        ([], NoHead.NO_HEAD),
        (["副主任"], NoHead.NO_HEAD),
        (["科主任", "科主任"], NoHead.SEVERAL),
        (["科主任"], None),
    ],
)
@pytest.mark.long
def test_the_evidence_says_why_no_head_answers(
    bureau, hospital, ward, nurse, personnel, positions, why
):
    for one in positions:
        placed(hospital, ward, one)
    bureau.found(nurse)
    settle()
    [line] = evidence(LadderCode.STAFF, nurse.pk, user=personnel)
    assert line.no_head == why
    assert len(counted(ladder=JOINT)) == (why is None)


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_a_head_is_never_counted_twice_for_what_was_found_of_the_head(bureau, head, personnel):
    bureau.found(head)
    settle()
    assert counted(ladder=JOINT) == []
    assert counted(ladder=LadderCode.STAFF) == [("李主任", 2026)]
    [line] = evidence(LadderCode.STAFF, head.pk, user=personnel)
    assert line.no_head is NoHead.HIMSELF


@pytest.mark.usefixtures("on")
@pytest.mark.long
def test_without_a_department_on_record_no_head_answers(bureau, doctor, head, personnel):
    bureau.found(doctor)
    settle()
    assert counted(ladder=JOINT) == []
    [line] = evidence(LadderCode.STAFF, doctor.pk, user=personnel)
    assert line.no_head is NoHead.NO_DEPARTMENT


@pytest.mark.long
@pytest.mark.usefixtures("on")
@pytest.mark.parametrize(
    ("roles", "section", "answer"),
    [
        ([Role.BUREAU_STAFF], "personnel", 200),
        ([Role.SECTION_HEAD], "personnel", 200),
        ([Role.LEADER], "", 200),
        ([Role.AUDITOR], "", 200),
        ([Role.BUREAU_STAFF], "medical_admin", 404),
    ],
)
def test_a_proposal_on_a_head_opens_for_whom_it_is(
    bureau, nurse, head, personnel, roles, section, answer, client,
):  # fmt: skip
    bureau.found(nurse)
    settle()
    sections = {"personnel": personnel.section, "medical_admin": bureau.clerk.section, "": None}
    client.force_login(UserFactory(roles=roles, section=sections[section]))
    [proposal] = SanctionProposal.objects.filter(ladder=JOINT)
    file = reverse("accountability:person", args=[head.pk])

    assert client.get(proposal.get_absolute_url()).status_code == answer
    page = client.get(file, {"ladder": "joint"})
    assert page.status_code == answer
    if answer == 200:
        assert proposal.no in page.text
        assert proposal.no not in client.get(file).text
        for name in ("register", "events", "annual", "figures"):
            found = client.get(reverse(f"accountability:{name}"), {"ladder": "joint"})
            assert found.status_code == 200, name


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_a_head_reads_nothing_of_the_own_file(bureau, nurse, head, personnel, client):
    bureau.found(nurse)
    settle()
    personnel.staff = head
    personnel.save()
    client.force_login(personnel)
    [proposal] = SanctionProposal.objects.filter(ladder=JOINT)
    assert client.get(proposal.get_absolute_url()).status_code == 404


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_the_file_of_a_head_asks_no_more_for_more_cases(
    bureau, nurse, head, personnel, client, django_assert_max_num_queries
):
    client.force_login(personnel)
    address = reverse("accountability:person", args=[head.pk]) + "?ladder=joint"
    bureau.found(nurse, "2026-03-02")
    settle()
    client.get(address)
    with django_assert_max_num_queries(90) as few:
        client.get(address)
    for month in (4, 5, 6):
        bureau.found(nurse, f"2026-0{month}-02")
    settle()
    with django_assert_max_num_queries(len(few)):
        client.get(address)


@pytest.mark.long
@pytest.mark.usefixtures("on")
def test_a_joint_measure_takes_the_same_road_and_a_check_of_eligibility_reads_it(
    bureau, nurse, head, personnel
):
    bureau.found(nurse, "2026-03-02")
    bureau.found(nurse, "2026-06-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(ladder=JOINT, tier=2), personnel)
    before = ask(personnel, "李主任", purpose=Purpose.AWARD)
    road.to_effect(MeasureCode.AWARD_BAN)

    assert results(before) == ["eligible"]
    assert results(ask(personnel, "李主任", purpose=Purpose.AWARD)) == ["not_eligible"]
    assert results(ask(personnel, "王护士", purpose=Purpose.AWARD)) == ["eligible"]
    [notice] = OfficialPaper.objects.filter(about=road.proposal.no, kind=Document.NOTICE)
    assert "因所负责科室人员被投诉，连带计入2次" in str(notice.content)


@pytest.mark.long
def test_the_page_says_that_it_is_off(head, personnel, client):
    client.force_login(personnel)
    address = reverse("accountability:person", args=[head.pk])
    assert "switched off" in client.get(address, {"ladder": "joint"}).text
    assert "switched off" not in client.get(address).text
