"""From findings to events and proposals: the scenarios, each also run twice and late."""

import pytest
from django.db import IntegrityError, transaction

from accountability.invariants import breaches
from accountability.models import CountableEvent, SanctionProposal
from accountability.rules.words import LadderCode, MeasureCode, ProposalKind, ProposalState, WhyNot
from accountability.selectors import counts
from accountability.selectors.ladders import Ladders
from accountability.selectors.road import bar_of
from accountability.services import reconcile_subject
from bureau.models import Act, Notice, Staff
from bureau.rules import Role
from bureau.services import transfer_staff
from complaints import services
from complaints.models import HeldFinding
from complaints.rules.words import Finding
from tests.accountability.conftest import (
    LATER,
    P,
    S,
    U,
    counted,
    employed,
    proposed,
    settle,
)
from tests.accountability.road import Road
from tests.complaints.conftest import moment
from tests.factories import StaffFactory, UserFactory

NEW, GONE = ProposalState.PROPOSED, ProposalState.WITHDRAWN


def tell(proposal, personnel, measure, *, on):
    """Serve notice of a proposal: from then on nobody takes it back by himself."""
    road = Road.of(proposal, personnel)
    road.put(measure, on=on)
    road.notice(on)


def why_not(staff):
    judged = counts.reckon_subject(LadderCode.STAFF, staff.pk, ladders=Ladders()).judged
    return [one.why_not for one in judged]


@pytest.mark.long
def test_the_year_ends_at_midnight_and_the_count_follows_a_person_who_moves(
    bureau, doctor, township
):
    bureau.found(doctor, "2026-03-02")
    transfer_staff(
        staff=doctor, to=township,
        from_on=moment("2026-07-01").date(), by=bureau.clerk, at=moment("2026-07-01"),
    )  # fmt: skip
    doctor = Staff.objects.get(pk=doctor.pk)
    bureau.found(doctor, "2026-12-31", hour=23, minute=50)
    bureau.found(doctor, "2027-01-01", hour=0, minute=10)

    settle()

    assert counted(ladder="staff") == [("张医生", 2026), ("张医生", 2026), ("张医生", 2027)]
    assert counted(ladder="institution") == [
        (bureau.hospital.name, 2026), (township.name, 2026), (township.name, 2027)
    ]  # fmt: skip
    assert proposed(ladder="staff") == [
        ("张医生", 2026, 1, NEW), ("张医生", 2026, 2, NEW), ("张医生", 2027, 1, NEW)
    ]  # fmt: skip
    assert set(SanctionProposal.objects.filter(staff=doctor).values_list("institution__name")) == {
        (township.name,)
    }


@pytest.mark.long
def test_what_is_not_found_so_counts_nothing_and_says_why(bureau, doctor):
    bureau.found(doctor, "2026-03-02", finding=U)
    bureau.found(doctor, "2026-03-03", category="QUAL")
    bureau.accepted(on="2026-03-04", named=[doctor.name])
    taken_back = bureau.accepted(on="2026-03-05", named=["张医生"])
    for case in (taken_back, taken_back.__class__.objects.get(received_at=moment("2026-03-04"))):
        services.tie_person(
            person=case.people.get(), staff=doctor, by=bureau.clerk, at=moment("2026-03-06")
        )
    services.withdraw_case(
        case=taken_back, why="已当面说清", by=bureau.clerk, at=moment("2026-03-07")
    )

    settle()

    assert not CountableEvent.objects.exists()
    assert not SanctionProposal.objects.exists()
    assert why_not(doctor) == [
        WhyNot.UNSUBSTANTIATED, WhyNot.CATEGORY, WhyNot.NOT_FOUND_YET, WhyNot.WITHDRAWN
    ]  # fmt: skip


