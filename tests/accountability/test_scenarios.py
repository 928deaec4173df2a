"""Escalation and counting as the scenarios tell it, line by line, where no other test does.

The year's end with a transfer, and joined complaints: test_services; exactly once: test_races.
"""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.urls import reverse

from accountability.invariants import breaches
from accountability.models import SanctionProposal
from accountability.rules import road as rules
from accountability.rules.counting import once_a_matter
from accountability.rules.effects import Imposed, Purpose, obstacle
from accountability.rules.table import TABLES
from accountability.rules.tiers import reached
from accountability.rules.windows import window_from
from accountability.rules.words import Document, LadderCode, MeasureCode, ProposalState
from accountability.tasks import reconcile_counts
from bureau.category_table import STANDARD as CATEGORIES
from bureau.models import OfficialPaper
from bureau.rules import Role
from config.beat import BEAT_SCHEDULE
from tests.accountability.conftest import counted, settle
from tests.accountability.facts import P, S, fact, judge
from tests.accountability.road import Road
from tests.accountability.test_eligibility import ask, results
from tests.accountability.test_redress import serve, take_back, taken_back
from tests.complaints.conftest import moment
from tests.factories import UserFactory

M = MeasureCode
WITHIN = ["2026-03-02", "2026-06-02", "2026-09-02", "2026-12-31"]
ACROSS = ["2026-03-02", "2026-12-31", "2027-01-01", "2027-06-02"]


@pytest.mark.parametrize("ladder", [one for one in LadderCode if one.counts_cases])
@pytest.mark.parametrize(
    ("days", "finding", "percent", "tiers"),
    [
        (WITHIN[:1], S, 100, {2026: [1]}),
        (WITHIN[:2], S, 100, {2026: [1, 2]}),
        (WITHIN[:3], S, 100, {2026: [1, 2, 3]}),
        (WITHIN, S, 100, {2026: [1, 2, 3, 4]}),
        (WITHIN, P, 100, {2026: [1, 2, 3, 4]}),
        (WITHIN[:1], P, 50, {}),
        (WITHIN[:2], P, 50, {2026: [1]}),
        (WITHIN[:3], P, 50, {2026: [1]}),
        (WITHIN, P, 50, {2026: [1, 2]}),
        (WITHIN, S, 50, {2026: [1, 2, 3, 4]}),
        (WITHIN, P, 0, {}),
        (WITHIN, S, 0, {2026: [1, 2, 3, 4]}),
        (ACROSS[:3], S, 100, {2026: [1, 2], 2027: [1]}),
        (ACROSS, S, 100, {2026: [1, 2], 2027: [1, 2]}),
        (ACROSS, P, 50, {2026: [1], 2027: [1]}),
        (ACROSS[1:3], P, 50, {}),
    ],
)
def test_the_truth_table_of_each_ladder(ladder, days, finding, percent, tiers):
    table = TABLES[ladder](is_on=1, partial_percent=percent)
    alleged = [("ATT", finding)]
    facts = [
        fact(on, case=n, ladder=ladder, finding=finding, alleged=alleged)
        for n, on in enumerate(days, 1)
    ]

    events, _told = once_a_matter(judge(one, table=table, categories=CATEGORIES) for one in facts)

    found = {}
    for year in (2026, 2027):
        of_year = [one for one in events if one.window_from.year == year]
        found[year] = [one.tier for one in reached(of_year, table_on=lambda _day: table)]
    assert {year: has for year, has in found.items() if has} == tiers


def test_a_ban_from_the_29th_of_february_ends_on_the_28th_five_years_later():
    first, year = date(2028, 2, 29), window_from(date(2028, 1, 1))
    last = rules.span(M.TITLE_PROMOTION_BAN, first, months=60, window=year).last
    assert last == date(2033, 2, 28)

    ban = Imposed(M.TITLE_PROMOTION_BAN, first, last, 2028, effect_from=first)
    held = [
        obstacle([ban], Purpose.TITLE, day=day, year=day.year)
        for day in (first - timedelta(days=1), first, date(2032, 2, 29), last, date(2033, 3, 1))
    ]
    assert [one is not None for one in held] == [False, True, True, True, False]


@pytest.mark.long
def test_a_finding_is_counted_within_sixty_seconds(bureau, doctor):
    case = bureau.found(doctor, "2026-03-02")
    next_tick = case.verified_at + timedelta(seconds=59)
    assert counted(staff=doctor) == []

    reconcile_counts(at=next_tick.isoformat())

    assert counted(staff=doctor) == [(doctor.name, 2026)]
    assert SanctionProposal.objects.get(staff=doctor).proposed_at == next_tick


