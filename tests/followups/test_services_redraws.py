"""The redraw over two desks, the draw repeated, and whose turn it is."""

from datetime import timedelta

import pytest

from bureau.rules import Role
from followups import selectors, services
from followups.models import (
    FollowUpRecord,
    MonthlyRegister,
    NumberReveal,
    SpotCall,
    SpotCheck,
    SpotCheckItem,
)
from followups.rules.words import Outcome, Verdict
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    OCTOBER,
    InstitutionFactory,
    UserFactory,
    drawn,
    row,
    rows,
    submitted,
)
from tests.followups.calls import finish, record, to_call

# --- The redraw ------------------------------------------------------------------------------


@pytest.mark.long
def test_who_may_agree_to_a_redraw_is_told_that_one_waits_and_who_asked_is_not(
    hospital, liaison, section_head
):
    check = drawn(hospital)

    services.ask_redraw(check=check, reason="名单已经泄露", at=AFTER_CLOSING, by=section_head)
    assert not section_head.notices.exists()
    other = UserFactory(roles=[Role.SECTION_HEAD], section=section_head.section)
    services.withdraw_redraw(
        check=check.register.checks.waiting().get(), reason="是我弄错了", by=section_head,
        at=AFTER_CLOSING,
    )  # fmt: skip
    services.ask_redraw(check=check, reason="名单已经泄露", at=AFTER_CLOSING, by=liaison)

    for head in (section_head, other):
        [notice] = head.notices.all()
        assert "名单已经泄露" in notice.text


@pytest.mark.long
def test_a_redraw_needs_a_reason_and_a_second_person_and_keeps_the_first_draw(
    hospital, clerk, section_head
):
    first = drawn(hospital)
    people = list(first.items.order_by("position").values_list("record", flat=True))

    asked = services.ask_redraw(check=first, reason=" 名单已经泄露 ", at=AFTER_CLOSING, by=clerk)
    second = services.approve_redraw(check=asked, by=section_head, at=AFTER_CLOSING)

    first.refresh_from_db()
    assert (second.number, second.reason) == (2, "名单已经泄露")
    assert (second.asked_by, second.approved_by) == (clerk, section_head)
    assert (first.is_replaced, selectors.check_in_force(first.register)) == (True, second)
    assert list(first.items.order_by("position").values_list("record", flat=True)) == people
    assert second.items.filter(is_called_up=True).count() == 3


@pytest.mark.long
def test_a_redraw_is_over_the_frame_of_the_first_draw_whatever_was_taken_back_since(
    hospital, clerk, section_head
):
    first = drawn(hospital, 100)
    taken_back = rows(80, outcome=Outcome.LOST)
    elsewhere = [row(number, department="外科") for number in range(82, 102)]
    submitted(hospital, [*taken_back, *elsewhere], at=AFTER_CLOSING)
    asked = services.ask_redraw(check=first, reason="名单已经泄露", at=AFTER_CLOSING, by=clerk)

    second = services.approve_redraw(check=asked, by=section_head, at=AFTER_CLOSING)

    second = SpotCheck.objects.get(pk=second.pk)
    assert (second.frame, second.frame_hash) == (first.frame, first.frame_hash)
    assert (second.required, second.seed != first.seed) == (first.required, True)
    assert selectors.replay(second)[:2] == (True, True)
    assert all(item.changed_since_drawn for item in second.items.all())


@pytest.mark.long
@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_a_redraw_is_refused(hospital, clerk, reason):
    check = drawn(hospital)

    with pytest.raises(services.RegisterError):
        services.ask_redraw(check=check, reason=reason, at=AFTER_CLOSING, by=clerk)

    assert SpotCheck.objects.count() == 1


@pytest.mark.long
def test_who_asked_for_a_redraw_cannot_agree_to_it(hospital, section_head):
    asked = services.ask_redraw(
        check=drawn(hospital), reason="名单已经泄露", at=AFTER_CLOSING, by=section_head
    )

    with pytest.raises(services.RegisterError):
        services.approve_redraw(check=asked, by=section_head, at=AFTER_CLOSING)

    asked.refresh_from_db()
    assert asked.drawn_at is None


@pytest.mark.long
def test_agreeing_twice_draws_once(hospital, clerk, section_head):
    asked = services.ask_redraw(
        check=drawn(hospital), reason="名单已经泄露", at=AFTER_CLOSING, by=clerk
    )

    first = services.approve_redraw(check=asked, by=section_head, at=AFTER_CLOSING)
    again = services.approve_redraw(
        check=asked, by=section_head, at=AFTER_CLOSING + timedelta(days=1)
    )

    assert (again, again.seed, again.drawn_at) == (first, first.seed, AFTER_CLOSING)
    assert SpotCheck.objects.count() == 2


@pytest.mark.long
def test_while_one_redraw_waits_no_other_can_be_asked_for(hospital, clerk, section_head):
    check = drawn(hospital)
    services.ask_redraw(check=check, reason="名单已经泄露", at=AFTER_CLOSING, by=clerk)

    with pytest.raises(services.RegisterError):
        services.ask_redraw(check=check, reason="名单再抽一次", at=AFTER_CLOSING, by=section_head)

    assert SpotCheck.objects.count() == 2


