"""What the machine does with what ought to stand and what stands, and what it leaves to people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.rules import states
from accountability.rules.reconciling import Ground, Proposed, changes
from accountability.rules.words import Column, ProposalKind, ProposalState
from tests.accountability.facts import event

K, S = ProposalKind, ProposalState
NOTHING = ([], [], [])


def ground(case, *, rules=1, **said):
    return Ground(event(case=case, **said), rules)


def of(tiers, *, first=1):
    """Say that tiers are reached by cases of the same numbers, or by those from another on."""
    return {tier: ground(tier + first - 1) for tier in tiers}


def proposed(pk, tier, kind, state, about=None):
    return Proposed(pk, tier, kind, state, about, None if about else ground(tier))


@pytest.mark.parametrize(
    ("tiers", "standing", "done"),
    [
        ([1, 2], [], ([1, 2], [], [])),
        ([1, 2], [(1, 1, K.IMPOSE, S.IN_EFFECT)], ([2], [], [])),
        ([1], [(1, 1, K.IMPOSE, S.PROPOSED)], NOTHING),
        ([1], [(1, 1, K.IMPOSE, S.DISMISSED)], NOTHING),
        ([], [(1, 1, K.IMPOSE, S.DISMISSED)], NOTHING),
        ([1], [(1, 1, K.IMPOSE, S.WITHDRAWN)], ([1], [], [])),
        ([1], [(1, 1, K.IMPOSE, S.REVOKED)], NOTHING),
        ([1], [(1, 1, K.IMPOSE, S.VARIED)], NOTHING),
        ([], [(1, 1, K.IMPOSE, S.VARIED)], NOTHING),
        ([], [(1, 1, K.IMPOSE, S.UNDER_REVIEW)], ([], [1], [])),
        ([], [(1, 1, K.IMPOSE, S.NOTICE_SERVED)], ([], [], [(1, K.REVOKE)])),
        ([1], [(1, 1, K.IMPOSE, S.IN_EFFECT), (2, 2, K.IMPOSE, S.IN_EFFECT)],
         ([], [], [(2, K.DOWNGRADE)])),
        ([1], [(1, 1, K.IMPOSE, S.IN_EFFECT), (2, 2, K.IMPOSE, S.IN_EFFECT),
               (3, 2, K.DOWNGRADE, S.PROPOSED, 2)], NOTHING),
        ([], [(2, 2, K.IMPOSE, S.COMPLETED), (3, 2, K.DOWNGRADE, S.PROPOSED, 2)],
         ([], [3], [(2, K.REVOKE)])),
        ([1, 2], [(1, 1, K.IMPOSE, S.IN_EFFECT), (2, 2, K.IMPOSE, S.IN_EFFECT),
                  (3, 2, K.DOWNGRADE, S.PROPOSED, 2)], ([], [3], [])),
        ([1, 2, 3, 4], [(4, 4, K.BEYOND_LADDER, S.PROPOSED)], ([1, 2, 3], [], [])),
        ([], [(2, 2, K.IMPOSE, S.IN_EFFECT), (3, 2, K.REVOKE, S.DISMISSED, 2)], NOTHING),
    ],
)  # fmt: skip
def test_what_ought_to_stand_is_laid_beside_what_stands(tiers, standing, done):
    assert changes(of(tiers), [proposed(*one) for one in standing]) == done


TIER = proposed(1, 1, K.IMPOSE, S.PROPOSED)
BACK = proposed(2, 1, K.VARY, S.PROPOSED, 1)
ANEW, AGAIN = ([1], [1], []), ([1], [], [])


@pytest.mark.parametrize(
    ("now", "state", "counts", "done"),
    [
        # Nobody was told: withdrawn and proposed anew, by what reaches the tier now.
        (ground(2), S.PROPOSED, True, ANEW),
        (ground(2), S.UNDER_REVIEW, False, ANEW),
        (ground(1), S.PROPOSED, False, ANEW),
        (ground(1, rules=2), S.PROPOSED, True, ANEW),
        # Told: a change is proposed, unless it still counts or is the same matter found anew.
        (ground(2), S.IN_EFFECT, True, NOTHING),
        (ground(2), S.IN_EFFECT, False, ([], [], [(1, K.VARY)])),
        (ground(1), S.SERVED, False, NOTHING),
        (ground(1, rules=2), S.SERVED, False, ([], [], [(1, K.VARY)])),
        # Ended by people: for as long as what was decided counts.
        (ground(1), S.REVOKED, True, NOTHING),
        (ground(0), S.REVOKED, True, NOTHING),
        # Something earlier fell, and a later complaint reaches the tier once more.
        (ground(2), S.REVOKED, True, AGAIN),
        (ground(1), S.REVOKED, False, AGAIN),
        (ground(2), S.VARIED, False, AGAIN),
        # Dismissed: only another matter brings it again.
        (ground(1), S.DISMISSED, False, NOTHING),
        (ground(2), S.DISMISSED, False, AGAIN),
        (ground(2), S.DISMISSED, True, AGAIN),
    ],
)
def test_what_reaches_a_tier_is_compared_and_not_only_the_tier(now, state, counts, done):
    assert changes({1: now}, [TIER._replace(state=state, counts=counts)]) == done


def test_a_change_is_proposed_once_and_is_moot_where_the_matter_is_found_so_again():
    told = TIER._replace(state=S.IN_EFFECT, counts=False)

    assert changes({1: ground(2)}, [told, BACK]) == NOTHING
    assert changes({1: ground(1)}, [told, BACK]) == ([], [2], [])
    assert changes({1: ground(1)}, [told, BACK._replace(state=S.DISMISSED)]) == NOTHING


def counted_anew(state, **said):
    """Have a tier whose row fell while its matter counts by another row."""
    return TIER._replace(state=state, counts=False, matter=1, **said).beside([event(case=1)])


@pytest.mark.parametrize(
    ("now", "one", "done"),
    [
        # An earlier complaint found later relabels nothing that was told and counts.
        (ground(2), counted_anew(S.IN_EFFECT), NOTHING),
        (ground(2), counted_anew(S.IN_EFFECT).beside([event(case=3)]), ([], [], [(1, K.VARY)])),
        (ground(1, rules=2), counted_anew(S.IN_EFFECT), ([], [], [(1, K.VARY)])),
        # What a review revoked stays so however the same matter is joined or found again.
        (ground(1), counted_anew(S.REVOKED, is_heard_anew=True), NOTHING),
        (ground(1), counted_anew(S.REVOKED), AGAIN),
        (ground(2), counted_anew(S.REVOKED, is_heard_anew=True), AGAIN),
        (ground(2), counted_anew(S.REVOKED, is_heard_anew=True)._replace(matter=2), NOTHING),
        # To take back was dismissed: only what falls after it stood again is proposed anew.
        (None, counted_anew(S.IN_EFFECT).beside([]), ([], [], [(1, K.REVOKE)])),
    ],
)
def test_the_matter_decides_and_not_the_row_by_which_it_counts(now, one, done):
    assert changes({1: now} if now else {}, [one]) == done


@pytest.mark.parametrize(("is_spent", "done"), [(False, []), (True, [(1, K.REVOKE)])])
def test_what_falls_again_after_it_stood_again_is_taken_back_again(is_spent, done):
    told = TIER._replace(state=S.IN_EFFECT, counts=False)
    back = proposed(2, 1, K.REVOKE, S.DISMISSED, 1)._replace(is_spent=is_spent)

    assert changes({}, [told, back]) == ([], [], done)


PROPOSALS = st.lists(
    st.builds(
        Proposed, pk=st.integers(1, 99), tier=st.integers(1, 4), kind=st.just(K.IMPOSE),
        state=st.sampled_from(S), about=st.none(), ground=st.integers(1, 6).map(ground),
        counts=st.booleans(), is_counted=st.booleans(), is_heard_anew=st.booleans(),
    ),
    max_size=6, unique_by=(lambda one: one.pk, lambda one: one.tier),
)  # fmt: skip


def after(wanted, standing, done):
    """Do what was found to be lacking, as the service does."""
    there = {one.pk: one for one in standing}
    for pk in done.withdraw:
        there[pk] = there[pk]._replace(state=S.WITHDRAWN)
    top = max(there, default=0) + 100
    new = [
        Proposed(top + tier, tier, K.IMPOSE, S.PROPOSED, None, wanted[tier])
        for tier in done.propose
    ]
    new += [
        Proposed(top + 10 + pk, there[pk].tier, kind, S.PROPOSED, pk) for pk, kind in done.take_back
    ]
    return [*there.values(), *new]


def recounted(standing, wanted):
    """Say anew of each ground whether it counts: what reaches a tier does."""
    reaching = list(wanted.values())
    return [one._replace(counts=True) if one.ground in reaching else one for one in standing]


@pytest.mark.long
@given(st.integers(0, 4), PROPOSALS, st.integers(0, 4), st.integers(1, 3))
def test_done_once_nothing_is_left_to_do_however_the_count_went(then, standing, now, first):
    for wanted in (of(range(1, then + 1)), of(range(1, now + 1), first=first)):
        standing = recounted(standing, wanted)
        standing = after(wanted, standing, changes(wanted, standing))

        assert not changes(wanted, standing)
        imposing = [one for one in standing if one.kind is K.IMPOSE]
        known = [one for one in imposing if one.state is not S.WITHDRAWN]
        assert set(wanted) <= {one.tier for one in known}
        holding = [one.tier for one in imposing if one.state not in states.FREE]
        assert len(holding) == len(set(holding))
        taking = {one.about for one in standing if one.kind in states.TAKING_BACK}
        fallen = {one.pk for one in imposing if one.state in states.STANDING} - taking
        assert all(one.tier in wanted for one in imposing if one.pk in fallen)


def test_a_proposal_is_in_one_column_or_has_ended():
    shown = [state for column in Column for state in states.COLUMNS[column]]

    assert len(shown) == len(set(shown))
    ended = set(S) - set(shown)
    assert ended == {S.DISMISSED, S.COMPLETED, S.LIFTED, S.REVOKED, S.VARIED, S.WITHDRAWN}
