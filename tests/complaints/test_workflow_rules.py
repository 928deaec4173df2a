import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules import findings, secrecy, workflow
from complaints.rules.words import CaseState, Finding

S = CaseState


def test_every_state_has_its_row_and_a_word_for_the_public():
    assert set(workflow.TRANSITIONS) == set(S) == set(workflow.PUBLIC)


def test_out_of_the_archive_leads_nothing_but_taking_it_up_again():
    assert workflow.TRANSITIONS[S.ARCHIVED] == {S.REGISTERED, S.REOPENED}


@pytest.mark.parametrize("state", sorted(workflow.WORKING))
def test_what_is_suspended_goes_back_to_where_it_was_and_nowhere_else(state):
    assert workflow.can_move(state, S.SUSPENDED)
    back = [to for to in S if workflow.can_move(S.SUSPENDED, to, suspended_from=state)]
    assert back == [state]


def test_for_safety_and_discipline_the_bureau_goes_on():
    assert workflow.withdrawn_to(safety_urgent=False, to_discipline=False) is S.WITHDRAWN
    assert workflow.withdrawn_to(safety_urgent=True, to_discipline=False) is S.WITHDRAWN_CONTINUE
    assert workflow.withdrawn_to(safety_urgent=False, to_discipline=True) is S.WITHDRAWN_CONTINUE


F = Finding


@pytest.mark.parametrize(
    ("found", "whole"),
    [
        ([], None),
        ([F.SUBSTANTIATED], F.SUBSTANTIATED),
        ([F.SUBSTANTIATED, F.SUBSTANTIATED], F.SUBSTANTIATED),
        ([F.SUBSTANTIATED, F.OUTSIDE], F.SUBSTANTIATED),
        ([F.SUBSTANTIATED, F.UNSUBSTANTIATED], F.PARTLY),
        ([F.SUBSTANTIATED, F.UNVERIFIABLE], F.PARTLY),
        ([F.PARTLY], F.PARTLY),
        ([F.UNSUBSTANTIATED, F.UNVERIFIABLE], F.UNSUBSTANTIATED),
        ([F.UNVERIFIABLE, F.OUTSIDE], F.UNVERIFIABLE),
        ([F.OUTSIDE], F.OUTSIDE),
    ],
)
def test_a_case_comes_to_what_was_found_of_all_of_it(found, whole):
    assert findings.overall(found) is whole


@given(st.lists(st.sampled_from(Finding), min_size=1))
def test_a_case_counts_exactly_if_something_of_it_was_substantiated(found):
    counts = findings.overall(found) in findings.COUNTS

    assert counts == bool(set(found) & findings.COUNTS)


def test_an_accusation_goes_to_no_unit():
    assert secrecy.goes_to_units(is_accusation=False)
    assert not secrecy.goes_to_units(is_accusation=True)
