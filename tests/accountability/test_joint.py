"""Who heads a department, and what of others counts against a head: the rules case by case."""

from dataclasses import replace

import pytest

from accountability.rules.counting import once_a_matter
from accountability.rules.joint import Headed, Holder, against_heads, head_among
from accountability.rules.table import JointTable
from accountability.rules.words import LadderCode, NoHead, UnitGroup, WhyNot
from bureau.category_table import STANDARD as CATEGORIES
from bureau.rule_tables import Unfit
from tests.accountability.facts import P, U, fact, judge

WORDS = JointTable().head_positions
OFF, ON = JointTable(), JointTable(is_on=1)
DIRECTOR, NURSE = "科主任", "护士长"


@pytest.mark.parametrize(
    ("positions", "head"),
    [
        ([], NoHead.NO_HEAD),
        (["主任医师", "护士"], NoHead.NO_HEAD),
        ([DIRECTOR], 0),
        (["内科主任"], 0),
        (["科室负责人"], 0),
        (["内科副主任", "副护士长", "副科主任"], NoHead.NO_HEAD),
        (["副科主任", DIRECTOR], 1),
        ([NURSE, DIRECTOR], 1),
        (["护士", NURSE], 1),
        ([DIRECTOR, DIRECTOR], NoHead.SEVERAL),
        ([NURSE, NURSE, DIRECTOR], 2),
        ([" 科主任 "], 0),
        ([""], NoHead.NO_HEAD),
    ],
    ids=str,
)
def test_the_head_is_the_only_one_who_bears_the_first_word(positions, head):
    holders = [Holder(n, one) for n, one in enumerate(positions)]
    assert head_among(holders, of_heads=WORDS) == head


def judged(one, table=ON):
    found = judge(one, table=table, categories=CATEGORIES)
    return found.why_not or found.weight


def of_head(one=None, *, head=9, employment="在编", found=()):
    one = one or fact(employment="在编")
    [made] = against_heads([Headed(one, head, employment)], [one, *found])
    return made


@pytest.mark.parametrize(
    ("one", "counts"),
    [
        (of_head(), 100),
        (of_head(fact(finding=P)), 100),
        (of_head(fact(finding=U)), WhyNot.UNSUBSTANTIATED),
        (of_head(fact(is_held=False, was_held=True)), WhyNot.REOPENED),
        (of_head(fact(alleged=[("QUAL", "substantiated")])), WhyNot.CATEGORY),
        (of_head(fact(alleged=[("COMM", "substantiated")])), 100),
        (of_head(fact(employment="外包")), WhyNot.NOT_OWN_STAFF),
        (of_head(employment="退休返聘"), WhyNot.NOT_OWN_STAFF),
        (of_head(fact(group=UnitGroup.CLINIC)), WhyNot.OTHER_KIND_OF_UNIT),
        (of_head(found=[fact(subject=9)]), WhyNot.HEAD_FOUND),
        (of_head(found=[fact(subject=9, case=2, matter=1)]), WhyNot.HEAD_FOUND),
        (of_head(found=[fact(subject=9, case=2)]), 100),
        (of_head(found=[fact(subject=9, finding=U)]), 100),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, int | str) else "",
)
def test_what_counts_against_a_head_and_why_the_rest_does_not(one, counts):
    assert one.ladder is LadderCode.JOINT
    assert one.subject == 9
    assert judged(one) == counts
    assert judged(one, OFF) == (WhyNot.SWITCHED_OFF if counts in (
        100, WhyNot.CATEGORY, WhyNot.NOT_OWN_STAFF, WhyNot.OTHER_KIND_OF_UNIT, WhyNot.HEAD_FOUND,
    ) else counts)  # fmt: skip


def test_a_part_weighs_for_the_head_what_it_weighs_for_the_person():
    half = replace(ON, partial_percent=50)
    assert judged(of_head(fact(finding=P)), half) == 50
    assert judged(of_head(fact(finding=P)), replace(ON, partial_percent=0)) is WhyNot.PARTLY


def test_two_of_one_department_in_one_matter_count_once_for_their_head():
    two = [fact(subject=7), fact(subject=8, person=72)]
    facts = against_heads([Headed(one, 9, "") for one in two], two)

    counted, told = once_a_matter(judge(one, table=ON, categories=CATEGORIES) for one in facts)

    assert [(one.subject, one.weight) for one in counted] == [(9, 100)]
    assert [one.why_not for one in told] == [None, WhyNot.SAME_MATTER]


@pytest.mark.parametrize("words", [(), ("",), ("科主任",) * 21])
def test_a_ladder_of_heads_needs_words_for_them(words):
    with pytest.raises(Unfit):
        JointTable(head_positions=words)


def test_it_is_off_until_the_bureau_wants_it():
    assert not OFF.is_on
