"""The draw, the look at a number, the calls, and what a hospital sees of them."""

import pytest

from followups import selectors, services
from followups.models import NumberReveal, SpotCall, SpotCheck, SpotCheckItem
from followups.rules.words import Outcome, Verdict
from tests.factories import AFTER_CLOSING, CLOSING, InstitutionFactory, drawn, rows, submitted
from tests.followups.calls import not_answered, record, to_call

# --- The draw --------------------------------------------------------------------------------


@pytest.mark.long
def test_a_county_hospital_has_5_percent_and_a_township_10_percent_of_the_claimed_drawn(
    hospital, township
):
    found = [
        (check.percent, check.required, check.items.filter(is_called_up=True).count())
        for check in (drawn(hospital, 137), drawn(township, 137))
    ]

    assert found == [(5, 7, 7), (10, 14, 14)]


def test_a_township_centre_of_level_two_has_the_township_share_drawn(db):
    centre = InstitutionFactory(kind="township_center", grade="2a")

    check = drawn(centre, 137)

    assert (check.percent, check.required) == (10, 14)


def test_only_rows_claimed_as_followed_are_drawn_from(hospital):
    claimed = rows(4)
    others = [
        *rows(10, outcome=Outcome.LOST)[4:],
        *rows(12, outcome=Outcome.REACHED_FAMILY)[10:],
    ]
    version = submitted(hospital, [*claimed, *others])

    check = services.draw_spot_check(register=version.register, at=CLOSING)

    outcomes = set(check.items.values_list("record__outcome", flat=True))
    assert len(check.frame) == 6
    assert outcomes <= {Outcome.REACHED_PATIENT, Outcome.REACHED_FAMILY}


def test_a_register_is_drawn_from_once_and_the_second_seed_is_not_used(hospital):
    first = drawn(hospital)

    again = services.draw_spot_check(register=first.register, at=AFTER_CLOSING, seed="other")

    assert again == first
    assert (again.seed, again.drawn_at) == ("a seed", CLOSING)
    assert SpotCheck.objects.count() == 1


def test_without_a_given_seed_nobody_can_know_it_before(hospital, township):
    seeds = [
        services.draw_spot_check(register=submitted(house, rows(3)).register, at=CLOSING).seed
        for house in (hospital, township)
    ]

    assert len(set(seeds)) == 2
    assert {len(seed) for seed in seeds} == {32}


def test_who_stands_by_follows_in_the_order_of_the_lot(hospital):
    check = drawn(hospital, 30)

    standing = list(check.items.order_by("position").values_list("is_replacement", flat=True))
    assert standing == [False] * 3 + [True] * 6


def test_where_nobody_was_claimed_the_check_is_finished_and_there_is_nobody_to_call(hospital):
    version = submitted(hospital, rows(3, outcome=Outcome.LOST))

    check = services.draw_spot_check(register=version.register, at=CLOSING)

    assert (check.required, check.items.count(), check.finished_at) == (0, 0, CLOSING)


# --- The look at a number --------------------------------------------------------------------


def test_every_look_at_a_number_is_written_down(hospital, liaison):
    item = to_call(drawn(hospital))[0]

    for _ in range(2):
        services.reveal_number(item=item, by=liaison, at=AFTER_CLOSING)

    looks = NumberReveal.objects.values_list("item", "by", "at")
    assert list(looks) == [(item.pk, liaison.pk, AFTER_CLOSING)] * 2


def test_the_number_of_one_who_waits_in_reserve_or_was_called_already_is_refused(hospital, liaison):
    check = drawn(hospital)
    called, reserve = to_call(check)[0], check.items.filter(is_called_up=False).first()
    record(called, Verdict.GENUINE, by=liaison)

    for item in (called, reserve):
        with pytest.raises(services.RegisterError):
            services.reveal_number(item=item, by=liaison, at=AFTER_CLOSING)

    assert NumberReveal.objects.count() == 1  # the look that the call needed


# --- The calls -------------------------------------------------------------------------------


def test_a_call_settles_the_person_and_repeating_it_is_harmless(hospital, liaison):
    item = to_call(drawn(hospital))[0]

    for _ in range(2):
        record(item, Verdict.GENUINE, by=liaison, grade="satisfied", note="说起过医生")

    item.refresh_from_db()
    [call] = SpotCall.objects.all()
    assert item.verdict == call.verdict == Verdict.GENUINE
    assert (call.number, call.by, call.at, call.grade) == (1, liaison, AFTER_CLOSING, "satisfied")
    assert call.note.reveal() == "说起过医生"


