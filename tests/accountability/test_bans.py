"""From which day a ban on promotion holds, and what several come to, by the dated rules."""

from datetime import date

import pytest
from django.db import InternalError, transaction

from accountability import ending_kinds, services
from accountability.models import Measure, SanctionProposal
from accountability.papers import road as papers
from accountability.rules.bans import BanStart, begins_on
from accountability.rules.words import LadderCode, MeasureCode, Organ, Outcome, RemedyKind
from accountability.selectors import annual
from accountability.selectors.bans import until
from accountability.selectors.pages import called_for
from accountability.selectors.redress import months_of
from accountability.services import RoadError
from accountability.wording import measures
from bureau.models import OfficialPaper
from bureau.rules import Role
from tests.accountability.conftest import ruled, settle
from tests.accountability.road import FRIDAY, LATER, Road
from tests.accountability.test_redress import answer, ask
from tests.complaints.conftest import moment
from tests.factories import UserFactory

M = MeasureCode
BAN = M.TITLE_PROMOTION_BAN
DAY = date(2026, 11, 27)
EFFECT = "2026-12-07"


def second_tier(bureau, doctor, personnel, year=2026, at="2026-11-20") -> Road:
    for on in (f"{year}-03-02", f"{year}-04-02"):
        bureau.found(doctor, on)
    settle(at=moment(at))
    of_year = SanctionProposal.objects.filter(staff=doctor, tier=2)
    return Road.of(of_year.get(window_from=date(year, 1, 1)), personnel)


def shown(road) -> str:
    proposal = SanctionProposal.objects.get(pk=road.proposal.pk)
    return measures(called_for(proposal, day=DAY))[-1]


def days(road) -> tuple:
    one = road.proposal.measures.get(code=BAN)
    return one.starts_on, one.ends_on


def holds_at(road, on) -> bool:
    day = date.fromisoformat(on)
    rows = annual.entries(SanctionProposal.objects.all(), date(day.year, 1, 1), day)
    return next(one.holds for one in rows if one.pk == road.proposal.pk)


def decided(road, holds_from=FRIDAY):
    road.put(M.AWARD_BAN, BAN)
    road.notice()
    road.hear()
    road.decide(holds_from=date.fromisoformat(holds_from))


@pytest.mark.parametrize(
    ("day", "holds_from", "first"),
    [("2026-12-01", "2026-11-27", "2026-12-01"), ("2026-12-01", "2026-12-01", "2026-12-01"),
     ("2026-12-01", "2027-01-01", "2027-01-01")],
)  # fmt: skip
def test_a_ban_begins_no_earlier_than_its_decision_names(day, holds_from, first):
    day, holds_from = date.fromisoformat(day), date.fromisoformat(holds_from)

    assert begins_on(day, holds_from=holds_from).isoformat() == first


@pytest.mark.long
def test_by_service_the_days_are_those_from_its_service_and_before_it_none_is_told(
    bureau, doctor, personnel
):
    ruled(bureau, LadderCode.STAFF, ban_start="served")
    road = second_tier(bureau, doctor, personnel)
    term = "60 months from the day on which the decision is served"
    assert shown(road).endswith(term)
    decided(road)
    assert (days(road), shown(road)) == ((None, None), f"No promotion in title, {term}")
    ban = road.proposal.measures.filter(code=BAN)
    with pytest.raises(InternalError), transaction.atomic():
        ban.update(starts_on=date(2026, 11, 28), ends_on=date(2031, 11, 27))

    road.decision(LATER)

    assert days(road) == (date(2026, 12, 1), date(2031, 11, 30))
    said = "".join(OfficialPaper.objects.latest("drafted_at").content["body"])
    assert "5年内不得晋升职称（自本决定送达之日起计算）" in said
    assert shown(road).endswith("until 30 Nov 2031")
    with pytest.raises(InternalError), transaction.atomic():
        ban.update(starts_on=date(2026, 11, 27), ends_on=date(2031, 11, 26))


