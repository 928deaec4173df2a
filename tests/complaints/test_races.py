"""Two people take steps in the same second, on two connections: each happens once, in one order."""

from functools import partial

import pytest
from django.utils import timezone

from bureau.models import Act, DueStep
from bureau.services import BureauError
from complaints import invariants, services
from complaints.models import Callback, Case, Entry, MoreTime, NamedPerson, Pause, Reply, UnitReport
from complaints.rules.steps import MOVES, Step
from complaints.rules.words import Grade, Tab
from rectification.models import Item
from tests.complaints.races import AT, WHY, Race, at_once, course_of, is_a_way

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = range(2)


def test_every_step_taken_by_two_in_the_same_second_happens_once(desk):
    race = Race(desk)
    # Of files there are tests of their own, of joining there is one below.
    untold = {Step.ATTACH, Step.SHOW, Step.TAKE_OFF, Step.MERGE}
    assert set(MOVES) <= set(race.table) == set(Step) - untold

    for step, (begun, take, verb) in race.table.items():
        for _round in ROUNDS:
            case = begun()
            at_once(*[partial(take, case)] * 2)

            if verb:
                acts = Act.objects.filter(object_no=case.no, verb=verb).count()
                assert acts == 1, step
            assert is_a_way(case), step

    rounds = len(ROUNDS)
    assert Pause.objects.count() == 2 * rounds
    assert Reply.objects.count() == sum(
        course.count(("verified", "replied")) for course in map(course_of, Case.objects.all())
    )
    assert (
        Entry.objects.filter(text="已联系").count()
        == NamedPerson.objects.filter(staff=None).count()
        == rounds
    )
    assert MoreTime.objects.count() == 2 * rounds
    assert Callback.objects.count() == 2 * rounds
    assert Item.objects.count() == rounds
    assert UnitReport.objects.values("case").distinct().count() == UnitReport.objects.count()
    assert list(invariants.breaches(at=timezone.now())) == []


RIVALS = {
    "accepted and declined": (Step.ACCEPT, Step.DECLINE),
    "declined and transferred": (Step.DECLINE, Step.TRANSFER),
    "dispatched and withdrawn": (Step.DISPATCH, Step.WITHDRAW),
    "paused and dispatched": (Step.PAUSE, Step.DISPATCH),
    "reported and returned": (Step.REPORT, Step.RETURN),
    "returned and investigated": (Step.RETURN, Step.INVESTIGATE),
    "closed and called back": (Step.CLOSE, Step.CALL_BACK),
    "archived and reopened": (Step.ARCHIVE, Step.REOPEN),
    "noted and withdrawn": (Step.NOTE, Step.WITHDRAW),
    "several departments and withdrawn": (Step.MANY, Step.WITHDRAW),
    "resumed and noted": (Step.RESUME, Step.NOTE),
    "verified and dispatched again": (Step.VERIFY, Step.DISPATCH),
}


def test_of_two_different_steps_in_the_same_second_the_table_allows_what_stands(desk):
    race = Race(desk)
    for words, (one, other) in RIVALS.items():
        for _round in ROUNDS:
            begun, take, _verb = race.table[one]
            case = begun()
            answers = at_once(partial(take, case), partial(race.table[other][1], case))

            assert is_a_way(case), (words, answers, course_of(case))

    assert list(invariants.breaches(at=timezone.now())) == []


def test_a_bad_grade_and_the_end_of_a_case_in_the_same_second_leave_no_grade_unseen(desk):
    race = Race(desk)
    for _round in ROUNDS:
        case = desk.replied(**race.fine)
        bad = partial(race.call_back, case, Grade.DISSATISFIED, "答复没有依据")
        at_once(bad, partial(race.do, "close_case", case))

        assert case.callbacks.filter(needs_review=True).count() == 1
        assert Case.objects.in_tab(Tab.TO_CALL_BACK).filter(pk=case.pk).exists()


def test_cases_joined_by_two_in_the_same_second_are_one_matter_and_none_is_torn(desk):
    race = Race(desk)
    for _round in ROUNDS:
        one, two, three = *race.pair(), desk.accepted("2026-11-04")
        answers = at_once(partial(race.merge, [two, one]), partial(race.merge, [two, three]),
                          partial(race.merge, [one, two]))  # fmt: skip

        refused = [answer for answer in answers if isinstance(answer, BureauError)]
        assert all("just now" in str(answer) for answer in refused), refused
        race.merge([one, two, three])
        matters = {Case.objects.get(pk=case.pk).matter_id for case in (one, two, three)}
        assert len(matters) == 1


def test_joined_and_taken_apart_in_the_same_second_each_case_has_one_matter(desk):
    race = Race(desk)
    for _round in ROUNDS:
        one, two = race.pair()
        race.merge([one, two])
        three = desk.accepted("2026-11-04")
        at_once(partial(race.do, "unmerge_case", two, why=WHY), partial(race.merge, [two, three]))

        acts = Act.objects.filter(object_no=two.no, verb="unmerge_case").count()
        assert acts == 1
        assert Case.objects.get(pk=two.pk).matter_id is not None


def test_one_order_of_the_hotline_is_one_case_however_many_workers_bring_it(desk):
    for number in ROUNDS:
        told = desk.told(external_no=f"DH{number}")
        register = partial(
            services.register_case, told=told, complainant=services.Complainant(), by=None,
            at=told.received_at, calendar=desk.calendar,
        )  # fmt: skip
        at_once(*[register] * 3)

    assert Case.objects.count() == len(ROUNDS)
    numbers = [f"{number + 1:04}" for number in ROUNDS]
    assert [case.no[-4:] for case in Case.objects.order_by("no")] == numbers


def test_two_schedulers_say_an_overdue_case_once(desk):
    for _number in ROUNDS:
        desk.accepted()

    remind = partial(services.remind_of_cases, at=AT, calendar=desk.calendar)
    at_once(remind, remind)

    assert DueStep.objects.filter(kind="case_clock", is_skipped=False).count() == len(ROUNDS)
