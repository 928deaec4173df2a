"""What nobody changes by hand: whom a measure is about, and since when it holds."""

from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction

from accountability.models import Handling, Measure, SanctionProposal
from accountability.models.proposals import STANDS
from accountability.rules.words import (
    LadderCode,
    MeasureCode,
    Organ,
    ProposalKind,
    ProposalState,
)
from accountability.selectors.effects import imposed_on
from accountability.services import RoadError
from bureau.models import Institution, RuleVersion, Section
from bureau.rules import Role, SectionCode
from tests.accountability.conftest import employed, settle
from tests.accountability.road import FRIDAY, LATER, Road, of
from tests.complaints.conftest import moment
from tests.factories import UserFactory

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


@pytest.mark.parametrize("state", [ProposalState.LIFTED, ProposalState.COMPLETED])
def test_nothing_ends_by_hand_without_the_day_of_its_end(road, state):
    road.to_effect(M.AWARD_BAN, M.TITLE_PROMOTION_BAN)
    with pytest.raises(InternalError, match=f"makes a proposal {state}"), transaction.atomic():
        SanctionProposal.objects.filter(pk=road.proposal.pk).update(state=state)


def test_no_other_house_lifts_what_the_bureau_imposed(road):
    road.to_effect(M.AWARD_BAN, M.TITLE_PROMOTION_BAN)
    with pytest.raises(RoadError, match="The bureau itself lifts"):
        road.step(
            "lift_measures", LATER, organ=Organ.APPEAL_BODY, minutes_no="1",
            reason="考核优秀，提前解除", by=road.leader,
        )  # fmt: skip


def heard(road) -> Road:
    road.put(M.AWARD_BAN, M.TITLE_PROMOTION_BAN)
    road.notice()
    road.hear()
    return road


def decide_by_hand(road, **said):
    said = {
        "organ": Organ.BUREAU_MEETING, "minutes_no": "1", "opinion": "x", "decided_on": of(FRIDAY),
        "holds_from": of(FRIDAY), "decided_by": road.leader, "decided_at": moment(FRIDAY),
        "is_legal_reviewed": True, "is_free_of_ties": True, **said,
    }  # fmt: skip
    with transaction.atomic():
        Handling.objects.filter(proposal=road.proposal).update(**said)


@pytest.mark.parametrize(
    ("code", "said", "words"),
    [
        (M.AWARD_BAN, {"starts_on": date(2026, 1, 1), "ends_on": date(2099, 12, 31)}, "one year"),
        (
            M.TITLE_PROMOTION_BAN,
            {"starts_on": of(FRIDAY), "ends_on": date(2031, 11, 27), "decided_months": 60},
            "no longer",
        ),
    ],
)
def test_no_measure_is_given_a_day_more_by_hand(road, code, said, words):
    measure = Measure.objects.filter(proposal=heard(road).proposal, code=code)
    with pytest.raises(InternalError, match=words), transaction.atomic():
        measure.update(stands=True, **said)
    if code == M.TITLE_PROMOTION_BAN:
        measure.update(stands=True, **(said | {"ends_on": date(2031, 11, 26)}))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (M.AWARD_BAN, {"starts_on": date(2028, 1, 1), "ends_on": date(2028, 12, 31)}),
        (
            M.TITLE_PROMOTION_BAN,
            {"starts_on": date(2020, 1, 1), "ends_on": date(2024, 12, 31), "decided_months": 60},
        ),
    ],
)
def test_no_measure_begins_on_another_day_than_was_decided(road, code, said):
    rows = Measure.objects.filter(proposal=heard(road).proposal)
    rows.exclude(code=code).update(stands=False)
    rows.filter(code=code).update(stands=True, **said)
    with pytest.raises(InternalError, match="begins on the day that the decision names"):
        decide_by_hand(road)


def test_a_ban_begun_on_the_last_of_a_month_ends_with_a_shorter_one_in_the_database_too(road):
    heard(road)
    road.decide(
        "2026-11-30",
        measures={M.TITLE_PROMOTION_BAN: 3},
        holds_from=date(2026, 11, 30),
    )
    measure = Measure.objects.get(proposal=road.proposal, code=M.TITLE_PROMOTION_BAN)
    assert (measure.starts_on, measure.ends_on) == (date(2026, 11, 30), date(2027, 2, 28))


def test_who_put_it_forward_first_does_not_decide_by_hand_either(road):
    section = Section.objects.get(code=SectionCode.PERSONNEL)
    colleague = UserFactory(section=section, roles=[Role.BUREAU_STAFF])
    road.put(M.AWARD_BAN, M.TITLE_PROMOTION_BAN, by=colleague)
    heard(road)
    Measure.objects.filter(proposal=road.proposal).update(stands=False)
    with pytest.raises(InternalError, match="who ever put it forward"):
        decide_by_hand(road, decided_by=colleague)
    decide_by_hand(road)
