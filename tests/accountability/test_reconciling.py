"""What the machine does with what ought to stand and what stands, and what it leaves to people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.rules import states
from accountability.rules.reconciling import Proposed, changes
from accountability.rules.words import Column, ProposalKind, ProposalState

K, S = ProposalKind, ProposalState
NOTHING = ([], [], [])


@pytest.mark.parametrize(
    ("tiers", "standing", "done"),
    [
        ([1, 2], [], ([1, 2], [], [])),
        ([1, 2], [(1, 1, K.IMPOSE, S.IN_EFFECT)], ([2], [], [])),
        ([1], [(1, 1, K.IMPOSE, S.PROPOSED)], NOTHING),
        ([1], [(1, 1, K.IMPOSE, S.DISMISSED)], NOTHING),
        ([], [(1, 1, K.IMPOSE, S.DISMISSED)], ([], [1], [])),
        ([1], [(1, 1, K.IMPOSE, S.WITHDRAWN)], ([1], [], [])),
        ([1], [(1, 1, K.IMPOSE, S.REVOKED)], ([1], [], [])),
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
    assert changes(tiers, [Proposed(*one) for one in standing]) == done


PROPOSALS = st.lists(
    st.builds(
        Proposed, pk=st.integers(1, 99), tier=st.integers(1, 4), kind=st.just(K.IMPOSE),
        state=st.sampled_from(S),
    ),
    max_size=6, unique_by=(lambda one: one.pk, lambda one: one.tier),
)  # fmt: skip


def after(standing, done):
    """Do what was found to be lacking, as the service does."""
    there = {one.pk: one for one in standing}
    for pk in done.withdraw:
        there[pk] = there[pk]._replace(state=S.WITHDRAWN)
    new = [Proposed(100 + tier, tier, K.IMPOSE, S.PROPOSED) for tier in done.propose]
    new += [Proposed(200 + pk, there[pk].tier, kind, S.PROPOSED, pk) for pk, kind in done.take_back]
    return [*there.values(), *new]


@given(st.integers(0, 4), PROPOSALS, st.integers(0, 4))
def test_done_once_nothing_is_left_to_do_however_the_count_went(then, standing, now):
    for highest in (then, now):
        tiers = range(1, highest + 1)
        standing = after(standing, changes(tiers, standing))

        assert not changes(tiers, standing)
        live = [one for one in standing if one.kind is K.IMPOSE and one.state not in states.GONE]
        assert set(tiers) <= {one.tier for one in live}
        told = [one for one in live if one.tier not in tiers]
        taking = {one.about for one in standing if one.kind in states.TAKING_BACK}
        assert {one.pk for one in told} <= taking
        assert all(one.state in states.STANDING for one in told)


def test_a_proposal_is_in_one_column_or_has_ended():
    shown = [state for column in Column for state in states.COLUMNS[column]]

    assert len(shown) == len(set(shown))
    ended = set(S) - set(shown)
    assert ended == {S.DISMISSED, S.COMPLETED, S.LIFTED, S.REVOKED, S.VARIED, S.WITHDRAWN}
