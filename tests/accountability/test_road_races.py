"""Two who decide in the same instant: one decision, one act, one set of measures."""

from functools import partial

import pytest

from accountability.models import Handling, SanctionProposal
from accountability.rules.words import MeasureCode, ProposalState
from accountability.services import RoadError, decide_measures
from bureau.models import Act
from tests.accountability.conftest import employed, settle
from tests.accountability.road import FRIDAY, Road
from tests.complaints.conftest import moment
from tests.complaints.races import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 10


def entered(road, who, minutes_no):
    """Enter a decision; return whether it was taken."""
    decided = road.decided(FRIDAY, minutes_no=minutes_no)
    try:
        decide_measures(proposal=road.proposal, decided=decided, by=who, at=moment(FRIDAY, 16))
    except RoadError:
        return False
    return True


def test_of_two_decisions_at_the_same_instant_one_stands_whole(bureau, personnel):
    for _round in range(ROUNDS):
        staff = employed(bureau.hospital)
        bureau.found(staff, "2026-03-02")
        settle(at=moment("2026-11-20"))
        road = Road.of(SanctionProposal.objects.get(staff=staff), personnel)
        road.put(MeasureCode.COUNTY_BULLETIN)
        road.notice()
        road.hear()

        taken = at_once(
            partial(entered, road, road.leader, "安卫会纪〔2026〕31号"),
            partial(entered, road, road.signer, "安卫会纪〔2026〕32号"),
        )

        road.proposal.refresh_from_db()
        handling = Handling.objects.get(proposal=road.proposal)
        by = {"安卫会纪〔2026〕31号": road.leader, "安卫会纪〔2026〕32号": road.signer}
        assert sorted(taken) == [False, True]
        assert road.proposal.state == ProposalState.DECIDED
        assert handling.decided_by == by[handling.minutes_no]
        acts = Act.objects.filter(object_no=road.proposal.no, verb="decide_measures")
        assert acts.count() == 1
