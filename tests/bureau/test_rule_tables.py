"""Which values a table takes, and how two versions of different age lie side by side."""

from dataclasses import dataclass, replace
from typing import ClassVar

import pytest

from bureau.rule_tables import Threshold, Unfit, build, read
from bureau.rules import Role, SectionCode
from tests.bureau.tolls import TOLL, TollTable


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"rate": 0, "days": [5]}, "rate"),
        ({"rate": 101, "days": [5]}, "rate"),
        ({"rate": 12.5, "days": [5]}, "rate"),
        ({"rate": "12", "days": [5]}, "rate"),
        ({"rate": True, "days": [5]}, "rate"),
        ({"rate": None, "days": [5]}, "rate"),
        ({"rate": 12, "days": [5, 32]}, "days"),
        ({"rate": 12}, "days"),
        ({"rate": 12, "days": [5], "height": 3}, "height"),
    ],
)
def test_a_new_version_brings_exactly_the_thresholds_and_each_within_its_limits(values, field):
    with pytest.raises(Unfit) as refused:
        build(TollTable, values)

    assert refused.value.field == field


def test_what_json_keeps_as_a_list_is_a_row_of_numbers_again():
    assert build(TollTable, {"rate": 12, "days": [5, 8]}) == TollTable(12, (5, 8))


def test_a_version_older_than_a_threshold_is_read_with_the_default_and_without_what_is_gone():
    assert read(TollTable, {"rate": 12, "gone": 7}) == TollTable(12, (5, 8))


def test_two_versions_lie_side_by_side_threshold_by_threshold():
    rate, days = TOLL.compare({"rate": 10}, {"rate": 12, "days": [5, 8]})

    assert (rate.before, rate.after, rate.is_change) == (10, 12, True)
    assert (days.before, days.after, days.is_change) == ((5, 8), (5, 8), False)


def test_a_kind_without_words_for_each_threshold_does_not_come_up():
    with pytest.raises(ValueError, match=r"tests\.toll"):
        replace(TOLL, thresholds=(Threshold("rate", "Rate", "%"),))


def test_a_table_of_other_fields_does_not_take_the_words_of_this_one():
    @dataclass(frozen=True)
    class Other:
        LIMITS: ClassVar = {"height": (1, 2)}
        height: int = 1

    with pytest.raises(ValueError, match=r"tests\.toll"):
        replace(TOLL, table=Other)


@pytest.mark.parametrize(
    ("roles", "section", "has_say"),
    [
        ({Role.SECTION_HEAD}, SectionCode.MEDICAL_ADMIN, True),
        ({Role.SECTION_HEAD}, SectionCode.PERSONNEL, False),
        ({Role.SECTION_HEAD}, None, False),
        ({Role.BUREAU_STAFF}, SectionCode.MEDICAL_ADMIN, False),
        ({Role.LEADER}, None, True),
        (set(), SectionCode.MEDICAL_ADMIN, False),
    ],
)
def test_the_head_of_the_section_and_a_leader_have_the_say(roles, section, has_say):
    assert TOLL.may_approve(roles, section) is has_say
