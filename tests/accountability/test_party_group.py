"""What the party group has to decide it dismisses and takes back itself."""

import pytest

from accountability.forms.redress import DismissForm, TakeBackForm
from accountability.models import SanctionProposal
from accountability.rules.words import LadderCode, MeasureCode, Organ, ProposalState
from accountability.services import RoadError
from bureau.models import Act
from bureau.rules import Role
from bureau.selectors import work_calendar
from tests.accountability.conftest import settle
from tests.accountability.road import FRIDAY, MONDAY, Road, of
from tests.accountability.test_redress import taken_back
from tests.complaints.conftest import moment
from tests.factories import UserFactory

S = ProposalState
WHY = "情节轻微，科室谈话即可，不予处理"
THIRD = (MeasureCode.COUNTY_BULLETIN, MeasureCode.PARTY_GROUP_DECISION)
pytestmark = pytest.mark.long


@pytest.fixture
def cases(bureau):
    return [bureau.found(None, f"2026-0{month}-02") for month in (3, 4, 5)]


@pytest.fixture
def road(cases, personnel) -> Road:
    settle(at=moment("2026-11-20"))
    third = SanctionProposal.objects.get(ladder=LadderCode.INSTITUTION, tier=3)
    return Road.of(third, personnel)


@pytest.fixture
def other(db):
    return UserFactory(roles=[Role.LEADER])


def test_its_matter_is_not_dismissed_before_it_was_heard(road, other):
    with pytest.raises(RoadError, match="have it heard, then dismiss"):
        road.step("dismiss_proposal", MONDAY, by=other, reason=WHY)
    road.put(*THIRD)
    with pytest.raises(RoadError, match="have it heard, then dismiss"):
        road.step("dismiss_proposal", MONDAY, by=other, reason=WHY)
    assert road.proposal.state == S.UNDER_REVIEW


def test_its_matter_is_dismissed_after_the_statement_by_its_minutes_alone(road, other, client):
    road.put(*THIRD)
    road.notice()
    road.hear()
    said = {"by": other, "reason": WHY}
    for organ, minutes_no, words in (
        (None, "", "party group has to decide"),
        (Organ.BUREAU_MEETING, "31", "party group has to decide"),
        (Organ.PARTY_GROUP, " ", "number of the minutes"),
    ):
        with pytest.raises(RoadError, match=words):
            road.step("dismiss_proposal", FRIDAY, organ=organ, minutes_no=minutes_no, **said)
    form = DismissForm(record=road.proposal, user=other, day=of(FRIDAY), calendar=work_calendar())
    assert [one for one, _label in form.fields["organ"].choices] == [Organ.PARTY_GROUP]

    by = {"organ": Organ.PARTY_GROUP, "minutes_no": "安卫党组纪〔2026〕9号"}
    road.step("dismiss_proposal", FRIDAY, **by, **said)
    road.step("dismiss_proposal", FRIDAY, **said)
    assert road.proposal.state == S.DISMISSED
    act = Act.objects.get(verb="dismiss_proposal")
    assert act.facts == {"organ": "party_group", "minutes_no": "安卫党组纪〔2026〕9号"}


def test_other_matters_are_dismissed_with_a_reason_alone(road, other):
    first = SanctionProposal.objects.get(ladder=LadderCode.INSTITUTION, tier=1)
    assert set(
        DismissForm(record=first, user=other, day=of(MONDAY), calendar=work_calendar()).fields
    ) == {"reason"}
    Road.of(first, road.clerk).step("dismiss_proposal", MONDAY, by=other, reason=WHY)
    first.refresh_from_db()
    assert first.state == S.DISMISSED


def test_what_it_decided_no_other_body_takes_back(road, bureau, cases, other):
    road.put(*THIRD)
    road.notice()
    road.hear()
    road.decide(organ=Organ.PARTY_GROUP)
    bureau.overturn(cases[0], on="2026-12-02")
    settle(at=moment("2026-12-02", 14))
    back = taken_back(road, "downgrade")
    back.step("put_forward_taking_back", "2026-12-03", grounds="第一件投诉经复查认定不属实")
    said = {"minutes_no": "9", "on": of("2026-12-03"), "opinion": "认定依据已不存在", "by": other}
    with pytest.raises(RoadError, match="party group has to decide"):
        back.step("take_back_measures", "2026-12-03", organ=Organ.BUREAU_MEETING, **said)
    form = TakeBackForm(
        record=back.proposal, user=other, day=of("2026-12-03"), calendar=work_calendar()
    )
    assert [one for one, _label in form.fields["organ"].choices] == [Organ.PARTY_GROUP]

    back.step("take_back_measures", "2026-12-03", organ=Organ.PARTY_GROUP, **said)
    assert back.proposal.state == S.DECIDED
