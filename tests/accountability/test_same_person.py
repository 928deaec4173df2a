"""Two records of the roster that are one person: proposed by one, approved by a second, undone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from accountability import services
from accountability.invariants import breaches
from accountability.models import CountableEvent, SamePerson, SanctionProposal
from accountability.rules.words import LadderCode, MeasureCode, WhyVoid
from accountability.selectors import counts
from accountability.selectors.facts import facts_that_count
from accountability.selectors.ladders import Ladders
from accountability.selectors.persons import is_about
from accountability.services import RoadError
from bureau.models import Act
from bureau.rules import Role
from tests.accountability.conftest import LATER, counted, employed, forced, settle
from tests.accountability.road import Road
from tests.accountability.test_eligibility import ask, results
from tests.complaints.conftest import moment
from tests.factories import UserFactory

STAFF = LadderCode.STAFF
WHY = "身份证号码一致，人事档案已核对"
OVER = LATER + timedelta(hours=1)


@pytest.fixture
def second(personnel):
    return UserFactory(section=personnel.section, roles=[Role.BUREAU_STAFF], is_staff=True)


@pytest.fixture
def twin(township):
    return employed(township, name="张医生")


@pytest.fixture
def asked(doctor, twin, personnel):
    return services.join_records(record=twin, counts_as=doctor, reason=WHY, by=personnel, at=LATER)


@pytest.fixture
def joined(asked, second):
    return services.approve_joining(row=asked, by=second, at=LATER)


def in_step() -> bool:
    return not counts.out_of_step(Ladders()) and not list(breaches(at=OVER))


@pytest.mark.long
def test_what_is_split_over_two_records_counts_once_two_people_say_so(
    bureau, doctor, twin, asked, second
):
    bureau.found(doctor, on="2026-03-02")
    bureau.found(twin, on="2026-04-02")
    settle()
    assert {one.subject_id for one in SanctionProposal.objects.filter(ladder=STAFF)} == {
        doctor.pk, twin.pk,
    }  # fmt: skip
    services.approve_joining(row=asked, by=second, at=LATER)
    own = CountableEvent.objects.active().filter(ladder=STAFF)
    assert [one.staff_id for one in own] == [doctor.pk, doctor.pk]
    void = CountableEvent.objects.get(ladder=STAFF, state="void")
    assert (void.staff_id, void.why_void) == (twin.pk, WhyVoid.OTHER_RECORD)
    told = SanctionProposal.objects.filter(ladder=STAFF).exclude(state="withdrawn")
    assert sorted((one.staff_id, one.tier) for one in told) == [(doctor.pk, 1), (doctor.pk, 2)]
    settle()
    assert in_step()


@pytest.mark.long
def test_undone_by_one_with_a_reason_each_counts_for_itself_again(
    bureau, doctor, twin, joined, personnel
):
    bureau.found(doctor, on="2026-03-02")
    bureau.found(twin, on="2026-04-02")
    settle()
    services.undo_joining(row=joined, reason="核实为同名不同人", by=personnel, at=LATER)
    own = CountableEvent.objects.active().filter(ladder=STAFF)
    assert {one.staff_id for one in own} == {doctor.pk, twin.pk}
    settle()
    assert in_step()
    assert Act.objects.filter(object_kind="same_person").count() == 3


@pytest.mark.long
def test_undone_after_somebody_was_told_its_taking_back_is_proposed(
    bureau, doctor, twin, joined, personnel
):
    bureau.found(twin, on="2026-03-02")
    bureau.found(doctor, on="2026-04-02")
    settle()
    forced(SanctionProposal.objects.filter(staff=doctor, ladder=STAFF, tier=2), "notice_served")
    services.undo_joining(row=joined, reason="核实为同名不同人", by=personnel, at=OVER)
    assert SanctionProposal.objects.filter(about__tier=2, about__staff=doctor).exists()
    settle(OVER)
    assert in_step()


@pytest.mark.long
def test_one_case_that_names_both_records_counts_once(bureau, doctor, twin, joined):
    case = bureau.accepted(on="2026-03-02", named=[doctor.name, twin.name],
                           category=bureau.attitude)  # fmt: skip
    bureau.find(case, doctor, twin, day=case.received_at + timedelta(hours=1))
    settle()
    assert counted(ladder=STAFF) == [("张医生", 2026)]
    facts = [
        one
        for one in facts_that_count(with_people=True, with_branches=False)
        if one.ladder is STAFF
    ]
    assert {one.subject for one in facts} == {doctor.pk}
    assert {one.named for one in facts} == {1}
    assert in_step()


@pytest.mark.long
def test_the_other_record_alone_counts_for_the_one(bureau, doctor, twin, joined):
    bureau.found(twin)
    settle()
    event = CountableEvent.objects.active().get(ladder=STAFF)
    assert (event.staff_id, event.institution_id) == (doctor.pk, twin.institution_id)
    assert counts.reckon_subject(STAFF, twin.pk, ladders=Ladders()).judged == []
    [judged] = counts.reckon_subject(STAFF, doctor.pk, ladders=Ladders()).judged
    assert judged.fact.subject == doctor.pk


@pytest.mark.long
def test_asked_again_in_the_same_words_it_is_one(doctor, twin, asked, personnel, second):
    again = {"record": twin, "counts_as": doctor, "by": personnel, "at": OVER}
    assert services.join_records(reason=WHY, **again) == asked
    with pytest.raises(RoadError, match="already"):
        services.join_records(reason="另一份材料也说明了", **again)
    joined = services.approve_joining(row=asked, by=second, at=LATER)
    assert services.approve_joining(row=asked, by=second, at=OVER).approved_at == joined.approved_at
    undone = services.undo_joining(row=joined, reason="核实为不同的人", by=second, at=OVER)
    assert services.undo_joining(row=undone, reason="核实为不同的人", by=second, at=OVER) == undone
    with pytest.raises(RoadError, match="undone"):
        services.approve_joining(row=undone, by=second, at=OVER)


def test_who_proposed_it_does_not_approve(asked, personnel):
    with pytest.raises(RoadError, match="somebody else"):
        services.approve_joining(row=asked, by=personnel, at=LATER)


def test_there_is_no_chain_and_no_record_counts_as_itself(
    bureau, doctor, twin, asked, personnel, hospital
):
    third = employed(hospital, name="张医生")
    for record, other in ((doctor, third), (third, twin), (third, third), (doctor, twin)):
        with pytest.raises(RoadError):
            services.join_records(record=record, counts_as=other, reason=WHY, by=personnel,
                                  at=LATER)  # fmt: skip


def test_nobody_outside_personnel_joins_and_nobody_his_own(doctor, twin, clerk, personnel):
    given = {"record": twin, "counts_as": doctor, "reason": WHY, "at": LATER}
    with pytest.raises(RoadError, match="personnel section"):
        services.join_records(by=clerk, **given)
    personnel.staff = twin
    personnel.save()
    with pytest.raises(RoadError, match="own records"):
        services.join_records(by=personnel, **given)


@pytest.mark.long
def test_what_somebody_was_told_of_is_moved_to_no_other_record(bureau, doctor, twin, asked, second):
    bureau.found(twin)
    settle()
    told = SanctionProposal.objects.get(ladder=STAFF)
    forced(SanctionProposal.objects.filter(pk=told.pk), "notice_served")
    with pytest.raises(RoadError, match=told.no):
        services.approve_joining(row=asked, by=second, at=OVER)
    assert not SamePerson.objects.holding().exists()


@pytest.mark.long
def test_a_record_with_a_ban_on_it_takes_in_what_counts_for_another(
    bureau, doctor, twin, personnel, second
):
    for on in ("2026-03-02", "2026-04-02"):
        bureau.found(doctor, on)
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)
    road.to_effect(MeasureCode.TITLE_PROMOTION_BAN)
    bureau.found(twin, on="2026-05-02")
    settle()

    def of_the_other_record():
        return results(ask(personnel, twin.name, staff_no=twin.staff_no, at=OVER))

    assert of_the_other_record() == ["eligible"]
    row = services.join_records(record=twin, counts_as=doctor, reason=WHY, by=personnel, at=LATER)
    services.approve_joining(row=row, by=second, at=LATER)
    settle(at=OVER)

    assert of_the_other_record() == ["not_eligible"]
    own = SanctionProposal.objects.filter(ladder=STAFF, staff=doctor)
    assert sorted(own.values_list("tier", flat=True)) == [1, 2, 3]
    assert in_step()


@pytest.mark.long
def test_the_account_of_either_record_is_of_the_person(bureau, doctor, twin, joined):
    own = UserFactory(staff=twin)
    bureau.found(doctor)
    settle()
    forced(SanctionProposal.objects.filter(ladder=STAFF), "notice_served")
    assert is_about(SanctionProposal.objects.about(own).get(), own)
    assert not SanctionProposal.objects.visible_to(own).filter(ladder=STAFF).exists()


@pytest.mark.parametrize("said", [{"reason": "别的"}, {"approved_by": None, "approved_at": None}])
def test_the_database_keeps_what_was_said(joined, said):
    with pytest.raises(InternalError), transaction.atomic():
        SamePerson.objects.filter(pk=joined.pk).update(**said)


def test_the_database_knows_no_chain_and_no_single_hand(joined, doctor, township, personnel):
    third = employed(township)
    row = {"reason": WHY, "proposed_by": personnel, "proposed_at": LATER}
    with pytest.raises(InternalError), transaction.atomic():
        SamePerson.objects.create(record=doctor, counts_as=third, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        SamePerson.objects.create(record=third, counts_as=third, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        SamePerson.objects.create(record=third, counts_as=doctor, approved_by=personnel,
                                  approved_at=LATER, **row)  # fmt: skip