@pytest.mark.long
def test_each_of_two_who_are_named_counts_for_what_concerns_them_alone(bureau, doctor, hospital):
    clerk = StaffFactory(institution=hospital, name="李收费")
    case = bureau.accepted(
        on="2026-03-02", named=[doctor.name, clerk.name], institution=hospital,
        category=bureau_category("ATT"),
    )  # fmt: skip
    day = moment("2026-03-03")
    services.begin_investigation(case=case, by=bureau.clerk, at=day)
    made = {"finding": "substantiated", "basis": "经复核病历查实", "by": bureau.clerk, "at": day}
    whose = []
    for text, code in (("说话生硬", "ATT"), ("治疗不当", "QUAL")):
        alleged = services.add_allegation(
            case=case, text=text, category=bureau_category(code), by=bureau.clerk, at=day
        )
        services.find_allegation(allegation=alleged, **made)
        whose.append([alleged])
    bureau.find(case, doctor, clerk, day=day, whose=whose)

    settle()
    assert counted() == sorted([(hospital.name, 2026), (doctor.name, 2026)])
    assert (why_not(doctor), why_not(clerk)) == ([None], [WhyNot.CATEGORY])

    # Where nobody said what concerns whom, as before it was asked, nobody counts for the other's.
    HeldFinding.allegations.through.objects.all().delete()
    settle()
    assert counted() == [(hospital.name, 2026)]
    assert why_not(doctor) == why_not(clerk) == [WhyNot.WHICH_ALLEGATION]


@pytest.mark.long
def test_a_house_is_not_counted_for_what_was_found_of_anothers_people(bureau, doctor, township):
    bureau.found(doctor, "2026-03-02", at=township)
    bureau.found(employed(township, name="李护士"), "2026-04-02", at=township)

    settle()

    assert counted(ladder="institution") == [(bureau.hospital.name, 2026), (township.name, 2026)]
    house = counts.reckon_subject(LadderCode.INSTITUTION, township.pk, ladders=Ladders()).judged
    assert [one.why_not for one in house] == [WhyNot.OTHERS_PEOPLE, None]


@pytest.mark.long
def test_a_house_is_counted_for_the_rest_and_who_is_named_twice_is_counted(
    bureau, doctor, township
):
    day = moment("2026-03-03")
    case = bureau.accepted(on="2026-03-02", institution=township, named=["张医生", "张大夫"])
    services.begin_investigation(case=case, by=bureau.clerk, at=day)
    made = {"basis": "调取监控与谈话记录", "by": bureau.clerk, "at": day}
    alleged = []
    for text, code in (("说话生硬", "ATT"), ("护士无人应答", "ATT"), ("多次误诊", "QUAL")):
        alleged += [services.add_allegation(case=case, text=text, by=bureau.clerk, at=day,
                                            category=bureau_category(code))]  # fmt: skip
        services.find_allegation(allegation=alleged[-1], finding=S, **made)
    again = case.people.order_by("pk")[1]
    services.find_person(person=again, finding=Finding.OUTSIDE, **made)
    bureau.find(case, doctor, day=day, whose=[alleged[:1]])

    settle()
    assert counted(ladder="staff") == [(doctor.name, 2026)]
    assert len(counted(ladder="institution")) == 2

    # Where it was not said what concerns whom: a second name, outside of it, makes nothing unclear.
    HeldFinding.allegations.through.objects.all().delete()
    settle()
    assert counted(ladder="staff") == [(doctor.name, 2026)]


@pytest.mark.long
def test_every_tier_is_proposed_once_however_often_and_late_it_is_asked(bureau, doctor, personnel):
    for on in ("2026-03-02", "2026-04-02", "2026-05-06", "2026-06-02"):
        bureau.found(doctor, on)

    assert settle(at=moment("2026-06-03")) == 2
    told = Notice.objects.count()
    acts = Act.objects.count()
    assert settle() == 0
    reconcile_subject(ladder=LadderCode.STAFF, subject=doctor.pk, at=LATER)

    assert [tier for _name, _year, tier, _state in proposed(ladder="staff")] == [1, 2, 3, 4]
    assert SanctionProposal.objects.get(staff=doctor, tier=4).kind == ProposalKind.BEYOND_LADDER
    assert (Notice.objects.count(), Act.objects.count()) == (told, acts)
    assert Notice.objects.filter(recipient=personnel).count() == 8
    assert not [one for one in Notice.objects.all() if "张" in str(one.words)]


