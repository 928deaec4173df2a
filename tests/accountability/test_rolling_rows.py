"""Twelve months that roll, from the findings to the rows, the guards and the pages."""

from datetime import date

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from accountability.invariants import breaches
from accountability.models import CountableEvent, Handling, SanctionProposal
from accountability.rules.effects import Purpose
from accountability.rules.words import LadderCode, MeasureCode
from accountability.selectors import counts, pages
from accountability.selectors.road import bar_of, hands_in
from bureau.rules import Role
from complaints.models import Case
from tests.accountability.conftest import LATER, Bureau, proposed, ruled, settle
from tests.accountability.road import WHY, Road, of
from tests.accountability.test_eligibility import ask, results
from tests.complaints.conftest import moment
from tests.factories import UserFactory

ROLLING = {"window": "rolling_12m"}
NEW = "proposed"


@pytest.fixture
def others(bureau):
    """Another clerk and head, so that each complaint has hands of its own."""
    section = bureau.head.section
    clerk = UserFactory(section=section, roles=[Role.BUREAU_STAFF])
    head = UserFactory(section=section, roles=[Role.SECTION_HEAD])
    return Bureau(bureau.hospital, bureau.officer, clerk, head)


@pytest.fixture
def second(bureau, others, doctor):
    """Two complaints within twelve months, one on each side of the year's end."""
    ruled(bureau, **ROLLING)
    others.found(doctor, "2026-06-02")
    bureau.found(doctor, "2027-01-20")
    settle()
    return SanctionProposal.objects.get(staff=doctor, tier=2)


@pytest.mark.long
def test_over_the_years_end_the_second_tier_is_reached_and_all_is_in_step(second, doctor):
    assert proposed(staff=doctor) == [("张医生", 2025, 1, NEW), ("张医生", 2026, 2, NEW)]
    assert (second.window_from, second.year, second.total) == (date(2026, 1, 21), 2027, 200)
    assert not settle()
    assert [counts.recount(year) for year in (2025, 2026, 2027)] == [
        (0, ([], [])), (2, ([], [])), (2, ([], []))
    ]  # fmt: skip
    assert not list(breaches(at=LATER))


@pytest.mark.long
def test_found_late_told_before_and_voided_again_each_tier_is_proposed_once(
    bureau, others, doctor, personnel
):
    ruled(bureau, LadderCode.STAFF, **ROLLING)
    bureau.found(doctor, "2027-01-20")
    settle()
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    road.put(MeasureCode.COUNTY_BULLETIN, on="2027-01-21")
    road.notice("2027-01-21")

    early = others.found(doctor, "2026-06-02")
    settle()
    assert proposed(staff=doctor) == [
        ("张医生", 2026, 1, "notice_served"), ("张医生", 2026, 2, NEW)
    ]  # fmt: skip
    assert not settle()

    others.overturn(early, doctor, on="2027-01-25")
    settle()
    assert [row[2:] for row in proposed(staff=doctor)] == [(1, "notice_served"), (2, "withdrawn")]
    assert not list(breaches(at=LATER))


@pytest.mark.long
def test_a_rule_that_changes_leaves_the_year_before_to_itself(bureau, doctor):
    bureau.found(doctor, "2026-11-02")
    ruled(bureau, since="2027-01-01", **ROLLING)
    bureau.found(doctor, "2027-01-20")

    settle()

    assert [row[2:] for row in proposed(staff=doctor)] == [(1, NEW), (1, NEW)]
    assert not settle()


@pytest.mark.long
def test_whoever_handled_what_adds_up_does_not_decide_on_page_or_in_the_database(
    bureau, others, second, personnel
):
    first = SanctionProposal.objects.get(staff=second.staff, tier=1)
    assert bureau.head.pk not in hands_in(first)
    assert {bureau.head.pk, others.head.pk} <= hands_in(second)
    assert "handled" in bar_of(others.head, second)

    road = Road.of(second, personnel)
    road.put(MeasureCode.AWARD_BAN, on="2027-01-25")
    road.notice("2027-01-25")
    road.hear("2027-01-26")
    entered = {
        "decided_on": of("2027-01-27"), "holds_from": of("2027-01-27"), "organ": "bureau_meeting",
        "minutes_no": "31", "opinion": WHY, "is_legal_reviewed": True, "is_free_of_ties": True,
        "decided_at": moment("2027-01-27"),
    }  # fmt: skip
    rows = Handling.objects.filter(proposal=second)
    with pytest.raises(InternalError, match="who handled a complaint"), transaction.atomic():
        rows.update(decided_by=others.head, **entered)
    rows.update(decided_by=road.leader, **entered)


@pytest.mark.long
def test_awards_are_kept_back_for_the_year_of_the_complaint_that_reached_the_tier(
    second, personnel
):
    road = Road.of(second, personnel)
    road.put(MeasureCode.AWARD_BAN, on="2027-01-25")
    road.notice("2027-01-25")
    road.hear("2027-01-26")
    road.decide("2027-01-26")
    road.decision("2027-01-27")
    road.step("put_in_effect", "2027-01-28")

    assert second.measures.get().ends_on == date(2027, 12, 31)
    asked = {"purpose": Purpose.AWARD, "at": moment("2027-01-29")}
    name = second.staff.name
    assert results(ask(personnel, name, on="2027-01-29", **asked)) == ["not_eligible"]


@pytest.mark.long
def test_pages_show_all_that_adds_up_and_list_it_under_its_year(second, doctor, personnel, client):
    client.force_login(personnel)

    def page(name, *args, **query):
        address = reverse(f"accountability:{name}", args=args, query=query)
        return client.get(address).content.decode()

    cases = list(Case.objects.order_by("received_at").values_list("no", flat=True))
    shown = page("proposal", second.no)
    assert all(no in shown for no in cases)
    assert "21 Jan 2026～20 Jan 2027" in shown
    assert pages.counts_today([second], user=personnel)[pages.subject_of(second)] == 200
    assert pages.years_of(CountableEvent.objects.all()) == [2027, 2026]
    assert doctor.name in page("register", year=2027, ladder="staff")
    assert second.no in page("person", doctor.pk)
    assert second.no in page("board")


@pytest.mark.long
def test_a_unit_hears_of_no_twelve_months_in_which_an_accusation_counts(second, bureau):
    of_house = SanctionProposal.objects.filter(staff=None, tier=2)
    clerk = bureau.clerk

    assert of_house.visible_to(clerk).exists()
    Case.objects.filter(received_at=moment("2026-06-02")).update(is_accusation=True)

    assert not of_house.visible_to(clerk).exists()
