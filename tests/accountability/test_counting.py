"""Which findings count, which do not, and why: the bureau's defaults case by case."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.rules.counting import Judging, once_a_matter
from accountability.rules.table import InstitutionTable, StaffTable
from accountability.rules.words import CountDate, UnitGroup, WhyNot
from bureau.category_table import STANDARD as CATEGORIES
from tests.accountability.facts import P, S, U, day, fact, judge, of_house

STAFF, HOUSE = StaffTable(), InstitutionTable()


def judged(one, table=None):
    table = table or (HOUSE if one.ladder == "institution" else STAFF)
    found = judge(one, table=table, categories=CATEGORIES)
    return found.why_not or found.weight


@pytest.mark.parametrize(
    ("one", "counts"),
    [
        (fact(), 100),
        (fact(finding=P), 100),
        (fact(finding=U), WhyNot.UNSUBSTANTIATED),
        (fact(finding="unverifiable"), WhyNot.UNVERIFIABLE),
        (fact(finding="outside"), WhyNot.OUTSIDE),
        (fact(is_held=False), WhyNot.NOT_FOUND_YET),
        (fact(is_held=False, was_held=True), WhyNot.REOPENED),
        (fact(is_held=False, is_withdrawn=True), WhyNot.WITHDRAWN),
        (fact(is_handled=False, is_held=False), WhyNot.NOT_HANDLED),
        (fact(is_complaint=False), WhyNot.NO_COMPLAINT),
        (fact(alleged=[("COMM", S)]), 100),
        (fact(alleged=[("ATT-LENG", S)]), 100),
        (fact(alleged=[("QUAL", S)]), WhyNot.CATEGORY),
        (fact(alleged=[("", S)]), WhyNot.CATEGORY),
        (fact(alleged=[("ATT", U), ("QUAL", S)]), WhyNot.CATEGORY),
        (fact(alleged=[("ATT", S), ("QUAL", U)]), 100),
        (fact(employment="劳务派遣人员"), WhyNot.NOT_OWN_STAFF),
        (fact(employment="在编"), 100),
        (fact(group=UnitGroup.CLINIC), WhyNot.OTHER_KIND_OF_UNIT),
        (of_house(), 100),
        (of_house(alleged=[("ATT", P)]), 100),
        (of_house(alleged=[("ATT", U)]), WhyNot.UNSUBSTANTIATED),
        (of_house(alleged=[("COMM", S)]), WhyNot.CATEGORY),
        (of_house(alleged=[("FIRST", S)]), 100),
        (of_house(person=71, finding=S), 100),
        (of_house(person=71, finding=S, alleged=[("COMM", S)]), WhyNot.CATEGORY),
        (of_house(employment="劳务派遣"), 100),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, int | str) else "",
)
def test_what_counts_and_why_the_rest_does_not(one, counts):
    assert judged(one) == counts


@pytest.mark.parametrize(
    ("table", "one", "counts"),
    [
        (replace(STAFF, partial_percent=50), fact(finding=P), 50),
        (replace(STAFF, partial_percent=0), fact(finding=P), WhyNot.PARTLY),
        (replace(STAFF, partial_percent=0), fact(finding=S), 100),
        (replace(STAFF, countable_findings=(S,)), fact(finding=P), WhyNot.PARTLY),
        (replace(STAFF, countable_findings=(S,)), fact(alleged=[("ATT", P)]), WhyNot.PARTLY),
        (replace(STAFF, countable_findings=(S,)), fact(alleged=[("ATT", P), ("COMM", S)]), 100),
        (replace(STAFF, countable_findings=(S,)), fact(finding=U), WhyNot.UNSUBSTANTIATED),
        (STAFF, fact(is_withdrawn=True), 100),
        (replace(STAFF, withdrawn_counts=0), fact(is_withdrawn=True), WhyNot.WITHDRAWN),
        (replace(STAFF, withdrawn_counts=0), fact(), 100),
        (replace(HOUSE, withdrawn_counts=0), of_house(is_withdrawn=True), WhyNot.WITHDRAWN),
        (replace(STAFF, is_on=0), fact(), WhyNot.SWITCHED_OFF),
        (replace(STAFF, not_own_staff=()), fact(employment="外包"), 100),
        (replace(STAFF, applies_to=("clinic",)), fact(group=UnitGroup.CLINIC), 100),
        (replace(HOUSE, cross_count=0), of_house(person=71, finding=S), WhyNot.SWITCHED_OFF),
        (replace(HOUSE, cross_count=0), of_house(), 100),
        (HOUSE, of_house(at_branch=9), WhyNot.AT_BRANCH),
        (replace(HOUSE, branches_count=1), of_house(at_branch=9), 100),
        (HOUSE, of_house(is_of_others=True), WhyNot.OTHERS_PEOPLE),
        (HOUSE, of_house(is_of_others=True, is_held=False), WhyNot.NOT_FOUND_YET),
    ],
)
def test_the_rules_decide_what_the_plan_leaves_open(table, one, counts):
    assert judged(one, table) == counts


TWO = {"alleged": [("ATT", S), ("QUAL", S)], "named": 2}


@pytest.mark.parametrize(
    ("one", "counts"),
    [
        (fact(**TWO), WhyNot.WHICH_ALLEGATION),
        (of_house(person=71, finding=S, **TWO), WhyNot.WHICH_ALLEGATION),
        (of_house(**TWO), 100),
        (fact(**{**TWO, "named": 1}), 100),
        (fact(**{**TWO, "finding": U}), WhyNot.UNSUBSTANTIATED),
        (fact(alleged=[("ATT", S), ("QUAL", U)], named=2), 100),
        (fact(alleged=[("ATT", S), ("COMM", S)], named=2), 100),
        (of_house(person=71, finding=S, alleged=[("ATT", S), ("COMM", S)], named=2),
         WhyNot.WHICH_ALLEGATION),
        (fact(alleged=[("QUAL", S)], named=2), WhyNot.CATEGORY),
        # Once it is said what concerns whom, that alone is looked at.
        (fact(**{**TWO, "is_whose_said": True}), 100),
        (fact(alleged=[("QUAL", S)], named=2, is_whose_said=True), WhyNot.CATEGORY),
        (fact(alleged=[("ATT", U)], named=2, is_whose_said=True), WhyNot.UNSUBSTANTIATED),
        (fact(alleged=[], named=2, is_whose_said=True), WhyNot.NOT_FOUND_YET),
        (fact(alleged=[("ATT", S)], finding=U, is_whose_said=True), WhyNot.UNSUBSTANTIATED),
        (of_house(person=71, finding=S, alleged=[("ATT", S), ("COMM", S)], named=2,
                  is_whose_said=True), 100),
    ],
)  # fmt: skip
def test_of_several_people_nobody_is_counted_for_what_may_be_anothers(one, counts):
    assert judged(one) == counts


@pytest.mark.parametrize(
    ("alleged", "finding", "counts"),
    [
        ([("ATT", P), ("QUAL", S)], S, 50),
        ([("ATT", S), ("QUAL", P)], S, 100),
        ([("ATT", S)], P, 50),
        ([("ATT", P), ("COMM", S)], S, 100),
        ([("ATT", P), ("COMM", S)], P, 50),
        ([("ATT", P)], P, 50),
    ],
)
def test_a_person_weighs_no_more_than_their_finding_nor_than_what_counts(alleged, finding, counts):
    one = fact(alleged=alleged, finding=finding)

    assert judged(one, replace(STAFF, partial_percent=50)) == counts


def test_on_a_day_without_rules_nothing_counts_and_it_says_so():
    assert judge(fact(), table=None, categories=CATEGORIES).why_not is WhyNot.NO_RULE
    assert judge(fact(), table=STAFF, categories=None).why_not is WhyNot.NO_RULE


@pytest.mark.parametrize(
    ("by", "received", "occurred", "counted", "year"),
    [
        (CountDate.RECEIVED, "2026-12-31", "2026-12-30", "2026-12-31", "2026-01-01"),
        (CountDate.RECEIVED, "2027-01-01", "2026-12-30", "2027-01-01", "2027-01-01"),
        (CountDate.OCCURRED, "2027-01-01", "2026-12-30", "2026-12-30", "2026-01-01"),
        (CountDate.OCCURRED, "2027-01-01", None, "2027-01-01", "2027-01-01"),
        (CountDate.VERIFIED, "2026-12-31", None, "2027-01-09", "2027-01-01"),
    ],
)
def test_the_day_by_the_rule_puts_an_event_in_its_year(by, received, occurred, counted, year):
    one = fact(received, occurred_on=occurred and day(occurred), verified_on=day("2027-01-09"))

    found = judge(one, table=replace(STAFF, count_date=by.value), categories=CATEGORIES)

    assert (found.counted_on, found.window.first) == (day(counted), day(year))


def once(*facts):
    return once_a_matter([judge(one, table=STAFF, categories=CATEGORIES) for one in facts])


def test_a_matter_counts_once_by_its_earliest_complaint_that_counts():
    counted, told = once(
        fact("2026-03-02", case=1, matter=9, finding=U),
        fact("2026-03-05", case=3, matter=9),
        fact("2026-03-04", case=2, matter=9),
    )

    assert [(one.case, one.weight) for one in counted] == [(2, 100)]
    assert {one.fact.case: one.why_not for one in told} == {
        1: WhyNot.UNSUBSTANTIATED, 2: None, 3: WhyNot.SAME_MATTER,
    }  # fmt: skip


def test_a_matter_weighs_what_its_heaviest_complaint_does():
    half = replace(STAFF, partial_percent=50)
    facts = [fact("2026-03-02", case=1, matter=9, finding=P), fact("2026-03-03", case=2, matter=9)]

    counted, _told = once_a_matter(judge(f, table=half, categories=CATEGORIES) for f in facts)

    assert [(one.case, one.weight) for one in counted] == [(1, 100)]


def test_two_people_of_one_complaint_and_two_matters_of_one_person_count_each():
    assert len(once(fact(subject=7), fact(subject=8))[0]) == 2
    assert len(once(fact(case=1), fact(case=2))[0]) == 2


CASES = st.builds(
    lambda case, matter, finding, is_held: fact(
        f"2026-01-{case + 1:02}", case=case, matter=matter, finding=finding, is_held=is_held
    ),
    case=st.integers(0, 8), matter=st.integers(1, 3), finding=st.sampled_from([S, P, U]),
    is_held=st.booleans(),
)  # fmt: skip


@pytest.mark.long
@given(st.lists(CASES, max_size=9, unique_by=lambda one: one.case), st.randoms())
def test_no_matter_counts_twice_none_that_was_found_is_left_out_and_order_is_nothing(facts, chance):
    counted, told = once(*facts)
    shuffled = list(facts)
    chance.shuffle(shuffled)

    so = {one.matter for one in facts if one.is_held and one.finding in {S, P}}
    assert sorted(one.matter for one in counted) == sorted(so)
    assert len(told) == len(facts)
    assert once(*shuffled) == (counted, told)


PER_PERSON = replace(HOUSE, inst_count_per="person")


def with_people(*staff, table=PER_PERSON, on="2026-03-02", case=1, matter=None, finding=S, **said):
    """Judge a house's complaint in which people of its own were found so."""
    own = of_house(on, case=case, matter=matter, **said)
    people = tuple(
        own._replace(person=70 + one, staff=one, finding=finding, is_own=True) for one in staff
    )
    own = own._replace(people=people)
    return Judging(table, CATEGORIES).each(own)


