"""What nobody changes by hand: whom a measure is about, and since when it holds."""

from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction

from accountability.models import Handling, SanctionProposal
from accountability.models.proposals import STANDS
from accountability.rules.words import LadderCode, MeasureCode, ProposalKind
from accountability.selectors.effects import imposed_on
from bureau.models import Institution, RuleVersion
from tests.accountability.conftest import employed, settle
from tests.accountability.road import LATER, Road, of
from tests.complaints.conftest import moment

M = MeasureCode
pytestmark = pytest.mark.long


@pytest.fixture
def road(bureau, doctor, personnel) -> Road:
    for on in ("2026-03-02", "2026-04-02"):
        bureau.found(doctor, on)
    settle(at=moment("2026-11-20"))
    return Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)


def another(column, proposal):
    """Return another value that a column of a proposal could be given."""
    there = getattr(proposal, column)
    others = {
        "no": "ZZ-1", "ladder": LadderCode.INSTITUTION, "tier": 3, "rolls": True, "total": 300,
        "kind": ProposalKind.BEYOND_LADDER, "about": proposal,
        "window_from": date(2025, 1, 1),
    }  # fmt: skip
    if column in others:
        return others[column]
    if column == "proposed_at":
        return there + timedelta(days=1)
    if column == "staff":
        return employed(proposal.institution, name="王医生")
    if column == "reached_by":
        return None
    model = Institution if column == "institution" else RuleVersion
    return model.objects.exclude(pk=there.pk).first()


def test_a_ban_is_not_moved_to_somebody_else_by_hand(road):
    road.to_effect(M.AWARD_BAN, M.TITLE_PROMOTION_BAN)
    somebody = employed(road.proposal.institution, name="王医生")
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        SanctionProposal.objects.filter(pk=road.proposal.pk).update(staff=somebody)
    assert not imposed_on(LadderCode.STAFF, [somebody.pk])


@pytest.mark.parametrize("column", STANDS)
def test_a_proposal_says_for_good_what_it_said(road, township, column):
    value = another(column, road.proposal)
    assert value != getattr(road.proposal, column)
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        SanctionProposal.objects.filter(pk=road.proposal.pk).update(**{column: value})


def test_a_proposal_is_never_deleted(road):
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        SanctionProposal.objects.filter(pk=road.proposal.pk).delete()


def test_since_when_it_holds_and_when_it_ended_is_written_once(road):
    road.to_effect(M.AWARD_BAN, M.TITLE_PROMOTION_BAN)
    handling = Handling.objects.filter(proposal=road.proposal)
    handling.update(ended_on=of(LATER))
    lower = SanctionProposal.objects.get(staff=road.proposal.staff, tier=1)
    for said in (
        {"effect_from": date(2026, 12, 31)}, {"effect_from": None}, {"proposal": lower},
        {"ended_on": date(2027, 1, 1)}, {"ended_on": None},
    ):  # fmt: skip
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
            handling.update(**said)
    handling.update(effect_from=of(LATER), ended_on=of(LATER))
