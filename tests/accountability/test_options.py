"""What the bureau may choose for its ladders, from the findings to the rows."""

import pytest
from django.db import IntegrityError, transaction

from accountability.invariants import breaches
from accountability.models import CountableEvent
from accountability.rules.words import LadderCode
from accountability.selectors import counts, pages
from accountability.selectors.carrying import counted_cases
from bureau.models import Act
from complaints import services
from tests.accountability.conftest import (
    LATER,
    P,
    S,
    U,
    counted,
    employed,
    proposed,
    ruled,
    settle,
)
from tests.complaints.conftest import moment

HOUSE, STAFF = LadderCode.INSTITUTION, LadderCode.STAFF


def in_step():
    """Test that nothing is left to do, and that a recount says what stands."""
    return not settle() and counts.recount(2026)[1] == ([], []) and not list(breaches(at=LATER))


@pytest.fixture
def nurse(hospital):
    return employed(hospital, name="李护士")


def of_both(bureau, doctor, nurse, on="2026-03-02"):
    """Find one complaint so of two people of one house."""
    case = bureau.accepted(
        on=on, named=[doctor.name, nurse.name], institution=doctor.institution,
        category=bureau.attitude,
    )  # fmt: skip
    bureau.find(case, doctor, nurse, day=moment(on, 12))
    return case


@pytest.mark.long
def test_only_what_is_wholly_substantiated_counts_where_the_rules_say_so(bureau, doctor):
    bureau.found(doctor, "2026-03-02", finding=P)
    ruled(bureau, since="2026-06-01", countable_findings=["substantiated"])
    bureau.found(doctor, "2026-06-02", finding=P)
    bureau.found(doctor, "2026-06-03")

    settle()

    assert len(counted(staff=doctor)) == len(counted(ladder="institution")) == 2
    assert in_step()


@pytest.mark.long
def test_a_house_counts_once_for_each_of_its_people_where_the_rules_say_so(bureau, doctor, nurse):
    of_both(bureau, doctor, nurse)
    ruled(bureau, HOUSE, since="2026-06-01", inst_count_per="person")
    case = of_both(bureau, doctor, nurse, on="2026-06-02")

    settle()

    events = CountableEvent.objects.active().filter(ladder=HOUSE).order_by("pk")
    assert [one.for_staff for one in events] == [None, doctor, nurse]
    of_house = [row[2:] for row in proposed(ladder=HOUSE)]
    assert of_house == [(1, "proposed"), (2, "proposed"), (3, "proposed")]
    third = events.last().institution.proposals.get(ladder=HOUSE, tier=3)
    assert [one.pk for one in counted_cases(third)][-1] == case.pk
    assert len(counted_cases(third)) == 2
    [line] = pages.sums(CountableEvent.objects.all(), ladder=HOUSE, year=2026)
    assert (line["total"], line["matters"]) == (300, 2)
    assert in_step()

    again = events.last()
    again.pk = None
    with pytest.raises(IntegrityError, match="event_once_a_house"), transaction.atomic():
        again.save(force_insert=True)


@pytest.mark.long
def test_one_of_two_found_otherwise_leaves_the_house_counting_for_the_other(bureau, doctor, nurse):
    ruled(bureau, HOUSE, inst_count_per="person")
    case = of_both(bureau, doctor, nurse)
    settle()
    assert len(counted(ladder=HOUSE)) == 2

    bureau.reopen(case)
    made = {"basis": "调取监控录像核实", "by": bureau.clerk, "at": moment("2026-11-20", 11)}
    services.begin_investigation(case=case, by=bureau.clerk, at=made["at"])
    services.find_allegation(allegation=case.allegations.get(), finding=S, **made)
    for person, finding in zip(case.people.order_by("pk"), (S, U), strict=True):
        services.find_person(person=person, finding=finding, **made)
    services.verify_case(case=case, by=bureau.head, at=made["at"])
    settle()

    [left] = CountableEvent.objects.active().filter(ladder=HOUSE)
    assert left.for_staff == doctor
    assert [row[2:] for row in proposed(ladder=HOUSE, tier=2)] == [(2, "withdrawn")]
    assert in_step()


@pytest.mark.long
def test_two_found_on_one_day_bring_the_higher_tier_alone_where_the_rules_say_so(
    bureau, doctor, nurse
):
    ruled(bureau, STAFF, cumulative=0)
    for on in ("2026-03-02", "2026-03-02"):
        bureau.found(doctor, on)
    for on in ("2026-03-02", "2026-03-03"):
        bureau.found(nurse, on)

    settle()

    assert [row[2:] for row in proposed(staff=doctor)] == [(2, "proposed")]
    assert [row[2:] for row in proposed(staff=nurse)] == [(1, "proposed"), (2, "proposed")]
    assert in_step()


@pytest.mark.long
@pytest.mark.parametrize(("values", "times"), [({}, 1), ({"withdrawn_counts": 0}, 0)])
def test_what_was_withdrawn_and_gone_on_with_counts_as_the_rules_say(bureau, doctor, values, times):
    ruled(bureau, **values)
    case = bureau.accepted(
        on="2026-03-02", named=[doctor.name], category=bureau.attitude, safety_urgent=True
    )
    at = moment("2026-03-02", 12)
    services.withdraw_case(case=case, why="本人要求撤回投诉", by=bureau.clerk, at=at)
    case.refresh_from_db()
    assert case.state == "withdrawn_continue"
    bureau.find(case, doctor, day=moment("2026-03-02", 13))

    settle()

    assert len(counted(staff=doctor)) == len(counted(ladder=HOUSE)) == times
    assert in_step()


@pytest.mark.long
def test_withdrawn_after_a_finding_it_stands(bureau, doctor):
    ruled(bureau, withdrawn_counts=0)
    case = bureau.accepted(
        on="2026-03-02", named=[doctor.name], category=bureau.attitude, safety_urgent=True
    )
    bureau.find(case, doctor, day=moment("2026-03-02", 12))
    Act.objects.create(
        object_kind="case", object_no=case.no, verb="withdraw_case", after="withdrawn_continue",
        at=moment("2026-03-03"),
    )  # fmt: skip

    settle()

    assert len(counted(staff=doctor)) == 1