def test_beat_looks_over_the_counts_each_minute():
    entry = BEAT_SCHEDULE["reconcile counts"]
    assert entry["task"] == "accountability.tasks.reconcile_counts"
    every = entry["schedule"]
    assert every.minute == set(range(60))
    assert every.hour == set(range(24))
    whole = (every.day_of_week, every.day_of_month, every.month_of_year)
    assert whole == (set(range(7)), set(range(1, 32)), set(range(1, 13)))


TIERS = {
    1: (M.COUNTY_BULLETIN,),
    2: (M.AWARD_BAN, M.TITLE_PROMOTION_BAN),
    3: (M.PENDING_APPOINTMENT,),
}


def take_effect(road, *measures):
    road.put(*measures, on="2026-11-02")
    road.notice("2026-11-02")
    road.hear("2026-11-05")
    road.decide("2026-11-06")
    road.decision("2026-11-09")
    road.step("put_in_effect", "2026-11-09")


@pytest.mark.long
def test_overturned_on_appeal_the_third_tier_falls_and_each_day_has_its_own_answer(
    bureau, doctor, personnel
):
    cases = [bureau.found(doctor, f"2026-0{month}-02") for month in (3, 4, 5)]
    settle(at=moment("2026-06-01"))
    proposals = SanctionProposal.objects.filter(staff=doctor).order_by("tier")
    roads = {one.tier: Road.of(one, personnel) for one in proposals}
    for tier, measures in TIERS.items():
        take_effect(roads[tier], *measures)
    papers = Counter(OfficialPaper.objects.values_list("number__text", flat=True))
    numbers = list(SanctionProposal.objects.values_list("no", flat=True))

    bureau.overturn(cases[0], doctor, on="2026-11-20")
    settle(at=moment("2026-11-20", 12))

    assert len(counted(staff=doctor)) == 2
    back = taken_back(roads[3], "downgrade")
    assert settle(at=moment("2026-11-20", 13)) == 0
    take_back(back, UserFactory(roles=[Role.LEADER]), "2026-11-20")
    serve(back, Document.REVOCATION, "serve_taking_back", "2026-11-20")
    assert settle(at=moment("2026-11-20", 17)) == 0
    asked = {"purpose": Purpose.APPOINTMENT, "at": moment("2026-12-01")}
    answers = [
        results(ask(personnel, doctor.name, on=on, **asked))
        for on in ("2026-11-08", "2026-11-19", "2026-11-21")
    ]
    assert answers == [["eligible"], ["not_eligible"], ["eligible"]]
    titles = {"purpose": Purpose.TITLE, "at": moment("2026-12-01")}
    assert results(ask(personnel, doctor.name, on="2026-11-21", **titles)) == ["not_eligible"]
    now = Counter(OfficialPaper.objects.values_list("number__text", flat=True))
    assert papers <= now
    assert set(now.values()) == {1}
    after = list(SanctionProposal.objects.values_list("no", flat=True))
    assert set(numbers) <= set(after)
    assert len(set(after)) == len(after)
    assert not list(breaches(at=moment("2026-12-01")))


@pytest.mark.long
def test_a_third_complaint_makes_a_draft_and_no_page_lets_it_take_effect_early(
    bureau, doctor, personnel, client, time_machine
):
    for month in (3, 4, 5):
        bureau.found(doctor, f"2026-0{month}-02")
    settle(at=moment("2026-11-20"))
    third = SanctionProposal.objects.get(staff=doctor, tier=3)
    assert third.state == ProposalState.PROPOSED
    road = Road.of(third, personnel)
    address = reverse("accountability:step", args=[third.no, "put-in-effect"])
    time_machine.move_to(moment("2026-11-23", 16))
    client.force_login(personnel)

    def refused():
        answer = client.post(address, {"seen": "1"})
        third.refresh_from_db()
        assert third.state != ProposalState.IN_EFFECT
        return answer.content.decode()

    way = [
        ("Nobody has put it forward yet.", lambda: road.put(M.PENDING_APPOINTMENT)),
        ("The notice is not served yet.", road.notice),
        ("neither received nor waived", lambda: road.hear("2026-11-23")),
        ("Nobody has decided yet.", lambda: road.decide("2026-11-23")),
        ("it has no number", lambda: road.sign(Document.DECISION, "2026-11-23")),
        ("The decision is not served yet.", lambda: road.serve(Document.DECISION, "2026-11-23")),
    ]
    said = []
    for _words, take in way:
        said.append(refused())
        take()
    missing = [words for (words, _take), text in zip(way, said, strict=True) if words not in text]
    assert missing == []
    assert client.post(address, {"seen": "1"}).status_code == 302
    third.refresh_from_db()
    assert third.state == ProposalState.IN_EFFECT
