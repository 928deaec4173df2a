from datetime import date, datetime

import pytest

from bureau.calendar import WorkCalendar
from bureau.rule_tables import Unfit
from rectification.rules import postings
from rectification.rules.postings import House, Lack, Missing, Posted, PostingTable, Zone

DEPARTMENTS = ((1, "内一科"), (2, "外科病区"))
LEVEL2 = House(is_level2=True, is_township=False, departments=DEPARTMENTS)
TOWNSHIP = House(is_level2=False, is_township=True)
EVERYWHERE = [Posted(f"处{n}", zone) for n, zone in enumerate(Zone)]


def test_a_level_2_house_posts_in_every_department_and_ward_and_in_four_zones():
    posted = [*EVERYWHERE, Posted("内一科护士站", Zone.WARD, 1), Posted("外科走廊", Zone.WARD, 2)]

    found = postings.coverage(LEVEL2, posted)

    assert found.is_complete
    assert (found.zones_posted, found.zones_asked) == (4, 4)
    assert (found.departments_posted, found.departments) == (2, 2)


def test_the_department_without_a_posting_is_named():
    found = postings.coverage(LEVEL2, [*EVERYWHERE, Posted("内一科", Zone.WARD, 1)])

    assert found.missing == (Missing(Lack.DEPARTMENT, "外科病区"),)
    assert (found.departments_posted, found.departments) == (1, 2)


def test_a_level_2_house_without_a_registry_cannot_be_said_to_be_covered():
    bare = House(is_level2=True, is_township=False)

    assert postings.coverage(bare, EVERYWHERE).missing == (Missing(Lack.REGISTRY),)


@pytest.mark.parametrize(("places", "to_come"), [(4, 1), (5, 0), (6, 0)])
def test_a_township_centre_needs_five_distinct_places(places, to_come):
    posted = [Posted(f"处{n}", list(Zone)[n % 4]) for n in range(places)]

    found = postings.coverage(TOWNSHIP, posted)

    assert found.missing == ((Missing(Lack.PLACES, n=to_come),) if to_come else ())


@pytest.mark.parametrize("spelt", ["处0 ", "处 0", "处\u3000０", "处\u200b0"])
def test_the_same_place_twice_is_one_place_however_it_is_spelt(spelt):
    posted = [*EVERYWHERE, Posted(spelt, Zone.OUTPATIENT)]

    found = postings.coverage(TOWNSHIP, posted)

    assert found.missing == (Missing(Lack.PLACES, n=1),)
    assert dict(found.zones)[Zone.OUTPATIENT] == 1


def test_a_department_that_stands_twice_in_the_registry_is_asked_for_once():
    twice = House(is_level2=True, is_township=False, departments=((1, "内一科"), (2, "内 一科")))

    found = postings.coverage(twice, [*EVERYWHERE, Posted("内一科", Zone.WARD, 2)])

    assert found.is_complete
    assert (found.departments_posted, found.departments) == (1, 1)


def test_a_level_2_house_is_asked_for_no_number_of_places():
    assert postings.coverage(LEVEL2, EVERYWHERE).least_places == 0


@pytest.mark.parametrize("other", ["1-2楼", "二楼"])
def test_names_that_mean_other_places_stay_apart(other):
    assert postings.place_key("12楼") != postings.place_key(other)


def test_how_many_places_is_dated_data():
    table = PostingTable(township_places=4)

    assert postings.coverage(TOWNSHIP, EVERYWHERE, table=table).is_complete


def test_kinds_the_plan_does_not_name_need_places_only_when_the_bureau_says_so():
    other = House(is_level2=False, is_township=False)

    assert postings.coverage(other, EVERYWHERE).is_complete
    stricter = PostingTable(other_places=5)
    assert not postings.coverage(other, EVERYWHERE, table=stricter).is_complete


def test_a_zone_that_is_not_there_is_not_asked_for():
    without = House(is_level2=False, is_township=False, absent_zones=frozenset({Zone.WARD}))
    posted = [one for one in EVERYWHERE if one.zone != Zone.WARD]

    found = postings.coverage(without, posted)

    assert found.is_complete
    assert dict(found.zones)[Zone.WARD] is None


@pytest.mark.parametrize(
    ("said", "lack"),
    [
        ({"has_own": False}, Lack.OWN_NUMBER),
        ({"has_bureau": False}, Lack.BUREAU_NUMBER),
        ({"in_order": False}, Lack.NOT_IN_ORDER),
    ],
)
def test_a_place_with_half_its_numbers_or_not_in_order_counts_nothing_and_is_named(said, lack):
    posted = [*EVERYWHERE[:3], Posted("外墙", EVERYWHERE[3].zone, **said)]

    found = postings.coverage(TOWNSHIP, posted)

    assert found.places == 3
    assert {Missing(lack, "外墙"), Missing(Lack.ZONE, EVERYWHERE[3].zone)} <= set(found.missing)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour)  # noqa: DTZ001 - local time


@pytest.mark.parametrize(
    ("local", "is_out"),
    [(at(20, 8), False), (at(20, 17), False), (at(20, 18), True), (at(20, 7), True),
     (at(21, 10), True)],
)  # fmt: skip
def test_out_of_hours_is_the_night_and_the_weekend(local, is_out):
    assert postings.is_out_of_hours(local, calendar=WorkCalendar()) is is_out


def test_a_holiday_is_out_of_hours_and_a_make_up_saturday_is_not():
    calendar = WorkCalendar({date(2026, 11, 20): "x"}, {date(2026, 11, 21): "x"}, frozenset({2026}))

    assert postings.is_out_of_hours(at(20, 10), calendar=calendar)
    assert not postings.is_out_of_hours(at(21, 10), calendar=calendar)


def test_two_calls_a_month_are_owed_one_of_them_at_night():
    calls = [(at(19, 10), True), (at(20, 10), False)]

    found = postings.month_of_calls(calls, calendar=WorkCalendar())

    assert found == postings.Calls(2, 0, 1, 0, 1)
    assert not found.is_complete
    assert postings.month_of_calls(
        [*calls, (at(20, 23), True)], calendar=WorkCalendar()
    ).is_complete


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"township_places": 0}, "township_places"),
        ({"calls_out_of_hours": 3}, "calls_out_of_hours"),
        ({"office_closes": 8}, "office_closes"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(values, field):
    with pytest.raises(Unfit) as refused:
        PostingTable(**values)

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("0539-2250000", True), ("120", True), ("+86 139 0000 0000", True), ("", False),
     ("拨打总机", False), ("12", False), ("1" * 40, False)],
)  # fmt: skip
def test_a_number_is_what_can_be_dialled(text, is_one):
    assert postings.is_number(text) is is_one