@pytest.mark.long
def test_of_a_replaced_list_nobody_can_be_called_any_more(hospital, clerk, section_head, liaison):
    first = drawn(hospital)
    item = to_call(first)[0]
    asked = services.ask_redraw(check=first, reason="名单已经泄露", at=AFTER_CLOSING, by=clerk)
    services.approve_redraw(check=asked, by=section_head, at=AFTER_CLOSING)

    with pytest.raises(services.RegisterError):
        record(item, Verdict.GENUINE, by=liaison)
    with pytest.raises(services.RegisterError):
        services.reveal_number(item=item, by=liaison, at=AFTER_CLOSING)

    assert item not in selectors.items_to_call(liaison)


@pytest.mark.long
def test_an_unfinished_list_that_was_replaced_stays_hidden_from_the_hospital(
    hospital, clerk, section_head, liaison, officer
):
    first = drawn(hospital)
    services.reveal_number(item=to_call(first)[0], by=liaison, at=AFTER_CLOSING)
    record(to_call(first)[0], Verdict.GENUINE, by=liaison)
    asked = services.ask_redraw(check=first, reason="名单已经泄露", at=AFTER_CLOSING, by=clerk)
    second = services.approve_redraw(check=asked, by=section_head, at=AFTER_CLOSING)

    finish(second, by=liaison)

    assert list(SpotCheck.objects.visible_to(officer)) == [second]
    assert not SpotCheckItem.objects.visible_to(officer).filter(spot_check=first)
    assert not SpotCall.objects.visible_to(officer).filter(item__spot_check=first)
    assert not NumberReveal.objects.visible_to(officer).filter(item__spot_check=first)


# --- The repeated draw -----------------------------------------------------------------------


@pytest.mark.long
def test_the_draw_repeated_from_what_was_kept_finds_the_same_people(hospital):
    check = drawn(hospital, 60)
    submitted(hospital, rows(5, outcome=Outcome.LOST))

    replayed = selectors.replay(SpotCheck.objects.get(pk=check.pk))

    assert (replayed.same_frame, replayed.same_people) == (True, True)
    called = check.items.filter(is_called_up=True).order_by("position")
    assert replayed.people == list(called.values_list("record", flat=True))


@pytest.mark.long
def test_a_tampered_frame_is_found(hospital):
    check = drawn(hospital, 60)
    check.frame = check.frame[:-1]

    assert not selectors.replay(check).same_frame


def test_a_tampered_list_is_found(hospital):
    check = drawn(hospital, 60)
    stranger = FollowUpRecord.objects.exclude(
        pk__in=check.items.values_list("record", flat=True)
    ).first()
    check.items.filter(position=1).update(record=stranger)

    replayed = selectors.replay(check)

    assert (replayed.same_frame, replayed.same_people) == (True, False)


# --- Whose turn it is ------------------------------------------------------------------------


@pytest.mark.long
def test_who_did_not_answer_comes_again_after_all_the_others(hospital, liaison):
    check = drawn(hospital)
    first = selectors.items_to_call(liaison).first()

    record(first, Verdict.UNREACHABLE, by=liaison)

    assert [item.position for item in selectors.items_to_call(liaison)] == [2, 3, 1]
    assert first in to_call(check)


@pytest.mark.long
def test_an_officer_is_given_the_people_of_the_own_institutions_alone(hospital, township):
    other = UserFactory(roles=[Role.LIAISON], looks_after=[township])
    drawn(hospital)
    drawn(township)
    drawn(InstitutionFactory())

    found = selectors.items_to_call(other)

    assert {item.spot_check.register.institution for item in found} == {township}
    assert len(found) == 3


@pytest.mark.long
def test_what_is_claimed_after_the_closing_is_drawn_from_by_itself(hospital):
    register = submitted(hospital, rows(10, outcome=Outcome.PENDING)).register
    services.close_month(month=OCTOBER, at=CLOSING)
    submitted(hospital, rows(10), at=AFTER_CLOSING, reason="补录随访结果")

    services.close_month(month=OCTOBER, at=AFTER_CLOSING)

    first, second = register.checks.order_by("batch")
    assert (len(first.frame), len(second.frame)) == (0, 10)
    assert (second.batch, second.required) == (2, 3)


@pytest.mark.long
def test_a_correction_after_the_closing_is_not_drawn_from_again(hospital):
    register = submitted(hospital, rows(10)).register
    services.close_month(month=OCTOBER, at=CLOSING)
    submitted(hospital, rows(10, department="外科"), at=AFTER_CLOSING, reason="科室名称写错")

    services.close_month(month=OCTOBER, at=AFTER_CLOSING)
    services.close_month(month=OCTOBER, at=AFTER_CLOSING)

    assert register.checks.count() == 1
    assert not selectors.registers_to_draw(OCTOBER)


@pytest.mark.long
def test_a_month_adds_up_the_draws_over_its_arrivals(hospital):
    submitted(hospital, rows(10))
    services.close_month(month=OCTOBER, at=CLOSING)
    later = [row(number) for number in range(100, 110)]
    register = submitted(hospital, later, at=AFTER_CLOSING, reason="科室漏报一份").register
    services.close_month(month=OCTOBER, at=AFTER_CLOSING)

    figures = selectors.checks_of_months(MonthlyRegister.objects.all(), [OCTOBER])

    assert figures[hospital.pk, OCTOBER].required == 6
    assert register.checks.count() == 2
