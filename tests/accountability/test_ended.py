"""What the machine leaves alone, and when a tier comes again."""

import pytest

from accountability.invariants import breaches
from accountability.models import CountableEvent, SanctionProposal
from accountability.rules.table import kind_of
from accountability.rules.words import LadderCode, ProposalState
from bureau.models import RuleVersion
from tests.accountability.conftest import LATER, forced, proposed, settle
from tests.complaints.conftest import moment
from tests.factories import StaffFactory

NEW, GONE = ProposalState.PROPOSED, ProposalState.WITHDRAWN


def ended(doctor, state, **of):
    forced(SanctionProposal.objects.filter(staff=doctor, **of), state)


@pytest.mark.long
def test_what_people_dismissed_or_revoked_the_machine_leaves_alone(bureau, doctor):
    case = bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-03-03"))
    ended(doctor, "revoked")
    assert settle(at=moment("2026-03-04")) == 0
    ended(doctor, "dismissed")
    bureau.reopen(case)
    settle(at=moment("2026-11-20", 10))
    bureau.find(case, doctor, day=moment("2026-11-20", 11))
    settle()

    assert [row[2:] for row in proposed(staff=doctor)] == [(1, "dismissed")]
    assert not list(breaches(at=LATER))


@pytest.mark.long
def test_a_tier_that_was_varied_is_proposed_again_where_it_is_reached_again(bureau, doctor):
    cases = [bureau.found(doctor, f"2026-0{month}-02") for month in (3, 4, 5)]
    settle(at=moment("2026-06-01"))
    ended(doctor, "in_effect")
    bureau.overturn(cases[2], doctor)
    settle(at=moment("2026-11-20"))
    ended(doctor, "varied", kind="impose", tier=3)
    ended(doctor, "completed", kind="downgrade")
    bureau.found(doctor, "2026-11-21")

    settle()

    states = [row[2:] for row in proposed(staff=doctor, tier=3)]
    assert states == [(3, "varied"), (3, "completed"), (3, NEW)]


@pytest.mark.long
def test_another_event_by_newer_rules_brings_a_newer_proposal_or_a_change_of_what_was_told(
    bureau, doctor
):
    first = RuleVersion.objects.get(kind=kind_of(LadderCode.STAFF))
    RuleVersion.objects.create(
        kind=first.kind, number=2, valid_from=moment("2026-07-01").date(), source="通知",
        values=first.values | {"title_ban_years": 2}, state="approved",
        drafted_at=moment("2026-06-01"), approved_at=moment("2026-06-02"),
        drafted_by=bureau.clerk, approved_by=bureau.head,
    )  # fmt: skip
    told = StaffFactory(institution=bureau.hospital, name="李护士")
    for who in (doctor, told):
        bureau.found(who, "2026-03-02")
    second = [bureau.found(who, "2026-04-02") for who in (doctor, told)]
    settle(at=moment("2026-05-01"))
    ended(told, "in_effect")
    for who, case in zip((doctor, told), second, strict=True):
        bureau.found(who, "2026-08-03")
        bureau.overturn(case, who)

    settle()

    rows = SanctionProposal.objects.filter(tier=2).order_by("pk")
    assert [(one.kind, one.state, one.rules.number) for one in rows.filter(staff=doctor)] == [
        ("impose", GONE, 1), ("impose", NEW, 2)
    ]  # fmt: skip
    assert [(one.kind, one.state) for one in rows.filter(staff=told)] == [
        ("impose", "in_effect"), ("vary", NEW)
    ]  # fmt: skip
    # Walked there by no road, which the rows say too.
    forced_there = {"in effect without its decision served"}
    assert {one.rule for one in breaches(at=LATER)} == forced_there
    void = CountableEvent.objects.get(staff=doctor, state="void")
    forced(SanctionProposal.objects.filter(staff=doctor, tier=2), reached_by=void)
    assert "reached by a void event" in {one.rule for one in breaches(at=LATER)}
