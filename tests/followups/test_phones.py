"""Telephone numbers as people write them."""

from datetime import date

import pytest

from followups.rules.problems import ProblemCode as Code
from followups.rules.words import Severity
from tests.followups.registers import read


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("13800138000", "13800138000"),
        (13800138000.0, "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("+86-138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("013812345678", "013812345678"),
        ("138 0013 8000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("'13800138000", "13800138000"),
        ("\u200b13800138000\u00a0", "13800138000"),
        ("13800138000(儿子)", "13800138000"),
        ("儿子:13800138000", "13800138000"),
        ("张三 13800138000", "13800138000"),
        ("19912345678", "19912345678"),
        ("0539-6221234", "0539-6221234"),
        ("05396221234", "0539-6221234"),
        ("(0539)6221234", "0539-6221234"),
        ("0539 622 1234", "0539-6221234"),
        ("010-62345678", "010-62345678"),
        ("0539-6221234-802", "0539-6221234-802"),
        ("0539-6221234-8", "0539-6221234-8"),
        ("0539-6221234转802", "0539-6221234-802"),
        ("+86 539 6221234", "0539-6221234"),
        ("+852 9123 4567", "+852 9123 4567"),
    ],
    ids=str,
)
def test_a_telephone_number_is_understood_without_a_word(cell, phone):
    reading = read("phone", cell)

    assert (reading.value, reading.problems) == (phone, ())


@pytest.mark.parametrize(
    ("cell", "code", "digits"),
    [
        ("1380013800", Code.PHONE_DIGITS, "10"),
        ("138001380000", Code.PHONE_DIGITS, "12"),
        (1380013800.0, Code.PHONE_DIGITS, "10"),
        ("5396221234", Code.PHONE_DIGITS, "10"),
        ("12800138000", Code.PHONE_DIGITS, "11"),
        ("110", Code.PHONE_DIGITS, "3"),
        ("1380013800O", Code.PHONE_SHAPE, "10"),
        ("同上", Code.PHONE_SHAPE, "0"),
        ("+999 1234", Code.PHONE_DIGITS, "7"),
        ("1" * 5000, Code.PHONE_SHAPE, None),
        ("1.38E+10", Code.PRECISION_LOST, None),
        (1.38e18, Code.PRECISION_LOST, None),
        (-13800138000.0, Code.NOT_A_CODE, None),
        (date(2026, 10, 5), Code.BECAME_DATE, None),
        ("#REF!", Code.FORMULA_ERROR, None),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_telephone_number_counts_its_digits(cell, code, digits):
    [problem] = read("phone", cell).problems

    assert (problem.code, problem.facts.get("digits")) == (code, digits)
    assert problem.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("cell", "phone", "code"),
    [
        ("13800138000/13900139000", "13800138000", Code.PHONE_SEVERAL),
        ("13800138000、0539-6221234", "13800138000", Code.PHONE_SEVERAL),
        ("13800138000 13900139000", "13800138000", Code.PHONE_SEVERAL),
        ("13800138000\n13900139000", "13800138000", Code.PHONE_SEVERAL),
        ("6221234", "6221234", Code.PHONE_NO_AREA_CODE),
        (5396221234.0, "0539-6221234", Code.PHONE_ZERO_LOST),
        (1062345678.0, "010-62345678", Code.PHONE_ZERO_LOST),
    ],
    ids=str,
)
def test_a_number_taken_with_a_doubt_is_warned_about(cell, phone, code):
    reading = read("phone", cell)

    assert reading.value == phone
    assert [(one.code, one.severity) for one in reading.problems] == [(code, Severity.WARNING)]
