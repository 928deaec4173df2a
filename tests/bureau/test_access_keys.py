"""Keys as plain values: their shape, their life, where they may come from."""

from datetime import date

import pytest

from bureau.access_keys import (
    KeyState,
    is_listed,
    key_state,
    new_token,
    overlap_ends_on,
    split_token,
)

LAST = date(2026, 12, 31)


def test_a_key_comes_apart_into_what_it_was_made_of():
    token = new_token()

    assert split_token(token.text) == (token.prefix, token.secret)


def test_two_keys_are_never_alike():
    assert len({new_token().secret for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "text",
    ["", "manyi", "manyi_", "manyi_SHORT_x", "other_ABCDEFGH_x", "manyi_ABCDEFGH_密", "Bearer x"],
)
def test_what_is_no_key_comes_apart_into_nothing(text):
    assert split_token(text) is None


@pytest.mark.parametrize(
    ("day", "is_rotated", "is_revoked", "state"),
    [
        (LAST, False, False, KeyState.ACTIVE),
        (date(2027, 1, 1), False, False, KeyState.EXPIRED),
        (LAST, True, False, KeyState.OVERLAP),
        (date(2027, 1, 1), True, False, KeyState.EXPIRED),
        (LAST, False, True, KeyState.REVOKED),
        (LAST, True, True, KeyState.REVOKED),
    ],
)
def test_a_key_is_accepted_on_its_last_day_and_not_after_it(day, is_rotated, is_revoked, state):
    found = key_state(expires_on=LAST, is_rotated=is_rotated, is_revoked=is_revoked, day=day)

    assert found is state


def test_an_overlap_never_makes_a_key_last_longer_than_it_would_have():
    day = date(2026, 12, 28)

    assert overlap_ends_on(expires_on=LAST, day=day, overlap_days=7) == LAST
    assert overlap_ends_on(expires_on=LAST, day=day, overlap_days=1) == date(2026, 12, 29)


@pytest.mark.parametrize(
    ("address", "listed", "found"),
    [
        ("10.8.3.20", [], True),
        ("10.8.3.20", ["10.8.3.20"], True),
        ("10.8.3.21", ["10.8.3.20"], False),
        ("10.8.3.99", ["10.8.3.0/24"], True),
        ("10.8.4.1", ["10.8.3.0/24", "10.8.4.0/30"], True),
        ("fd00::1", ["10.8.3.0/24", "fd00::/8"], True),
        ("", ["10.8.3.0/24"], False),
        ("unix:", ["10.8.3.0/24"], False),
    ],
)
def test_a_list_admits_what_it_names_and_no_list_admits_all(address, listed, found):
    assert is_listed(address, listed) is found