@pytest.mark.long
def test_by_effect_a_ban_begins_as_it_is_put_in_effect_and_is_shortened_only_then(
    bureau, doctor, personnel
):
    ruled(bureau, LadderCode.STAFF, ban_start="effect")
    road = second_tier(bureau, doctor, personnel)
    decided(road)
    road.decision(LATER)
    assert days(road) == (None, None)
    with pytest.raises(InternalError), transaction.atomic():
        SanctionProposal.objects.filter(pk=road.proposal.pk).update(state="in_effect")

    said = {"asked_on": date(2026, 12, 2), "asked_by": "张医生", "grounds": "处理过重，请予减轻"}
    road.step("ask_again", "2026-12-02", kind=RemedyKind.REVIEW, **said)
    lighter = services.Answer(
        outcome=Outcome.VARIED, organ=Organ.BUREAU_MEETING, minutes_no="安卫会纪〔2026〕40号",
        on=date(2026, 12, 3), opinion="结合申请人所述情况予以减轻", left={BAN: 12},
    )  # fmt: skip
    with pytest.raises(RoadError, match="has not begun"):
        road.step(
            "answer_remedy", "2026-12-03", answer=lighter, by=UserFactory(roles=[Role.LEADER])
        )

    road.step("put_in_effect", EFFECT)
    road.step("put_in_effect", "2026-12-09")

    assert days(road) == (date(2026, 12, 7), date(2031, 12, 6))


@pytest.mark.long
def test_a_day_that_the_decision_names_is_not_preceded(bureau, doctor, personnel):
    ruled(bureau, LadderCode.STAFF, ban_start="served")
    road = second_tier(bureau, doctor, personnel)
    decided(road, holds_from="2027-01-01")
    road.decision(LATER)

    assert days(road) == (date(2027, 1, 1), date(2031, 12, 31))


@pytest.mark.long
def test_several_bans_add_up_and_what_followed_moves_up_when_the_first_is_lifted(
    bureau, doctor, personnel
):
    ruled(bureau, LadderCode.STAFF, ban_stack="sum")
    first = second_tier(bureau, doctor, personnel)
    assert shown(first).endswith("names, added to what holds already")
    decided(first)
    first.decision(LATER)
    first.step("put_in_effect", LATER)
    second = second_tier(bureau, doctor, personnel, 2027, "2027-05-03")
    second.put(BAN, on="2027-05-10")
    second.notice("2027-05-10")
    second.hear("2027-05-14")
    second.decide("2027-05-17")
    second.decision("2027-05-17")
    second.step("put_in_effect", "2027-05-17")

    own = Measure.objects.get(proposal=second.proposal, code=BAN)
    assert (own.ends_on, until(own)) == (date(2032, 5, 16), date(2036, 11, 26))
    assert shown(second).endswith("until 26 Nov 2036")
    with pytest.raises(RoadError, match="holds until 26 Nov 2036"):
        second.step("complete_measures", "2033-01-05", reason="期满，已核实")
    said = "".join(OfficialPaper.objects.latest("drafted_at").content["body"])
    assert "（自2027年5月17日起计算，此前同类处理期限尚未届满的，期限累计计算）" in said

    by = {
        "organ": Organ.BUREAU_MEETING,
        "minutes_no": "安卫会纪〔2028〕4号",
        "reason": "提前解除处理",
    }
    first.step("lift_measures", "2028-06-01", by=first.leader, **by)
    assert until(own) == date(2033, 5, 31)
    assert [holds_at(second, on) for on in ("2032-05-17", "2033-05-31", "2033-06-01")] == [
        True, True, False
    ]  # fmt: skip
    assert not holds_at(first, "2028-06-01")
    second.step("lift_measures", "2033-01-05", by=second.leader, **by)
    told = ending_kinds.compose_lifting(second.clerk, second.proposal.no, date(2033, 1, 5))
    assert "其中尚在执行的“5年内不得晋升职称”" in "".join(told.paper.body)
    assert not holds_at(second, "2033-01-05")


