"""Two records of one person: what pages show, and where else the person is the key."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability import open_work, services
from accountability.models import SamePerson, SanctionProposal
from accountability.rules.words import LadderCode
from accountability.selectors import counts, road
from accountability.selectors.effects import imposed_on
from accountability.selectors.ladders import Ladders
from accountability.selectors.persons import records_of
from bureau.models import Department
from bureau.rules import Role
from tests.accountability.conftest import LATER, counted, employed, ruled, settle
from tests.accountability.test_joint_rows import placed
from tests.accountability.test_same_person import (  # noqa: F401
    WHY,
    asked,
    joined,
    second,
    twin,
)
from tests.factories import UserFactory

STAFF, JOINT = LadderCode.STAFF, LadderCode.JOINT


def url(name, *about):
    return reverse(f"accountability:{name}", args=about)


@pytest.mark.long
def test_one_proposes_on_the_page_and_another_approves(
    client, doctor, twin, personnel, second  # noqa: F811
):  # fmt: skip
    client.force_login(personnel)
    page = client.get(url("join", doctor.pk)).content.decode()
    assert twin.staff_no in page
    beside = f"{url('join', doctor.pk)}?other={twin.pk}"
    assert WHY not in client.get(beside).content.decode()
    client.post(beside, {"main": doctor.pk, "reason": WHY})
    row = SamePerson.objects.get()
    assert (row.record, row.counts_as) == (twin, doctor)
    client.post(url("same", row.pk), {"step": "approve"})
    row.refresh_from_db()
    assert row.approved_at is None
    client.force_login(second)
    assert client.post(url("same", row.pk), {"step": "approve"}).status_code == 302
    assert SamePerson.objects.holding().get() == row
    assert client.post(url("same", row.pk), {"step": "undo", "reason": ""}).status_code == 200
    client.post(url("same", row.pk), {"step": "undo", "reason": "核实为不同的人"})
    assert not SamePerson.objects.holding().exists()
    assert twin.staff_no in client.get(url("joined")).content.decode()


@pytest.mark.long
def test_the_address_of_the_other_record_leads_to_the_file(
    client, doctor, twin, joined, personnel  # noqa: F811
):  # fmt: skip
    client.force_login(personnel)
    answer = client.get(url("person", twin.pk) + "?ladder=joint")
    assert answer.url == url("person", doctor.pk) + "?ladder=joint"
    assert twin.staff_no in client.get(answer.url).content.decode()


@pytest.mark.long
def test_a_record_leads_to_what_was_said_of_it_and_back(
    client, twin, asked, personnel  # noqa: F811
):  # fmt: skip
    client.force_login(personnel)
    about = asked.get_absolute_url()
    assert about in client.get(url("person", twin.pk)).content.decode()
    assert url("person", twin.pk) in client.get(about).content.decode()
    assert url("joined") in client.get(url("board")).content.decode()


def test_whoever_may_say_the_second_word_finds_it_among_the_work_to_do(
    asked, personnel, second, clerk, doctor  # noqa: F811
):  # fmt: skip
    def told(user):
        links = [one.actions[0].url for one in open_work.todo_cards(user, LATER.date())]
        return asked.get_absolute_url() in links

    himself = UserFactory(section=second.section, staff=doctor, roles=[Role.BUREAU_STAFF])
    assert [told(one) for one in (second, personnel, clerk, himself)] == [True, False, False, False]
    services.approve_joining(row=asked, by=second, at=LATER)
    assert not told(second)


@pytest.mark.long
def test_the_list_takes_as_many_queries_for_many_rows(
    client, doctor, joined, personnel, hospital  # noqa: F811
):  # fmt: skip
    client.force_login(personnel)
    client.get(url("joined"))
    few = _queries(client)
    for _n in range(3):
        record = employed(hospital, name="张医生")
        services.join_records(record=record, counts_as=doctor, reason=WHY, by=personnel, at=LATER)
    assert _queries(client) == few


def _queries(client) -> int:
    with CaptureQueriesContext(connection) as asked_for:
        client.get(url("joined"))
    return len(asked_for)


@pytest.mark.long
def test_whoever_is_the_other_record_decides_on_nothing(
    bureau, doctor, twin, joined, personnel  # noqa: F811
):  # fmt: skip
    bureau.found(doctor)
    settle()
    proposal = SanctionProposal.objects.get(ladder=STAFF)
    assert road.bar_of(personnel, proposal) == ""
    personnel.staff = twin
    personnel.save()
    assert road.bar_of(personnel, proposal)


@pytest.mark.long
def test_a_head_with_two_records_answers_once(
    bureau, hospital, doctor, township, personnel, second  # noqa: F811
):  # fmt: skip
    ruled(bureau, JOINT, is_on=1)
    ward = Department.objects.create(institution=hospital, name="内科")
    nurse = placed(hospital, ward, "护士", name="王护士")
    head = placed(hospital, ward, "内科主任", name="李主任")
    main = employed(township, name="李主任")
    bureau.found(nurse)
    settle()
    assert counts.events_of(JOINT, head.pk).active().count() == 1
    row = services.join_records(record=head, counts_as=main, reason=WHY, by=personnel, at=LATER)
    services.approve_joining(row=row, by=second, at=LATER)
    settle()
    assert not counts.events_of(JOINT, head.pk).active().exists()
    assert counts.events_of(JOINT, main.pk).active().count() == 1
    assert not counts.out_of_step(Ladders())


def test_what_holds_for_either_record_holds_for_both(doctor, twin, joined):  # noqa: F811
    assert records_of(twin.pk) == records_of(doctor.pk) == {twin.pk, doctor.pk}
    assert imposed_on(STAFF, [twin.pk, doctor.pk]) == {}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_joined_records_count_as_one_record_would(
    bureau, doctor, twin, hospital, personnel, second, seed  # noqa: F811
):  # fmt: skip
    """In a small world: what is found at random of two records counts as if it were of one."""
    dice, only = random.Random(seed), employed(hospital, name="李医生")
    first = date(2026, 1, 5)
    for _n in range(6):
        on = (first + timedelta(days=dice.randrange(300))).isoformat()
        bureau.found(dice.choice([doctor, twin]), on=on)
        bureau.found(only, on=on)
    row = services.join_records(record=twin, counts_as=doctor, reason=WHY, by=personnel, at=LATER)
    services.approve_joining(row=row, by=second, at=LATER)
    settle()
    years = [year for _who, year in counted(ladder=STAFF, staff=doctor)]
    assert years == [year for _who, year in counted(ladder=STAFF, staff=only)]
    told = SanctionProposal.objects.exclude(state="withdrawn").filter(ladder=STAFF)
    tiers = {one: sorted(told.filter(staff=one).values_list("window_from", "tier", "total"))
             for one in (doctor, only)}  # fmt: skip
    assert tiers[doctor] == tiers[only] != []
    assert not counts.out_of_step(Ladders())
