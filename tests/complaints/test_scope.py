"""Who sees which cases, and what of them."""

import pytest

from bureau.models import Section
from bureau.rules import Role, SectionCode
from complaints import services
from complaints.models import Case, Entry, Reply
from complaints.rules.words import (
    Audience,
    Channel,
)
from tests.complaints.conftest import moment
from tests.factories import StaffFactory, UserFactory


def test_the_accused_unit_and_its_bureau_section_do_not_see_an_accusation(desk, petition_clerk):
    case = desk.case(is_accusation=True)

    def sees(user):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()

    discipline = UserFactory(
        section=Section.objects.get(code=SectionCode.DISCIPLINE), roles=[Role.BUREAU_STAFF]
    )
    assert (sees(petition_clerk), sees(discipline)) == (True, True)
    assert (sees(desk.clerk), sees(desk.officer)) == (False, False)


def test_a_unit_sees_a_case_from_the_day_it_is_given_to_it_and_no_longer_than_it_has_it(desk):
    case = desk.accepted()
    seen = Case.objects.visible_to(desk.officer)
    assert not seen.exists()

    desk.do("dispatch_case", case, institution=desk.hospital, text="请核实",
            calendar=desk.calendar)  # fmt: skip
    assert Case.objects.visible_to(desk.officer).exists()

    desk.do("return_case", case, institution=desk.hospital, reason="不属于本院职责")
    assert not Case.objects.visible_to(desk.officer).exists()


def test_nobody_named_sees_the_case_by_any_door(desk):
    case = desk.dispatched()
    doctor = StaffFactory(institution=desk.hospital, name="张医生")
    own = UserFactory(institution=desk.hospital, roles=[Role.HOSPITAL_OFFICER], staff=doctor)
    assert Case.objects.visible_to(own).exists()
    person = desk.do("name_person", case, said_as="张医生")

    services.tie_person(person=person, staff=doctor, by=desk.clerk, at=moment("2026-11-03"))

    assert not Case.objects.visible_to(own).exists()
    assert not type(person).objects.visible_to(own).exists()


@pytest.mark.long
def test_a_unit_reads_what_is_for_it_and_nothing_of_the_bureau_with_the_complainant(desk):
    case = desk.replied()
    for audience in Audience:
        desk.do("write_entry", case, text=str(audience), audience=audience)  # fmt: skip

    seen = Entry.objects.visible_to(desk.officer).values_list("audience", flat=True)
    assert list(seen) == [Audience.INSTITUTION]
    assert not Reply.objects.visible_to(desk.officer).exists()
    assert Reply.objects.visible_to(desk.clerk).exists()


def test_petitions_are_the_petition_sections_and_complaints_by_phone_are_not(desk, petition_clerk):
    phone, petition = desk.case(), desk.case(channel=Channel.PETITION_LETTER)

    def seen(user):
        return set(Case.objects.visible_to(user).values_list("no", flat=True))

    assert (seen(desk.clerk), seen(petition_clerk)) == ({phone.no}, {petition.no})


def test_a_section_without_a_role_sees_nothing(desk):
    desk.case(is_accusation=True)
    section = Section.objects.get(code=SectionCode.DISCIPLINE)

    assert not Case.objects.visible_to(UserFactory(section=section, roles=[])).exists()