@pytest.mark.long
def test_three_complaints_of_one_matter_count_once_and_parted_thrice(bureau, doctor, hospital):
    nurse = StaffFactory(institution=hospital, name="李护士")
    cases = []
    for on in ("2026-11-02", "2026-11-03", "2026-11-04"):
        case = bureau.accepted(on=on, named=[doctor.name, nurse.name])
        services.sort_case(
            case=case, changes={"category": bureau_category("ATT")}, by=bureau.clerk,
            at=moment(on), calendar=bureau.calendar,
        )  # fmt: skip
        case.refresh_from_db()
        cases.append(case)
    services.merge_cases(
        cases=cases, why="同一件事由三个渠道反映", by=bureau.clerk, at=moment("2026-11-05")
    )
    for case in cases:
        bureau.find(case, doctor, nurse, day=moment("2026-11-06"))
    settle()
    assert sorted(counted()) == sorted(
        [(doctor.name, 2026), (nurse.name, 2026), (hospital.name, 2026)]
    )
    assert CountableEvent.objects.get(staff=doctor).case == cases[0]
    assert why_not(doctor) == [None, WhyNot.SAME_MATTER, WhyNot.SAME_MATTER]

    bureau.reopen(cases[0], on="2026-11-07")
    services.unmerge_case(
        case=cases[0], why="查明是另一次就诊", by=bureau.clerk, at=moment("2026-11-07")
    )
    bureau.find(cases[0], doctor, nurse, day=moment("2026-11-07", 11))
    settle()

    assert len(counted(staff=doctor)) == len(counted(institution=hospital, staff=None)) == 2
    assert [row[2:] for row in proposed(staff=doctor)] == [(1, GONE), (1, NEW), (2, NEW)]


def bureau_category(code):
    from bureau.models import ProblemCategory

    return ProblemCategory.objects.get(code=code)


@pytest.mark.long
def test_joined_after_it_counted_what_came_later_counts_no_more(bureau, doctor):
    cases = [bureau.found(doctor, on) for on in ("2026-03-02", "2026-03-03")]
    settle(at=moment("2026-03-04"))
    assert len(counted(staff=doctor)) == 2

    bureau.reopen(cases[1], on="2026-03-05")
    joiner = UserFactory(section=bureau.head.section, roles=[Role.SECTION_HEAD])
    services.merge_cases(cases=cases, why="查明是同一次就诊", by=joiner, at=moment("2026-03-05"))
    bureau.find(cases[1], doctor, day=moment("2026-03-05", 11))
    settle()

    assert len(counted(staff=doctor)) == 1
    [void] = CountableEvent.objects.filter(staff=doctor, state="void")
    assert (void.case, void.why_void) == (cases[1], "merged")
    told = SanctionProposal.objects.get(staff=doctor, tier=1)
    assert "handled" in bar_of(joiner, told)
    assert not bar_of(UserFactory(section=bureau.head.section, roles=[Role.SECTION_HEAD]), told)
    assert proposed(staff=doctor) == [("张医生", 2026, 1, NEW), ("张医生", 2026, 2, GONE)]


@pytest.mark.long
def test_overturned_the_count_falls_and_nothing_that_was_told_is_taken_back_alone(
    bureau, doctor, personnel
):
    first, *_others = [
        bureau.found(doctor, on) for on in ("2026-03-02", "2026-04-02", "2026-05-06")
    ]
    settle(at=moment("2026-05-07"))
    third = SanctionProposal.objects.get(staff=doctor, tier=3)
    tell(third, personnel, MeasureCode.PENDING_APPOINTMENT, on="2026-05-11")

    bureau.reopen(first)
    settle(at=moment("2026-11-20", 10))
    assert len(counted(staff=doctor)) == 2
    assert CountableEvent.objects.get(staff=doctor, state="void").why_void == "reopened"
    bureau.find(first, doctor, finding=U, day=moment("2026-11-20", 11))
    settle()
    settle()

    third.refresh_from_db()
    assert third.state == ProposalState.NOTICE_SERVED
    [lower] = third.taken_back_by.all()
    assert (lower.kind, lower.state, lower.total) == (ProposalKind.DOWNGRADE, NEW, 200)
    assert [row[2:] for row in proposed(staff=doctor)] == [
        (1, GONE), (2, GONE), (3, "notice_served"), (1, NEW), (2, NEW), (3, NEW)
    ]  # fmt: skip
    assert not list(breaches(at=LATER))


