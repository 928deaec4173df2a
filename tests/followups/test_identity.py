"""Identity numbers, and what may stand in their place."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.rules.identity import read_identity
from followups.rules.problems import ProblemCode as Code
from followups.rules.words import Severity, Sex


@pytest.mark.parametrize(
    ("id_no", "code"),
    [
        ("371323195012167456", None),
        ("37132319720828272X", None),
        ("371323195012167457", Code.ID_CHECK_DIGIT),
        ("371323195013167451", Code.ID_BIRTH_DATE),
        ("371323202602297450", Code.ID_BIRTH_DATE),
        ("371323194912310000", Code.PRECISION_LOST),
        ("371323501216745", Code.ID_OLD_STYLE),
        ("371323501316745", Code.ID_BIRTH_DATE),
        ("37132319501216745", Code.ID_LENGTH),
        ("3713231950121674561", Code.ID_LENGTH),
        ("37132319501216745A", Code.ID_SHAPE),
        ("3713231950121674X6", Code.ID_SHAPE),
        ("E12345678", None),
        ("H1234567890", None),
        ("C9876543", None),
        ("军字第2001988号", None),
        ("ABCDEFGH", Code.ID_SHAPE),
        ("E1", Code.ID_SHAPE),
        ("<SCRIPT>1234", Code.ID_SHAPE),
    ],
    ids=[
        "sound",
        "X",
        "check digit",
        "month 13",
        "29 February 2026",
        "tail lost",
        "15 digits",
        "15 digits, month 13",
        "17 digits",
        "19 digits",
        "a letter at the end",
        "X inside",
        "passport",
        "permit",
        "short passport",
        "officer's",
        "no digits",
        "too short",
        "markup",
    ],
)
def test_identity_numbers(id_no, code):
    fault = read_identity(id_no).fault

    assert (fault.code if fault else None) == code


def test_the_old_style_is_only_warned_about_and_still_tells_birth_and_sex():
    identity = read_identity("371323501216745")

    assert identity.fault.severity is Severity.WARNING
    assert identity[:2] == (date(1950, 12, 16), Sex.MALE)


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 999))
def test_every_day_of_birth_and_sex_survive_in_an_identity_number(born_on, sequence):
    body = f"371323{born_on:%Y%m%d}{sequence:03d}"
    numbers = [body + last for last in "0123456789X"]

    sound = [number for number in numbers if not read_identity(number).fault]

    assert len(sound) == 1
    identity = read_identity(sound[0])
    assert identity.born_on == born_on
    assert (identity.sex is Sex.MALE) == bool(sequence % 2)
