"""Codes as people type them, and what the public is told and may do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules import query_codes, tracking, workflow
from complaints.rules.words import CaseState, PublicState

S, P = CaseState, PublicState


def test_a_code_has_eight_signs_of_crockfords_alphabet():
    assert query_codes.written(bytes(5)) == "00000000"
    assert query_codes.written(b"\xff" * 5) == "ZZZZZZZZ"
    assert query_codes.written(bytes([0, 0, 0, 0, 33])) == "00000011"


@given(st.binary(min_size=5, max_size=5))
def test_a_code_is_read_as_it_was_written(noise):
    code = query_codes.written(noise)

    assert query_codes.read(code) == code
    assert query_codes.read(f" {code[:4].lower()}-{code[4:]} ") == code


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("k7mq2xra", "K7MQ2XRA"),
        ("Ｋ７ＭＱ ２ＸＲＡ", "K7MQ2XRA"),
        ("OIL0 1–11", "0110111"),
        ("", ""),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed, meant):
    assert query_codes.read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("TS-20261119-0037", "TS-20261119-0037"),
        ("ts 20261119 0037", "TS-20261119-0037"),
        ("ＴＳ２０２６１１１９００３７", "TS-20261119-0037"),
        ("20261119—10037", "TS-20261119-10037"),
        ("TS-2026", "TS-2026"),
        ("', 1=1", "',1=1"),
        ("", ""),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed, meant):
    assert query_codes.read_no(typed) == meant


@pytest.mark.parametrize("state", S)
def test_every_state_has_a_word_and_a_course(state):
    steps = tracking.course(state, came_on={P.SUBMITTED: date(2026, 11, 2)})

    assert [step.state for step in steps] == list(tracking.COURSE)
    assert steps[0].is_reached
    assert [step.state for step in steps if step.is_current] in ([], [workflow.PUBLIC[state]])


def test_a_course_says_when_and_nothing_of_what_is_to_come():
    came = {P.SUBMITTED: date(2026, 11, 2), P.ACCEPTED: date(2026, 11, 3)}
    came |= {P.ANSWERED: date(2026, 11, 9)}

    steps = tracking.course(S.REOPENED, came_on=came)

    assert [(step.is_reached, step.on) for step in steps] == [
        (True, date(2026, 11, 2)), (True, date(2026, 11, 3)), (True, None), (False, None),
    ]  # fmt: skip


def test_what_was_taken_back_stands_where_it_was():
    came = {P.SUBMITTED: date(2026, 11, 2), P.ACCEPTED: date(2026, 11, 3)}

    steps = tracking.course(S.WITHDRAWN, came_on=came)

    assert [step.is_reached for step in steps] == [True, True, False, False]


@pytest.mark.parametrize(
    ("state", "added", "may"),
    [
        (S.REGISTERED, 0, True),
        (S.SUSPENDED, 3, True),
        (S.REGISTERED, 20, False),
        (S.REPLIED, 0, False),
        (S.NOT_HANDLED, 0, False),
        (S.WITHDRAWN, 0, False),
    ],
)
def test_more_is_told_before_the_answer(state, added, may):
    assert tracking.may_add(state, added=added) is may


@pytest.mark.parametrize(
    ("state", "graded", "may"),
    [
        (S.REPLIED, 0, True),
        (S.CLOSED, 1, True),
        (S.CLOSED, 2, False),
        (S.VERIFIED, 0, False),
        (S.NOT_HANDLED, 0, False),
    ],
)
def test_an_answer_is_graded_once_and_once_more(state, graded, may):
    assert tracking.may_grade(state, graded=graded) is may
