"""What was found holds from when a second person says so until its case is taken up again."""

from copy import copy

import pytest
from django.db import DatabaseError, transaction

from complaints import exports, selectors, services
from complaints.models import Case, HeldFinding
from complaints.rules.steps import Step
from complaints.rules.words import Finding
from complaints.services import CaseError
from complaints.verbs import offered
from tests.complaints.conftest import attitude_category, moment
from tests.complaints.test_rounds import reopen
from tests.database import unguarded
from tests.factories import StaffFactory, UserFactory


@pytest.fixture
def case(desk):
    """A case found and made to hold: its allegation and a doctor, both substantiated."""
    case = desk.dispatched()
    desk.report(case)
    desk.do("add_allegation", case, text="说话生硬", category=attitude_category())
    person = desk.do("name_person", case, said_as="张医生")
    services.tie_person(
        person=person, staff=StaffFactory(institution=desk.hospital), by=desk.clerk,
        at=moment("2026-11-04"),
    )  # fmt: skip
    find(desk, case, Finding.SUBSTANTIATED, "2026-11-05")
    desk.do("verify_case", case, on="2026-11-05", by=desk.head)
    return answered(desk, case, "2026-11-06")


def find(desk, case, finding, on):
    said = {"finding": finding, "basis": "调取监控与谈话记录", "by": desk.clerk, "at": moment(on)}
    services.find_allegation(allegation=case.allegations.get(), **said)
    services.find_person(person=case.people.get(), **said)


def answered(desk, case, on):
    desk.do("reply_case", case, on=on, way="phone", text="已核实", calendar=desk.calendar)
    case.refresh_from_db()
    return case


def holding(**said):
    return sorted(one.finding for one in selectors.findings_that_hold(**said))


@pytest.mark.long
def test_what_was_found_holds_with_whom_and_what_it_counts_for(case, desk, attitude):
    person = case.people.get()

    of_person = selectors.findings_that_hold().get(person=person)

    assert (of_person.staff, of_person.institution) == (person.staff, desk.hospital)
    assert (of_person.finding, of_person.found_by, of_person.held_by) == (
        Finding.SUBSTANTIATED, desk.clerk, desk.head,
    )  # fmt: skip
    assert (of_person.held_since, of_person.void_since) == (moment("2026-11-05"), None)
    assert selectors.findings_that_hold().get(allegation=case.allegations.get()).staff is None


@pytest.mark.long
def test_what_held_is_neither_changed_nor_deleted_and_void_but_once(case, desk):
    rows = HeldFinding.objects.filter(person__isnull=False)
    row = rows.get()
    as_it_is = {"found_by": desk.clerk, "held_by": desk.head, "void_since": None}
    rows.update(void_since=moment("2026-11-07"))
    for refused in (
        lambda: rows.update(finding=Finding.UNSUBSTANTIATED),
        lambda: rows.update(void_since=None),
        lambda: rows.update(void_since=moment("2026-11-08")),
        rows.delete,
        lambda: add(row, **as_it_is | {"held_by": desk.clerk}),
        lambda: add(row, **as_it_is | {"held_by": UserFactory(staff=row.staff)}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            refused()

    assert rows.get().finding == Finding.SUBSTANTIATED
    add(row, **as_it_is)


def add(row, **said):
    """Write another row like one that stands."""
    again = copy(row)
    again.pk, again._state.adding = None, True
    for name, value in said.items():
        setattr(again, name, value)
    again.save()


@pytest.mark.long
def test_made_to_hold_twice_a_finding_holds_once(case, desk):
    desk.do("verify_case", case, on="2026-11-07", by=desk.head)

    assert HeldFinding.objects.count() == 2


@pytest.mark.long
def test_taken_up_again_nothing_holds_and_what_held_stands_as_void(case, desk):
    for _ in range(2):
        reopen(desk, case)

    assert holding() == []
    assert holding(at=moment("2026-11-06")) == [Finding.SUBSTANTIATED] * 2
    assert holding(at=moment("2026-11-04")) == []
    void = selectors.findings_void(case)
    assert {one.void_since for one in void} == {moment("2026-11-12")}


@pytest.mark.long
def test_what_is_taken_up_again_is_found_anew_before_anything_holds(case, desk):
    reopen(desk, case)
    desk.do("begin_investigation", case, on="2026-11-13")
    with pytest.raises(CaseError, match="needs a finding"):
        desk.do("verify_case", case, on="2026-11-13", by=desk.head)

    find(desk, case, Finding.UNSUBSTANTIATED, "2026-11-13")
    desk.do("verify_case", case, on="2026-11-14", by=desk.head)

    assert holding() == [Finding.UNSUBSTANTIATED] * 2
    assert len(selectors.findings_void(case)) == 2


@pytest.mark.long
def test_who_is_meant_is_said_anew_once_a_case_is_taken_up_again(case, desk):
    wrong, right = case.people.get().staff, StaffFactory(institution=desk.hospital)
    with pytest.raises(CaseError, match="a finding on this person"):
        services.tie_person(
            person=case.people.get(), staff=right, by=desk.clerk, at=moment("2026-11-09")
        )
    reopen(desk, case)
    again = Case.objects.get(pk=case.pk)
    assert Step.TIE in {verb.step for verb in offered(desk.clerk, again)}

    services.tie_person(
        person=case.people.get(), staff=right, by=desk.clerk, at=moment("2026-11-13")
    )

    assert case.people.get().staff == right
    assert selectors.findings_void(case).get(person__isnull=False).staff == wrong


@pytest.mark.long
def test_what_holds_no_longer_is_not_exported(case, desk):
    said = str(Finding.SUBSTANTIATED)
    assert said in exports.cells_of(case)
    reopen(desk, case)

    again = Case.objects.get(pk=case.pk)

    assert again.finding == ""
    assert said not in exports.cells_of(again)


@pytest.mark.long
def test_a_unit_reads_what_holds_of_its_own_people_and_nothing_void(case, desk):
    assert HeldFinding.objects.visible_to(desk.officer).count() == 2
    with unguarded(HeldFinding):
        case.people.get().held.update(institution=StaffFactory().institution)
    assert HeldFinding.objects.visible_to(desk.officer).count() == 1
    reopen(desk, case)

    assert not HeldFinding.objects.visible_to(desk.officer).exists()
    assert HeldFinding.objects.visible_to(desk.clerk).count() == 2


@pytest.mark.long
def test_the_page_shows_the_bureau_what_held_before(case, desk, client):
    reopen(desk, case)
    client.force_login(desk.clerk)

    page = client.get(case.get_absolute_url()).content.decode()

    assert "Held until it was taken up again" in page
