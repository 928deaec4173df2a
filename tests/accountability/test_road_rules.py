"""The road to effect as tables of edges: no step left out, nobody alone, never heavier."""

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.papers import road as papers
from accountability.rules import road, states
from accountability.rules.road import (
    MOVES,
    MOVES_BACK,
    OVERLAYS,
    Road,
    Step,
    edges,
    lacking,
    may_become,
    steps_in,
)
from accountability.rules.terms import RoadTable
from accountability.rules.windows import window_from
from accountability.rules.words import (
    Bar,
    Lacking,
    LadderCode,
    MeasureCode,
    ProposalKind,
    ProposalState,
)
from bureau.rule_tables import Unfit

S, M, K = ProposalState, MeasureCode, ProposalKind
WAY = (S.PROPOSED, S.UNDER_REVIEW, S.NOTICE_SERVED, S.STATEMENT, S.DECIDED, S.SERVED, S.IN_EFFECT)
ENDS = {S.WITHDRAWN, S.REVOKED, S.VARIED, S.DISMISSED}
TOLD = {S.NOTICE_SERVED, S.STATEMENT, S.DECIDED, S.SERVED, S.IN_EFFECT, S.COMPLETED, S.LIFTED}
BY_HAND = {
    *pairwise(WAY),
    (S.IN_EFFECT, S.COMPLETED), (S.IN_EFFECT, S.LIFTED), (S.PROPOSED, S.DISMISSED),
    (S.UNDER_REVIEW, S.DISMISSED), (S.STATEMENT, S.DISMISSED),
}  # fmt: skip
YEAR = window_from(date(2026, 1, 1))
DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))


def test_only_the_edges_of_the_road_are_open():
    by_decision = set(product(TOLD, {S.REVOKED, S.VARIED}))
    by_the_machine = {(one, S.WITHDRAWN) for one in states.UNTOLD}
    assert edges() == BY_HAND | by_decision | by_the_machine
    assert may_become(S.SERVED, S.IN_EFFECT)
    assert not may_become(S.DECIDED, S.IN_EFFECT)


@given(st.lists(st.sampled_from(Step), max_size=40))
def test_nothing_takes_effect_but_by_every_step_of_the_road(steps):
    state, been = S.PROPOSED, [S.PROPOSED]
    for step in steps:
        # That an end is served moves nothing.
        if step in steps_in(state, K.IMPOSE) and step in MOVES:
            state = MOVES[step][1]
            been.append(state)
    if S.IN_EFFECT in been:
        passed = tuple(dict.fromkeys(been[: been.index(S.IN_EFFECT) + 1]))
        assert passed == WAY


def test_what_has_ended_is_only_looked_at_again_and_taking_back_goes_another_road():
    for state in ENDS | {S.COMPLETED, S.LIFTED}:
        assert steps_in(state, K.IMPOSE) <= set(OVERLAYS)
    back = [step for state in S for step in steps_in(state, K.REVOKE)]
    assert set(back) == set(MOVES_BACK)
    assert not set(MOVES_BACK) & set(MOVES) - {Step.DISMISS}


def test_a_state_that_nobody_leaves_is_an_end():
    left = {old for old, _new in edges()}
    assert set(S) - left == ENDS


@pytest.mark.parametrize(
    ("came", "missing"),
    [
        (Road(), Lacking.PUT_FORWARD),
        (Road(is_put_forward=True), Lacking.NOTICE),
        (Road(True, True), Lacking.STATEMENT),
        (Road(True, True, "waived"), Lacking.DECISION),
        (Road(True, True, "expired", True), Lacking.NUMBER),
        (Road(True, True, "received", True, "安卫处〔2026〕1号"), Lacking.SERVICE),
        (Road(True, True, "received", True, "安卫处〔2026〕1号", True), None),
        (Road(True, False, "received", True, "安卫处〔2026〕1号", True), Lacking.NOTICE),
    ],
)
def test_the_first_step_that_is_missing_is_named(came, missing):
    assert lacking(came) is missing


def test_on_the_last_day_of_the_term_one_may_still_speak():
    last = date(2026, 11, 27)
    assert not road.is_over(last, last)
    assert road.is_over(last, date(2026, 11, 28))