def test_the_same_attempt_with_another_result_is_refused(hospital, liaison):
    item = to_call(drawn(hospital))[0]
    record(item, Verdict.GENUINE, by=liaison)

    with pytest.raises(services.RegisterError):
        record(item, Verdict.NOT_FOLLOWED, by=liaison)

    item.refresh_from_db()
    assert item.verdict == Verdict.GENUINE
    assert SpotCall.objects.count() == 1


@pytest.mark.parametrize("attempt", [2, 3, 0])
def test_an_attempt_out_of_order_is_refused(hospital, liaison, attempt):
    item = to_call(drawn(hospital))[0]

    with pytest.raises(services.RegisterError):
        record(item, Verdict.UNREACHABLE, by=liaison, attempt=attempt)

    assert not SpotCall.objects.exists()


def test_who_stands_in_reserve_cannot_be_given_a_result(hospital, liaison):
    reserve = drawn(hospital).items.filter(is_called_up=False).first()

    with pytest.raises(services.RegisterError):
        record(reserve, Verdict.GENUINE, by=liaison)


def test_a_person_not_reached_twice_stays_to_be_called(hospital, liaison):
    check = drawn(hospital)
    item = to_call(check)[0]

    not_answered(item, by=liaison, times=2)

    assert item in to_call(check)
    assert len(to_call(check)) == 3


def test_after_the_third_unanswered_call_the_next_on_the_list_is_called_up_and_the_first_kept(
    hospital, liaison
):
    check = drawn(hospital)
    item = to_call(check)[0]

    not_answered(item, by=liaison)
    record(item, Verdict.UNREACHABLE, by=liaison, attempt=3)  # the same attempt once more

    item.refresh_from_db()
    assert (item.verdict, item.calls.count()) == (Verdict.UNREACHABLE, 3)
    assert [one.position for one in to_call(check)] == [2, 3, 4]


def test_a_wrong_number_and_a_refusal_are_findings_and_give_no_place_away(hospital, liaison):
    check = drawn(hospital)
    first, second, _third = to_call(check)

    record(first, Verdict.NUMBER_WRONG, by=liaison)
    record(second, Verdict.REFUSED, by=liaison)

    assert [one.position for one in to_call(check)] == [3]


def test_where_nobody_is_left_in_reserve_the_check_ends_incomplete(hospital, liaison):
    check = drawn(hospital, 2)

    for item in to_call(check):
        not_answered(item, by=liaison)

    check.refresh_from_db()
    figures = selectors.figures_of_checks([check])[check.pk]
    assert check.finished_at == AFTER_CLOSING
    assert (figures.required, figures.done, figures.is_complete) == (2, 0, False)


def test_the_check_is_finished_with_its_last_result_and_not_before(hospital, liaison):
    check = drawn(hospital)
    *most, last = to_call(check)
    for item in most:
        record(item, Verdict.GENUINE, by=liaison)
    check.refresh_from_db()
    assert check.finished_at is None

    record(last, Verdict.REFUSED, by=liaison)

    check.refresh_from_db()
    figures = selectors.figures_of_checks([check])[check.pk]
    assert check.finished_at == AFTER_CLOSING
    assert figures == (3, 3, 2, 2)


def test_a_row_corrected_after_the_draw_is_told_apart(hospital):
    check = drawn(hospital, 3)
    first = to_call(check)[0].record

    number = int(first.inpatient_no.removeprefix("ZY"))
    corrected = [one for one in rows(3, phone="13900000000") if one.number == number]
    submitted(hospital, corrected)

    changed = [item.record.inpatient_no for item in check.items.all() if item.changed_since_drawn]
    assert changed == [first.inpatient_no]


# --- What a hospital sees --------------------------------------------------------------------


def test_a_hospital_sees_nothing_of_its_check_until_it_is_finished(hospital, officer, liaison):
    check = drawn(hospital)
    services.reveal_number(item=to_call(check)[0], by=liaison, at=AFTER_CLOSING)

    def seen():
        models = (SpotCheck, SpotCheckItem, SpotCall, NumberReveal)
        return [model.objects.visible_to(officer).count() for model in models]

    assert seen() == [0, 0, 0, 0]
    *most, last = to_call(check)
    for item in most:
        record(item, Verdict.GENUINE, by=liaison)
    assert seen() == [0, 0, 0, 0]

    record(last, Verdict.GENUINE, by=liaison)

    assert seen() == [1, 9, 3, 4]
