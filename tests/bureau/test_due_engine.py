"""The engine for due things, on a kind of thing that stands for every app's."""

from datetime import UTC, datetime, timedelta

import pytest

from bureau import seen_records
from bureau.due import DueThing, Level, LevelKind
from bureau.models import Act, DueStep, Institution, Job, Notice
from bureau.rules import JobState
from bureau.selectors import work_calendar
from bureau.sending import NoticeKind
from bureau.services import About, Telling, take_due_levels
from tests.factories import InstitutionFactory, UserFactory

MONDAY = datetime(2026, 11, 9, 0, 30, tzinfo=UTC)  # 08:30
DAY = timedelta(days=1)
LEVELS = (
    Level(1, LevelKind.WARN, MONDAY),
    Level(2, LevelKind.REMIND, MONDAY + 2 * DAY),
    Level(3, LevelKind.ESCALATE, MONDAY + 4 * DAY),
)


def house_named(no):
    return Institution.objects.filter(code=no)


class Houses:
    """Things of which each is an institution, open as long as it has no closing day."""

    name = "house"
    stale_after = timedelta(days=60)

    def __init__(self, recipients, levels=LEVELS):
        self.recipients, self.levels = recipients, levels
        self.between = lambda: None

    def things(self, *, at):
        for house in Institution.objects.filter(active_to=None).order_by("code"):
            yield DueThing(house.code, self.levels)

    def lock(self, no):
        self.between()
        return Institution.objects.select_for_update().filter(code=no, active_to=None).first()

    def about(self, thing):
        return About(lambda: thing.name, thing)

    def tellings(self, thing, level, *, at):
        return [
            Telling(
                kind=NoticeKind.DUE,
                recipients=self.recipients,
                words=lambda: thing.name,
                subject=(self.name, thing.code),
                url="/",
            )
        ]


@pytest.fixture
def reader(db):
    return UserFactory()


@pytest.fixture
def houses(hospital, reader):
    return Houses([reader])


def run(kind, at):
    return take_due_levels(kind, at=at, calendar=work_calendar())


def steps():
    return list(
        DueStep.objects.order_by("level").values_list("level", "is_skipped").order_by("level")
    )


def test_a_level_is_taken_at_its_moment_with_its_notice_and_its_act(houses, reader, hospital):
    assert run(houses, MONDAY - timedelta(seconds=1)) == 0
    assert run(houses, MONDAY) == 1

    assert steps() == [(1, False)]
    notice = reader.notices.get()
    assert (notice.cause, notice.level) == (f"house {hospital.code}", 1)
    act = Act.objects.get(verb="take_due_level")
    assert (act.object_no, act.institution) == (hospital.code, hospital)
    assert act.facts == {"level": "warn", "due_at": MONDAY.isoformat(), "told": 1, "late": False}


def test_running_again_takes_nothing_again(houses):
    run(houses, MONDAY)

    assert [run(houses, MONDAY + timedelta(minutes=5 * n)) for n in range(12)] == [0] * 12
    assert Notice.objects.count() == 1


def test_after_an_outage_people_get_the_one_reminder_that_fits_the_day(houses):
    assert run(houses, MONDAY + 3 * DAY) == 1

    assert steps() == [(1, True), (2, False)]
    assert Notice.objects.get().level == 2
    assert DueStep.objects.get(level=2).was_late


@pytest.mark.long
def test_a_worker_back_on_a_sunday_night_reminds_on_monday_morning(hospital, reader):
    due_on_monday = MONDAY + 7 * DAY
    ladder = tuple(
        Level(no, LevelKind.WARN, due_on_monday - days * DAY)
        for no, days in ((1, 5), (2, 3), (3, 0))
    )
    houses = Houses([reader], ladder)
    sunday = datetime(2026, 11, 14, 16, 10, tzinfo=UTC)  # 00:10

    taken = [run(houses, sunday + timedelta(minutes=10 * n)) for n in range(6 * 33)]

    assert sum(taken) == 1
    notice = reader.notices.get()
    assert (notice.level, notice.created_at) == (3, due_on_monday)