@pytest.mark.long
def test_a_ban_that_follows_on_another_is_shortened_from_where_its_own_months_begin(
    bureau, doctor, personnel
):
    ruled(bureau, LadderCode.STAFF, ban_stack="sum")
    first = second_tier(bureau, doctor, personnel)
    decided(first)
    first.decision(LATER)
    first.step("put_in_effect", LATER)
    second = second_tier(bureau, doctor, personnel, 2027, "2027-05-03")
    second.put(BAN, on="2027-05-10")
    second.notice("2027-05-10")
    second.hear("2027-05-14")
    second.decide("2027-05-17")
    second.decision("2027-05-17")
    second.step("put_in_effect", "2027-05-17")

    ask(second, on="2027-06-01")
    other = UserFactory(roles=[Role.LEADER])
    answer(second, Outcome.VARIED, other, "2027-06-10", left={BAN: 24})

    own = Measure.objects.get(proposal=second.proposal, code=BAN)
    assert (own.ceased_on, until(own)) == (date(2033, 11, 27), date(2033, 11, 26))
    assert months_of(own) == 24
    assert [holds_at(second, on) for on in ("2033-11-26", "2033-11-27")] == [True, False]

    again = {"organ": Organ.BUREAU_MEETING, "minutes_no": "安卫会纪〔2028〕4号"}
    first.step("lift_measures", "2028-06-01", by=first.leader, reason="提前解除处理", **again)
    own = Measure.objects.get(pk=own.pk)
    # What follows on less moves up, with the months that were left to it.
    assert until(own) == date(2030, 5, 31)
    assert [holds_at(second, on) for on in ("2030-05-31", "2030-06-01")] == [True, False]


@pytest.mark.long
@pytest.mark.parametrize("stack", ["sum", "max"])
def test_a_ban_that_follows_on_nothing_is_shortened_from_its_own_first_day(
    bureau, doctor, personnel, stack
):
    ruled(bureau, LadderCode.STAFF, ban_stack=stack)
    road = second_tier(bureau, doctor, personnel)
    decided(road)
    road.decision(LATER)
    road.step("put_in_effect", LATER)

    ask(road, on="2026-12-10")
    other = UserFactory(roles=[Role.LEADER])
    answer(road, Outcome.VARIED, other, "2026-12-18", left={M.AWARD_BAN: None, BAN: 24})

    own = Measure.objects.get(proposal=road.proposal, code=BAN)
    assert (own.ceased_on, until(own)) == (date(2028, 11, 27), date(2028, 11, 26))
    assert (own.left_months, months_of(own)) == (24, 24)
    assert [holds_at(road, on) for on in ("2028-11-26", "2028-11-27")] == [True, False]


@pytest.mark.long
def test_beyond_the_ladder_the_ban_that_holds_is_lengthened_where_the_rules_say_so(
    bureau, doctor, personnel
):
    ruled(bureau, LadderCode.STAFF, beyond="extend")
    first = second_tier(bureau, doctor, personnel)
    decided(first)
    first.decision(LATER)
    first.step("put_in_effect", LATER)
    for on in ("2026-09-02", "2026-10-02"):
        bureau.found(doctor, on)
    settle(at=moment("2026-12-08"))
    fourth = Road.of(SanctionProposal.objects.get(staff=doctor, tier=4), personnel)

    fourth.put(BAN, on="2026-12-09")
    assert "added to what holds already" in shown(fourth) or "until" in shown(fourth)
    fourth.notice("2026-12-09")
    fourth.hear("2026-12-16")
    fourth.decide("2026-12-17", organ=Organ.PARTY_GROUP)
    fourth.decision("2026-12-17")
    fourth.step("put_in_effect", "2026-12-17")

    own = Measure.objects.get(proposal=fourth.proposal, code=BAN)
    assert (own.ends_on, until(own)) == (date(2031, 12, 16), date(2036, 11, 26))
    assert [holds_at(fourth, on) for on in ("2036-11-26", "2036-11-27")] == [True, False]


def test_a_paper_words_a_ban_that_begins_later():
    one = papers.Imposed(BAN, 60, begins=BanStart.EFFECT, adds_up=True)
    told = papers.Told(person="张", unit="县医院", year="2026年度", times="2", facts="", basis="",
                       measures=[one])  # fmt: skip

    assert papers.listed(told) == [
        "5年内不得晋升职称（自本决定生效之日起计算，此前同类处理期限尚未届满的，期限累计计算）。"
    ]
