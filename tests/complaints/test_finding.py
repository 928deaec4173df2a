"""Findings: of each allegation and each person, by the bureau, made to hold by a second person."""

import pytest
from django.db import IntegrityError, transaction

from complaints import services
from complaints.models import Case
from complaints.rules.words import (
    CaseState,
    Finding,
)
from complaints.services import CaseError
from tests.complaints.conftest import moment
from tests.factories import StaffFactory


@pytest.mark.long
def test_each_person_has_a_finding_of_their_own_and_counts_only_when_tied(desk, attitude):
    case = desk.dispatched()
    desk.report(case)
    one = desk.do("name_person", case, said_as="张医生")
    two = desk.do("name_person", case, said_as="李护士")
    find = {"basis": "监控与当事人陈述", "by": desk.clerk, "at": moment("2026-11-05")}
    with pytest.raises(CaseError, match="which staff record"):
        services.find_person(person=one, finding=Finding.SUBSTANTIATED, **find)
    services.tie_person(
        person=one, staff=StaffFactory(institution=desk.hospital), by=desk.clerk,
        at=moment("2026-11-05"),
    )  # fmt: skip

    services.find_person(person=one, finding=Finding.SUBSTANTIATED, **find)
    services.find_person(person=two, finding=Finding.UNVERIFIABLE, **find)
    alleged = desk.do("add_allegation", case, text="说话生硬", category=attitude)
    with pytest.raises(CaseError, match="needs a finding"):
        desk.do("verify_case", case, on="2026-11-05", by=desk.head)
    services.find_allegation(allegation=alleged, finding=Finding.SUBSTANTIATED, **find)
    desk.do("verify_case", case, on="2026-11-05", by=desk.head)

    case.refresh_from_db()
    assert case.finding == Finding.PARTLY


def test_the_unit_complained_of_finds_nothing(desk):
    case = desk.dispatched()
    desk.report(case)
    alleged = desk.do("add_allegation", case, text="说话生硬")

    with pytest.raises(CaseError, match="The bureau finds"):
        services.find_allegation(
            allegation=alleged, finding=Finding.UNSUBSTANTIATED, basis="本院认为不属实",
            by=desk.officer, at=moment("2026-11-05"),
        )  # fmt: skip
    with pytest.raises(CaseError, match="The bureau finds"):
        desk.do("verify_case", case, by=desk.officer)


@pytest.mark.long
def test_whoever_made_a_finding_needs_a_second_person_to_make_it_hold(desk):
    case = desk.dispatched()
    desk.report(case)
    alleged = desk.do("add_allegation", case, text="说话生硬")
    services.find_allegation(
        allegation=alleged, finding=Finding.UNSUBSTANTIATED, basis="调取监控与谈话记录",
        by=desk.clerk, at=moment("2026-11-05"),
    )  # fmt: skip

    with pytest.raises(CaseError, match="somebody else"):
        desk.do("verify_case", case, on="2026-11-05")

    desk.do("verify_case", case, on="2026-11-05", by=desk.head)
    assert Case.objects.get(pk=case.pk).state == CaseState.VERIFIED


def test_the_database_refuses_a_finding_that_counts_against_a_name_alone(desk):
    person = desk.do("name_person", desk.case(), said_as="张医生")

    with pytest.raises(IntegrityError), transaction.atomic():
        type(person).objects.filter(pk=person.pk).update(
            finding=Finding.SUBSTANTIATED, basis="依据", found_by=desk.clerk,
            found_at=moment("2026-11-05"),
        )  # fmt: skip
