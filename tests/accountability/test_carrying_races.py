"""Two who put one interview on record in the same instant: one record, one item for a demand."""

from datetime import date
from functools import partial

import pytest

from accountability import services
from accountability.models import Demand, SanctionProposal
from accountability.rules.carrying import Interviewed, Sheet, TalkKind
from accountability.rules.words import MeasureCode
from bureau.models import Act
from bureau.rules import LeaderKind
from bureau.selectors import work_calendar
from bureau.services import appoint_leader
from rectification.models import Item
from tests.accountability.conftest import settle
from tests.accountability.road import FACTS, LATER, Road, of
from tests.complaints.conftest import moment
from tests.complaints.races import at_once
from tests.factories import InstitutionFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 5


def recorded(road, demand, by):
    said = services.Record(
        whom=Interviewed.DEPUTY, held_on=of(LATER), kind=TalkKind.REMIND, recorder="钱",
        record=FACTS, demands=[demand, "第二项要求"], due_on=date(2026, 12, 31),
        position="认识到位，限期整改", signed="王副院长",
    )  # fmt: skip
    return services.record_talk(
        proposal=road.proposal, said=said, by=by, at=moment(LATER, 16), calendar=work_calendar()
    )


def test_of_two_records_at_the_same_instant_one_stands_with_its_items(bureau, personnel):
    for number in range(ROUNDS):
        house = InstitutionFactory(name=f"第{number}卫生院", kind="township_center")
        bureau.found(None, "2026-03-02", at=house)
        settle(at=moment("2026-11-20"))
        first_day = {"from_on": date(2026, 1, 1), "by": None, "at": moment("2026-01-01")}
        post = appoint_leader(
            institution=house, kind=LeaderKind.DEPUTY, name="王副院长", **first_day
        )
        road = Road.of(SanctionProposal.objects.get(institution=house, staff=None), personnel)
        road.to_effect(MeasureCode.INTERVIEW_DEPUTY)
        summons = services.Summons(
            whom=Interviewed.DEPUTY, post=post, reason=FACTS, meets_at=moment(LATER, 17),
            place="局会议室", interviewer=road.leader, purpose="提出整改要求", contact="人事科",
        )  # fmt: skip
        talk = road.step("summon", LATER, said=summons)
        road.sign(Sheet.SUMMONS, LATER, about=talk.no)

        first, second = at_once(
            partial(recorded, road, "第一种说法", road.clerk),
            partial(recorded, road, "第二种说法", road.leader),
        )

        assert first == second == talk
        items = Item.objects.filter(source="interview", source_no=talk.no)
        assert [one.state for one in items] == ["issued", "issued"]
        assert len({one.problem for one in items} & {"第一种说法", "第二种说法"}) == 1
        assert Demand.objects.filter(interview=talk).count() == 2
        acts = Act.objects.filter(object_no=road.proposal.no, verb="record_talk")
        assert acts.count() == 1