@pytest.mark.parametrize(
    ("user", "staff", "units", "said"),
    [
        (1, None, (), Bar.PUT_IT_FORWARD),
        (2, None, (), Bar.HANDLED_IT),
        (3, 50, (), Bar.HIMSELF),
        (3, None, (7,), Bar.OWN_UNIT),
        (3, 51, (8,), None),
    ],
)
def test_nobody_decides_on_what_he_proposed_handled_or_belongs_to(user, staff, units, said):
    decider = road.Decider(user, staff, units)
    assert road.bar(decider, subject=50, of_units=[6, 7], put_by={1}, hands={2}) is said


def test_of_an_institution_there_is_no_person_to_be_oneself():
    assert (
        road.bar(road.Decider(3, None, ()), subject=None, of_units=[7], put_by={1}, hands=())
        is None
    )


@pytest.mark.parametrize(
    ("ladder", "tier", "kind", "measures", "takes"),
    [
        ("institution", 2, K.IMPOSE, [M.INTERVIEW_PRINCIPAL], False),
        ("institution", 3, K.IMPOSE, [M.COUNTY_BULLETIN], True),
        ("institution", 4, K.BEYOND_LADDER, [M.PARTY_GROUP_DECISION], True),
        ("staff", 3, K.IMPOSE, [M.PENDING_APPOINTMENT], False),
        ("staff", 4, K.BEYOND_LADDER, [M.PARTY_GROUP_DECISION], True),
    ],
)
def test_the_third_time_of_an_institution_is_the_party_groups(ladder, tier, kind, measures, takes):
    found = road.takes_party_group(
        LadderCode(ladder), tier, kind, measures=measures, from_tier=RoadTable().party_group_from
    )
    assert found is takes


TERMS = st.dictionaries(st.sampled_from(M), st.none() | st.integers(1, 60))


@given(TERMS, TERMS)
def test_a_decision_is_heavier_if_it_adds_or_lengthens(decided, noticed):
    added = set(decided) - set(noticed)
    longer = {one for one in set(decided) & set(noticed)
              if (decided[one] or 0) > (noticed[one] or 0)}  # fmt: skip
    assert road.is_heavier(decided, noticed) is bool(added or longer)
    assert not road.is_heavier(noticed, noticed)
    assert not road.is_heavier({}, noticed)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 11, 22), 60, date(2031, 11, 21)),
        (date(2028, 2, 29), 60, date(2033, 2, 28)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 30)),
    ],
)
def test_a_term_ends_the_day_before_its_date_leap_days_too(start, months, last):
    found = road.span(M.TITLE_PROMOTION_BAN, start, months=months, window=YEAR)
    assert found == (start, last)
    assert not found.is_over(last)
    assert found.is_over(last + timedelta(days=1))


@given(DAYS, st.integers(1, 60))
def test_a_longer_term_never_ends_earlier(start, months):
    spans = [road.span(M.PENDING_APPOINTMENT, start, months=n, window=YEAR)
             for n in (months, months + 1)]  # fmt: skip
    assert start <= spans[0].last < spans[1].last


def test_the_award_ban_is_of_its_year_and_what_is_done_once_has_no_end():
    late = date(2027, 2, 1)
    assert road.span(M.AWARD_BAN, late, months=None, window=YEAR) == YEAR
    assert road.span(M.COUNTY_BULLETIN, late, months=None, window=YEAR) == (late, None)


def test_the_terms_of_the_road_stay_within_their_limits():
    assert RoadTable() == RoadTable(
        statement_days=5, serve_days=10, review_days=30, appeal_days=30, party_group_from=3
    )
    with pytest.raises(Unfit):
        RoadTable(statement_days=0)


@pytest.mark.parametrize(
    ("facts", "paragraphs"),
    [
        ("言语生硬", ["经查，言语生硬。"]),
        ("经查，言语生硬。", ["经查，言语生硬。"]),
        ("经查：一是迟到；\n\n 二是言语生硬。", ["经查，一是迟到；", "二是言语生硬。"]),
    ],
)
def test_facts_begin_once_and_each_line_is_a_paragraph(facts, paragraphs):
    assert papers._paragraphs(facts) == paragraphs
