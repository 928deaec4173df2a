"""Where people worked: what counts on a day counts where they worked on it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from bureau import services
from bureau.models import Act, Department, Placement
from bureau.postings import placement_on
from tests.factories import IN_TIME, InstitutionFactory, StaffFactory

TODAY = date(2026, 11, 8)  # the local day of IN_TIME
SUMMER = date(2026, 6, 1)


def placed(staff):
    services.place_staff(staff=[staff], by=None, at=IN_TIME)
    return staff


@pytest.fixture
def doctor(hospital):
    inner = Department.objects.create(institution=hospital, name="内科")
    return placed(
        StaffFactory(institution=hospital, department=inner, staff_no="A1", position="医师")
    )


def moved(staff, to, from_on=SUMMER, **more):
    return services.transfer_staff(staff=staff, to=to, from_on=from_on, by=None, at=IN_TIME, **more)


def told(staff):
    placements = staff.placements.latest_first().reverse()
    return [(one.institution.name, one.from_on, one.to_on) for one in placements]


def test_somebody_new_has_worked_there_since_before_anybody_wrote_it_down(doctor, hospital):
    assert told(doctor) == [("县人民医院", None, None)]
    assert placement_on(doctor, date(1990, 1, 1)).institution == hospital


def test_a_transfer_ends_one_placement_and_begins_the_next(doctor, hospital, township):
    placement = moved(doctor, township, staff_no="B7", why="对口支援")

    doctor.refresh_from_db()
    assert told(doctor) == [
        ("县人民医院", None, date(2026, 5, 31)),
        ("城关镇卫生院", SUMMER, None),
    ]
    assert (doctor.institution, doctor.department, doctor.staff_no) == (township, None, "B7")
    assert placement.position == doctor.position == "医师"
    assert placement_on(doctor, date(2026, 5, 31)).institution == hospital
    assert placement_on(doctor, date(2026, 5, 31)).staff_no == "A1"
    assert placement_on(doctor, SUMMER).institution == township


def test_a_doctor_who_moved_counts_on_each_day_where_they_worked_on_it(doctor, township):
    """The year boundary: at A in March, at B on New Year's Eve and on New Year's Day."""
    moved(doctor, township)
    days = [date(2026, 3, 2), date(2026, 12, 31), date(2027, 1, 1)]

    counted = [(day.year, placement_on(doctor, day).institution.name) for day in days]

    assert counted == [(2026, "县人民医院"), (2026, "城关镇卫生院"), (2027, "城关镇卫生院")]


def test_a_transfer_is_one_act_with_both_houses_and_the_reason(doctor, township):
    moved(doctor, township, why="对口支援")
    act = Act.objects.latest("pk")

    assert (act.verb, act.before, act.after) == ("transfer_staff", "县人民医院", "城关镇卫生院")
    assert (act.institution, act.facts["left"], act.why) == (township, "371323A01", "对口支援")


def test_the_same_transfer_again_changes_nothing(doctor, township):
    first = moved(doctor, township)
    acts = Act.objects.count()

    assert moved(doctor, township) == first
    assert (Placement.objects.count(), Act.objects.count()) == (2, acts)


def test_a_transfer_of_the_same_day_was_a_slip_and_is_put_right(doctor, township):
    other = InstitutionFactory()
    moved(doctor, other)
    moved(doctor, township)

    assert [name for name, *_days in told(doctor)] == ["县人民医院", "城关镇卫生院"]


@pytest.mark.parametrize(
    ("from_on", "more", "said"),
    [
        (TODAY + timedelta(days=1), {}, "未来日期"),
        (date(2026, 5, 1), {}, "自2026-06-01起"),
        (TODAY, {"staff_no": "TAKEN"}, "TAKEN"),
    ],
    ids=["a day to come", "before the last move", "a number that is taken"],
)
def test_a_transfer_that_does_not_fit_is_refused(doctor, township, from_on, more, said):
    third = InstitutionFactory()
    moved(doctor, township)
    StaffFactory(institution=third, staff_no="TAKEN")
    before = told(doctor)

    with pytest.raises(services.DirectoryError, match=said):
        moved(doctor, third, from_on, **more)

    assert told(doctor) == before


def test_nobody_is_put_into_another_houses_department(doctor, township):
    with pytest.raises(services.DirectoryError):
        moved(doctor, township, department=doctor.department)


def test_who_has_left_is_not_transferred(doctor, township):
    doctor.active_to = SUMMER
    doctor.save()
    placed(doctor)

    with pytest.raises(services.DirectoryError, match="此人已离职"):
        moved(doctor, township, TODAY)
    assert placement_on(doctor, TODAY) is None


def test_the_database_refuses_two_places_on_one_day(doctor, township):
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(staff=doctor, institution=township, from_on=SUMMER)


# --- In step with the roster ---------------------------------------------------------------------


def test_bringing_into_step_what_is_in_step_changes_nothing(doctor):
    acts = Act.objects.count()

    assert services.place_staff(staff=[doctor], by=None, at=IN_TIME) == 0
    assert Act.objects.count() == acts


def test_another_department_on_the_roster_holds_from_today_on(doctor, hospital):
    doctor.department = Department.objects.create(institution=hospital, name="外科")
    doctor.save()
    for _ in range(2):
        placed(doctor)

    assert [(p.department.name, p.from_on) for p in doctor.placements.latest_first()] == [
        ("外科", TODAY),
        ("内科", None),
    ]


def test_what_was_not_known_is_filled_in(hospital):
    person = placed(StaffFactory(institution=hospital))
    person.position = "护士"
    person.save()
    placed(person)

    assert person.placements.get().position == "护士"


def test_who_comes_back_has_a_new_placement(doctor):
    for day in (SUMMER, None):
        doctor.active_to = day
        doctor.save()
        placed(doctor)

    assert told(doctor) == [("县人民医院", None, SUMMER), ("县人民医院", TODAY, None)]


def test_a_first_roster_is_one_act_for_each_house(hospital, township):
    people = [*StaffFactory.create_batch(3, institution=hospital)]
    people += StaffFactory.create_batch(2, institution=township)

    services.place_staff(staff=people, by=None, at=IN_TIME)

    acts = Act.objects.values_list("institution__name", "facts__count")
    assert sorted(acts) == [("县人民医院", 3), ("城关镇卫生院", 2)]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_transfers_at_once_leave_one_place():
    for _round in range(20):
        person = placed(StaffFactory())
        houses, start = InstitutionFactory.create_batch(2), Barrier(2)

        def move(house, person=person, start=start):
            start.wait()
            moved(person, house)
            connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(move, houses))

        person.refresh_from_db()
        assert person.placements.count() == 2
        assert person.placements.get(to_on=None).institution == person.institution