def test_after_two_months_what_makes_no_sense_any_more_is_passed_over(houses):
    assert run(houses, MONDAY + 71 * DAY) == 0

    assert steps() == [(1, True), (2, True), (3, True)]
    assert not Notice.objects.exists()


def test_what_is_done_between_the_query_and_the_write_is_left_alone(houses, hospital):
    houses.between = lambda: Institution.objects.update(active_to=MONDAY.date())

    assert run(houses, MONDAY) == 0

    assert not DueStep.objects.exists()
    assert not Notice.objects.exists()


def test_a_clock_put_forward_and_back_doubles_nothing(houses):
    for days in (0, 2, 0, -1, 1, 2, 2.5):
        run(houses, MONDAY + days * DAY)

    assert steps() == [(1, False), (2, False)]
    assert Notice.objects.count() == 2


def test_a_run_that_dies_in_the_middle_leaves_whole_levels_only(houses, reader):
    InstitutionFactory.create_batch(4)
    seen = []

    def die_at_the_third():
        seen.append(1)
        if len(seen) == 3:
            raise SystemExit

    houses.between = die_at_the_third
    with pytest.raises(SystemExit):
        run(houses, MONDAY)
    assert DueStep.objects.count() == Notice.objects.count() == 2

    houses.between = lambda: None
    assert run(houses, MONDAY) == 3
    assert DueStep.objects.count() == Notice.objects.count() == 5


def test_one_thing_that_fails_is_written_down_and_keeps_none_behind_it(houses, monkeypatch):
    InstitutionFactory.create_batch(3)
    first = Institution.objects.order_by("code").first()
    about = houses.about

    def fails(thing):
        return 1 // 0 if thing == first else about(thing)

    with monkeypatch.context() as patched:
        patched.setattr(houses, "about", fails)
        assert [run(houses, MONDAY), run(houses, MONDAY)] == [3, 0]
        [failed] = Job.objects.filter(state=JobState.FAILED)
    assert (failed.kind, failed.failure) == (houses.name, f"{first.code}: ZeroDivisionError")

    assert run(houses, MONDAY) == 1


@pytest.mark.long
def test_things_that_are_settled_cost_one_query_however_many(houses, django_assert_max_num_queries):
    InstitutionFactory.create_batch(20)
    run(houses, MONDAY)

    calendar = work_calendar()
    with django_assert_max_num_queries(2):
        take_due_levels(houses, at=MONDAY, calendar=calendar)


def test_two_tellings_of_one_level_reach_a_person_once(houses, reader):
    houses.recipients = [reader, reader]

    run(houses, MONDAY)

    assert reader.notices.count() == 1


def test_who_sees_the_house_sees_its_steps(houses, clerk, officer, hospital, monkeypatch):
    other = InstitutionFactory()
    run(houses, MONDAY)
    monkeypatch.setitem(seen_records._kinds, houses.name, lambda user, no: house_named(no))

    seen = {step.institution for step in DueStep.objects.visible_to(officer)}
    assert seen == {hospital}
    assert {step.institution for step in DueStep.objects.visible_to(clerk)} == {hospital, other}


def test_a_step_is_seen_by_who_sees_its_record_and_by_nobody_where_nothing_is_said(
    houses, clerk, hospital, monkeypatch
):
    InstitutionFactory()
    run(houses, MONDAY)

    assert not DueStep.objects.visible_to(clerk).exists()
    hidden = house_named(hospital.code)
    monkeypatch.setitem(
        seen_records._kinds, houses.name, lambda user, no: house_named(no).exclude(pk__in=hidden)
    )
    assert hospital not in {step.institution for step in DueStep.objects.visible_to(clerk)}
    assert DueStep.objects.visible_to(clerk).exists()
