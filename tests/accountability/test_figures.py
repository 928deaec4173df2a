"""Accountability in numbers and its annual register: each number opens what it counts."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from accountability.annual_wording import line
from accountability.figures import figures, overview
from accountability.models import CountableEvent, SanctionProposal
from accountability.rules.words import LadderCode, MeasureCode, Organ, Outcome
from accountability.selectors.annual import of_year, with_all
from accountability.services import Answer
from accountability.services.redress import withdraw_remedy
from bureau.exports import kind_of
from bureau.rules import Role
from tests.accountability.conftest import settle
from tests.accountability.road import FRIDAY, LATER, MONDAY, Road, of
from tests.complaints.conftest import moment
from tests.factories import InstitutionFactory, UserFactory

FIRST, LAST = date(2026, 11, 1), date(2026, 12, 31)
pytestmark = pytest.mark.long


@pytest.fixture
def road(bureau, doctor, personnel) -> Road:
    """A doctor with both tiers proposed, the first one in effect, looked at again and lighter."""
    for month in (3, 4):
        bureau.found(doctor, f"2026-0{month}-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)
    road.to_effect(MeasureCode.AWARD_BAN, MeasureCode.TITLE_PROMOTION_BAN)
    said = {"asked_on": of(LATER), "asked_by": "张医生", "grounds": "处理过重，当日连续值班"}
    road.step("ask_again", LATER, kind="review", **said)
    answer = Answer(
        outcome=Outcome.VARIED, organ=Organ.BUREAU_MEETING, minutes_no="40", on=of("2026-12-10"),
        opinion="减轻为只执行二十四个月", left={MeasureCode.TITLE_PROMOTION_BAN: 24},
    )  # fmt: skip
    road.step("answer_remedy", "2026-12-10", answer=answer, by=UserFactory(roles=[Role.LEADER]))
    return road


def told(first=FIRST, last=LAST, *houses):
    found = figures(first=first, last=last, institutions=houses)
    return {one.code: (one.numerator, one.denominator) for one in found}


def test_each_number_is_that_of_its_day_and_its_address_lists_what_it_counts(
    road, hospital, personnel, client, time_machine
):
    count = 2 + SanctionProposal.objects.filter(ladder=LadderCode.INSTITUTION).count()
    got = told(FIRST, LAST, hospital)
    assert (got["staff_1"], got["staff_2"]) == ((1, count), (1, count))
    assert got["open"] == (count - 1, count)
    assert (got["upheld"], got["changed"], got["in_effect"]) == ((0, 1), (1, 1), (1, count))
    assert got["days_to_decision"] == ((of(FRIDAY) - date(2026, 4, 2)).days, 1)
    assert got["events_staff"] == (0, 0)
    assert told(date(2026, 1, 1), LAST, hospital)["events_staff"] == (2, 4)
    before = told(FIRST, of(MONDAY), hospital)
    assert (before["open"], before["in_effect"], before["changed"]) == (
        (count, count), (0, count), (0, 0),
    )  # fmt: skip
    assert told(FIRST, LAST, InstitutionFactory())["open"] == (0, 0)

    seen = (SanctionProposal.objects.visible_to(personnel),
            CountableEvent.objects.visible_to(personnel))  # fmt: skip
    parts = overview(*seen, date(2026, 1, 1), LAST)
    assert set(parts) == {None, hospital.pk}
    time_machine.move_to(moment("2027-01-04", 9))
    client.force_login(personnel)
    for one in [figure for part in parts.values() for figure in part]:
        page = client.get(f"{reverse(one.url_name)}?{urlencode(one.filter)}")
        listed = page.context.get("lines", page.context.get("rows"))
        mean = one.code.startswith("days_")
        assert len(listed) == (one.denominator if mean else one.numerator), one.code
    page = client.get(reverse("accountability:figures"), {"since": FIRST, "until": LAST})
    assert "Days from finding to decision" in page.content.decode()


def test_what_came_to_nothing_later_still_waits_in_the_register_of_an_earlier_day(
    bureau, doctor, personnel
):
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    road.to_effect(MeasureCode.COUNTY_BULLETIN)
    said = {"asked_by": "张医生", "grounds": "处理过重，当日连续值班"}
    road.step("ask_again", LATER, kind="review", asked_on=of(LATER), **said)
    withdraw_remedy(proposal=road.proposal, by=personnel, at=moment("2026-12-04", 15))
    road.step("ask_again", "2026-12-06", kind="review", asked_on=of("2026-12-06"), **said)
    bureau.overturn(CountableEvent.objects.get(staff=doctor).case, doctor, on="2026-12-08")
    settle(at=moment("2026-12-08", 14))
    own = SanctionProposal.objects.get(about=road.proposal)
    back = Road(own, road.clerk, road.head, road.leader, road.signer)
    back.step("put_forward_taking_back", "2026-12-09", grounds="第一件投诉经复查认定不属实")
    back.step(
        "take_back_measures", "2026-12-10", organ=Organ.BUREAU_MEETING, minutes_no="41",
        on=of("2026-12-10"), opinion="认定依据已不存在", by=UserFactory(roles=[Role.LEADER]),
    )  # fmt: skip

    def again(day):
        seen = SanctionProposal.objects.visible_to(personnel)
        rows = with_all(of_year(seen, 2026, LadderCode.STAFF, of(day)).filter(pk=road.proposal.pk))
        return next(line(one, of(day)).again for one in rows)

    waits, withdrawn = "Review · received", "Review · withdrawn by whoever asked"
    assert again("2026-12-03") == [waits]
    assert again("2026-12-05") == [withdrawn]
    assert again("2026-12-09") == [withdrawn, waits]
    assert again("2026-12-10") == [withdrawn, "Review · lapsed"]


def test_the_register_of_a_year_stands_as_of_a_day_and_its_counts_are_those_of_its_rows(
    road, personnel, client, time_machine
):
    time_machine.move_to(moment("2027-01-04", 9))
    client.force_login(personnel)

    def page(on, **said):
        asked = {"year": 2026, "ladder": "staff", "on": on, **said}
        return client.get(reverse("accountability:annual"), asked).context

    _first, second = page("2026-12-31")["lines"]
    assert (second.proposal.no, second.state, second.effect_from) == (
        road.proposal.no, "in effect", of(LATER),
    )  # fmt: skip
    assert second.number
    assert second.again == ["Review · made lighter"]
    assert second.measures[1] == "No promotion in title, until 26 Nov 2028"
    [_one, then] = page("2026-12-05")["lines"]
    assert then.again == ["Review · received"]
    assert "2031" in then.measures[1]
    [_one, then] = page(MONDAY)["lines"]
    assert (then.state, then.decided_on, then.number, then.again) == (
        "notice served", None, "", [],
    )  # fmt: skip
    assert page("2026-11-01")["lines"] == []
    assert page("2026-12-31", year=2025)["lines"] == []

    whole = page("2026-12-31", ladder="")
    total, by_tier, by_state = whole["sums"]
    assert total == len(whole["lines"]) == sum(n for _l, n in by_tier) == sum(
        n for _l, n in by_state
    )  # fmt: skip
    listing = kind_of("accountability.annual").lay_out(
        personnel, {"year": "2026", "on": "2026-12-31"}, False, date(2027, 1, 4)
    )
    rows = list(listing.rows())
    assert [row[0] for row in rows][total] == "合计"
    assert rows[total][1] == total
    assert listing.count == len(rows)
    assert "张医生" not in str(rows)