@pytest.mark.long
def test_found_so_again_the_taking_back_is_moot_and_the_tier_stands(bureau, doctor, personnel):
    case = bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-03-03"))
    first = SanctionProposal.objects.get(staff=doctor)
    tell(first, personnel, MeasureCode.COUNTY_BULLETIN, on="2026-03-09")
    bureau.reopen(case)
    settle(at=moment("2026-11-20", 10))
    back = SanctionProposal.objects.get(staff=doctor, kind=ProposalKind.REVOKE)

    bureau.find(case, doctor, finding=P, day=moment("2026-11-20", 11))
    settle()

    back.refresh_from_db()
    assert back.state == GONE
    assert proposed(staff=doctor, kind=ProposalKind.IMPOSE) == [
        ("张医生", 2026, 1, "notice_served")
    ]
    assert len(counted(staff=doctor)) == 1


@pytest.mark.long
def test_nobody_was_told_yet_so_what_lost_its_ground_is_withdrawn_and_can_come_again(
    bureau, doctor
):
    case = bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-03-03"))
    bureau.reopen(case)
    settle(at=moment("2026-11-20", 10))
    bureau.find(case, doctor, day=moment("2026-11-20", 11))
    settle()

    assert [row[2:] for row in proposed(staff=doctor)] == [(1, GONE), (1, NEW)]
    numbers = SanctionProposal.objects.values_list("no", flat=True)
    assert len(set(numbers)) == len(numbers)


@pytest.mark.long
def test_who_becomes_another_employers_later_still_has_what_counted_before(bureau, doctor):
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-03-03"))

    doctor.employment = "返聘"
    doctor.save(update_fields=["employment"])

    assert settle() == 0
    assert len(counted(staff=doctor)) == 1


@pytest.mark.long
def test_what_kind_a_house_was_on_the_day_decides_and_no_later_change(bureau, doctor):
    small = bureau.hospital
    bureau.found(doctor, "2026-03-02")
    small.grade = "1"
    small.save(update_fields=["grade"])

    assert settle() == 2  # the change is of today, the complaint of long ago
    assert sorted(counted()) == sorted([(small.name, 2026), (doctor.name, 2026)])


@pytest.mark.long
def test_before_the_plan_nothing_counts_and_it_says_that_no_rule_holds(bureau, doctor):
    bureau.found(doctor, "2025-12-31")

    assert settle() == 0
    assert why_not(doctor) == [WhyNot.NO_RULE]


@pytest.mark.long
def test_the_database_refuses_a_tier_twice_an_event_twice_and_a_changed_event(bureau, doctor):
    bureau.found(doctor, "2026-03-02")
    settle()
    tier = SanctionProposal.objects.get(staff=doctor)
    event = CountableEvent.objects.get(staff=doctor)

    for again in (tier, event):
        again.pk, again.no = None, "ZZ-X"
        with transaction.atomic(), pytest.raises(IntegrityError):
            again.save(force_insert=True)
    for change in ({"weight": 50}, {"counted_on": "2026-01-01"}):
        with transaction.atomic(), pytest.raises(Exception, match="event_says_what_it_said"):
            CountableEvent.objects.filter(staff=doctor).update(**change)


@pytest.mark.long
def test_by_hand_it_is_done_at_once_and_says_by_whom(bureau, doctor, personnel):
    from accountability.services import reconcile

    bureau.found(doctor, "2026-03-02")

    assert reconcile(at=LATER, by=personnel) == 2
    assert Act.objects.get(verb="reconcile_counts").actor_id == str(personnel.pk)