@pytest.mark.parametrize(
    ("judged_ones", "counts"),
    [
        (with_people(table=HOUSE), [(None, 100)]),
        (with_people(1, 2, 3, table=HOUSE), [(None, 100)]),
        (with_people(1, 2, 3), [(1, 100), (2, 100), (3, 100)]),
        # Of nobody by name, or not said of whom: the house once.
        (with_people(), [(None, 100)]),
        (with_people(1, 2, named=2, alleged=[("ATT", S), ("QUAL", S)]), [(None, 100)]),
        (with_people(1, 2, alleged=[("COMM", S)]), []),
        # The same person again in the matter, and another one beside.
        (with_people(1) + with_people(1, 2, case=2, matter=1), [(1, 100), (2, 100)]),
        (with_people() + with_people(1, 2, case=2, matter=1), [(1, 100), (2, 100)]),
        (with_people(1) + with_people(case=2, matter=1), [(1, 100)]),
        # The rules of the earliest complaint say how the matter counts.
        (with_people(1, 2, table=HOUSE) + with_people(1, 2, case=2, matter=1), [(None, 100)]),
        (with_people(1) + with_people(1, 2, case=2, matter=1, table=HOUSE), [(1, 100)]),
        (with_people(1) + with_people(1, case=2), [(1, 100), (1, 100)]),
        # A person weighs as the heaviest of their own.
        (with_people(1, 2, finding=P, table=replace(PER_PERSON, partial_percent=50))
         + with_people(2, case=2, matter=1), [(1, 50), (2, 100)]),
        # Elsewhere people count for their own house, by attitude alone.
        ([judge(of_house(person=70 + n, staff=n, finding=S), table=PER_PERSON,
                categories=CATEGORIES) for n in (1, 2)], [(1, 100), (2, 100)]),
    ],
)  # fmt: skip
def test_a_house_counts_once_a_matter_or_once_for_each_person(judged_ones, counts):
    counted, told = once_a_matter(judged_ones)

    assert [(one.for_staff, one.weight) for one in counted] == counts
    assert once_a_matter(judged_ones[::-1]) == (counted, told)


COMPLAINTS = st.lists(
    st.tuples(st.integers(1, 3), st.frozensets(st.integers(1, 3)), st.booleans()), max_size=5
)


@given(COMPLAINTS, st.randoms())
def test_for_each_person_is_never_less_than_once_a_matter_nor_twice_for_anybody(rows, chance):
    def count(table, rows):
        return once_a_matter(
            one for n, (matter, staff, is_so) in rows
            for one in with_people(*sorted(staff), table=table, on=f"2026-03-{n:02}", case=n,
                                   matter=matter, alleged=[("ATT", S if is_so else U)])
        )[0]  # fmt: skip

    numbered = list(enumerate(rows, 1))
    found = count(PER_PERSON, numbered)
    chance.shuffle(numbered)

    assert count(PER_PERSON, numbered) == found
    assert {one.matter for one in found} == {one.matter for one in count(HOUSE, numbered)}
    named = {(matter, who) for matter, staff, is_so in rows if is_so for who in staff}
    nameless = {matter for matter, _staff, is_so in rows if is_so} - {one for one, _who in named}
    expected = [*named, *((one, None) for one in nameless)]
    assert sorted(expected, key=str) == sorted(
        ((one.matter, one.for_staff) for one in found), key=str
    )
