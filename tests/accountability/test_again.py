"""The ground of what was told falls, comes back, is joined or found anew: what follows, once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accountability.invariants import breaches
from accountability.models import SanctionProposal
from accountability.rules.words import MeasureCode, Outcome
from accountability.services import RoadError
from bureau.rules import Role
from complaints import services
from tests.accountability.conftest import LATER, forced, settle
from tests.accountability.road import FRIDAY, Road
from tests.accountability.test_redress import answer, ask, taken_back
from tests.complaints.conftest import moment
from tests.factories import UserFactory

pytestmark = pytest.mark.long


@pytest.fixture
def other(db):
    return UserFactory(roles=[Role.LEADER])


@pytest.fixture
def late(bureau, doctor):
    """An earlier complaint in which nothing is found yet."""
    return bureau.accepted(
        on="2026-02-20", received_at=moment("2026-02-20"), institution=doctor.institution,
        named=[doctor.name], category=bureau.attitude,
    )  # fmt: skip


@pytest.fixture
def case(late, bureau, doctor):
    case = bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    return case


@pytest.fixture
def road(case, doctor, personnel) -> Road:
    return Road.of(SanctionProposal.objects.get(staff=doctor, tier=1), personnel)


@pytest.fixture
def held(road) -> Road:
    road.to_effect(MeasureCode.COUNTY_BULLETIN)
    return road


def told(doctor):
    rows = SanctionProposal.objects.filter(staff=doctor).order_by("pk")
    return [(one.tier, one.kind, one.state) for one in rows]


def found_again(bureau, case, doctor, on):
    bureau.reopen(case, on)
    bureau.find(case, doctor, day=moment(on, 11))
    settle(at=moment(on, 14))


def joined(bureau, *cases, on):
    joiner = UserFactory(section=bureau.head.section, roles=[Role.SECTION_HEAD])
    services.merge_cases(cases=cases, why="查明是同一次就诊同一事项", by=joiner, at=moment(on))
    settle(at=moment(on, 14))


def test_what_a_review_revoked_is_not_proposed_again_because_cases_were_joined_or_found_again(
    held, late, case, bureau, doctor, other
):
    ask(held)
    answer(held, Outcome.REVOKED, other)
    revoked = [(1, "impose", "revoked")]

    joined(bureau, late, case, on="2026-12-29")
    assert told(doctor) == revoked
    found_again(bureau, case, doctor, "2026-12-30")
    assert told(doctor) == revoked
    # Of the joined matter the earlier complaint is found so as well, and stands for it.
    bureau.find(late, doctor, day=moment("2026-12-31", 11))
    settle()
    assert told(doctor) == revoked
    assert not list(breaches(at=LATER))


def test_what_was_told_is_not_relabelled_when_its_matter_was_found_anew_before_an_earlier_one(
    held, late, case, bureau, doctor
):
    found_again(bureau, case, doctor, "2026-12-02")
    bureau.find(late, doctor, day=moment("2026-12-03", 11))
    settle()

    assert told(doctor) == [(1, "impose", "in_effect"), (2, "impose", "proposed")]
    assert not list(breaches(at=LATER))


def test_what_falls_once_more_after_it_stood_again_is_to_be_taken_back_once_more(
    held, case, bureau, doctor, other
):
    bureau.overturn(case, doctor, on="2026-12-02")
    settle(at=moment("2026-12-02", 14))
    taken_back(held, "revoke").step(
        "dismiss_proposal", "2026-12-03", by=other, reason="另有认定，仍应处理"
    )
    left = [(1, "impose", "in_effect"), (1, "revoke", "dismissed")]
    found_again(bureau, case, doctor, "2026-12-04")
    assert told(doctor) == left

    bureau.overturn(case, doctor, on="2026-12-07")
    settle(at=moment("2026-12-07", 14))

    assert told(doctor) == [*left, (1, "revoke", "proposed")]
    assert settle() == 0


def test_nothing_takes_effect_on_a_count_that_does_not_reach_its_tier(
    road, case, bureau, doctor, other
):
    road.put(MeasureCode.COUNTY_BULLETIN)
    road.notice()
    road.hear()
    bureau.overturn(case, doctor, on=FRIDAY)
    settle(at=moment(FRIDAY, 14))
    back = taken_back(road, "revoke")
    with pytest.raises(RoadError, match="take it back"):
        back.step("dismiss_proposal", "2026-11-30", by=other, reason="另有认定，仍应处理")

    forced(SanctionProposal.objects.filter(pk=back.proposal.pk), "dismissed")
    with pytest.raises(RoadError, match="no longer reaches"):
        road.decide("2026-12-01")
    found_again(bureau, case, doctor, "2026-12-01")
    road.decide("2026-12-02")
    assert road.proposal.state == "decided"


def test_a_recount_names_whose_proposals_do_not_follow_from_what_counts(held, case, bureau, doctor):
    bureau.overturn(case, doctor, on="2026-12-02")
    settle(at=moment("2026-12-02", 14))
    call_command("recount", "2026", "--lang", "en", stdout=StringIO())
    forced(SanctionProposal.objects.filter(kind="revoke"), "varied")
    out = StringIO()

    with pytest.raises(CommandError, match="1 difference"):
        call_command("recount", "2026", "--lang", "en", stdout=out)

    said = f"proposals other than what counts calls for: Staff ladder {doctor.staff_no}"
    assert said in out.getvalue()
    assert doctor.name not in out.getvalue()
