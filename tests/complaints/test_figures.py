"""The indicators of complaints: each over its own denominator, and the same when asked again."""

from datetime import date

import pytest

from bureau.services import record_act
from complaints import services
from complaints.figures import READERS, by_house, counted_cases, figures, reckon
from complaints.figures.counting import Period
from complaints.figures.intake import entered_later
from complaints.figures.orders import left_out
from complaints.models import Case
from complaints.rules.words import CaseType, Channel, Finding, Grade
from complaints.selectors.as_of import NO_HOUSE, as_they_stood
from complaints.services.tracking import grade_answer
from tests.complaints.conftest import moment
from tests.complaints.test_files import sent
from tests.factories import InstitutionFactory

SAME = "同一件事由同一人反映"
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def told(desk):
    def reckoned(*houses, first=FIRST, last=LAST):
        found = figures(
            first=first, last=last, institutions=houses or [desk.hospital],
            calendar=desk.calendar,
        )  # fmt: skip
        return {one.code: (one.numerator, one.denominator) for one in found}

    return reckoned


def call(desk, case, grade, on="2026-11-10", **said):
    return desk.do("record_callback", case, on=on, grade=grade, note="等待时间太长",
                   calendar=desk.calendar, **said)  # fmt: skip


@pytest.mark.long
def test_intake_counts_complaints_among_all_that_came(desk, told):
    desk.case()
    desk.case(type=CaseType.CONSULTATION)
    desk.case(on="2026-10-30")
    withdrawn = desk.accepted()
    desk.do("withdraw_case", withdrawn, why="本人要求撤回", on="2026-11-05")

    assert told()["intake"] == (1, 3)


@pytest.mark.long
def test_what_was_joined_counts_once_and_unjoined_again_by_itself(desk, told):
    cases = [desk.case(), desk.case(channel=Channel.HOTLINE, external_no="1")]
    services.merge_cases(cases=cases, why=SAME, by=desk.clerk, at=moment("2026-11-04"))

    assert told()["intake"] == (1, 1)
    desk.do("unmerge_case", cases[1], why="核实为两件不同的事", on="2026-11-06")
    assert told()["intake"] == (2, 2)


@pytest.mark.long
def test_month_end_stands_still_whatever_happens_afterwards(desk, told):
    cases = [desk.case(), desk.case()]
    answered = desk.replied()
    call(desk, answered, Grade.SATISFIED)
    before = told()
    assert before["intake"] == (3, 3)
    assert before["substantiated"] == (1, 1)
    assert before["satisfied"] == (1, 1)

    other = InstitutionFactory()
    services.merge_cases(cases=cases, why=SAME, by=desk.clerk, at=moment("2026-12-02"))
    desk.do("sort_case", cases[1], changes={"institution": other}, on="2026-12-03",
            calendar=desk.calendar)  # fmt: skip
    desk.do("accept_case", cases[0], on="2026-12-03", calendar=desk.calendar)
    desk.do("withdraw_case", cases[0], why="本人要求撤回", on="2026-12-04")
    call(desk, answered, Grade.DISSATISFIED, on="2026-12-05")
    desk.do("reopen_case", answered, why="发现新的证据", on="2026-12-06", calendar=desk.calendar)

    assert told() == before
    december = told(first=date(2026, 12, 1), last=date(2026, 12, 31))
    assert december["satisfied"] == (0, 1)
    assert december["taken_up_on_time"] == (0, 1)


@pytest.mark.long
def test_a_file_taken_off_a_case_takes_the_case_off_nothing(desk, told):
    case = desk.replied(channel=Channel.HOTLINE, external_no="1")
    call(desk, case, Grade.SATISFIED, is_solved=True)
    before = told()
    assert (before["intake"], before["order_solved"]) == ((1, 1), (1, 1))

    services.withdraw_file(
        case=case, attachment=sent(case), reason="传错了病历照片", by=desk.clerk,
        at=moment("2026-11-12"),
    )  # fmt: skip
    # As it stands in books that were begun earlier.
    record_act(
        verb="withdraw_attachment", kind="case", no=case.no, by=desk.clerk,
        at=moment("2026-11-13"), after="withdrawn",
    )  # fmt: skip

    assert told() == before


@pytest.mark.long
def test_a_case_sorted_to_another_house_counts_there_from_then_on(desk, told):
    case, other = desk.case(), InstitutionFactory()

    desk.do("sort_case", case, changes={"institution": other}, calendar=desk.calendar)

    assert told()["intake"] == (0, 0)
    assert told(other)["intake"] == (1, 1)


@pytest.mark.long
def test_on_time_is_by_the_day_of_the_answer(desk, told):
    desk.replied(on="2026-11-06")
    late = desk.verified()
    desk.do("reply_case", late, on="2026-11-20", way="phone", text="已核实", calendar=desk.calendar)

    assert told()["answered_on_time"] == (1, 2)


@pytest.mark.long
def test_substantiated_is_of_the_matters_that_were_found(desk, told):
    desk.verified()
    desk.verified(finding=Finding.UNSUBSTANTIATED)
    desk.case()

    assert told()["substantiated"] == (1, 2)


@pytest.mark.long
def test_the_last_valid_grade_counts_and_who_was_not_reached_leaves(desk, told):
    once, twice, never = desk.replied(), desk.replied(), desk.replied()
    call(desk, once, Grade.FAIR)
    call(desk, twice, Grade.SATISFIED)
    call(desk, twice, Grade.DISSATISFIED, on="2026-11-12")
    call(desk, never, Grade.NOT_REACHED)

    assert told()["satisfied"] == (1, 2)


def order(desk, no, **said):
    return desk.case(channel=Channel.HOTLINE, external_no=no, **said)


def rung(desk, case, on):
    desk.do("sign_order", case, on="2026-11-02", calendar=desk.calendar)
    desk.do("contact_caller", case, on=on)


@pytest.mark.long
def test_callers_rung_back_in_time_of_those_to_be_rung(desk, told):
    rung(desk, order(desk, "1"), "2026-11-03")
    rung(desk, order(desk, "2"), "2026-11-04")
    order(desk, "3")
    order(desk, "4", type=CaseType.CONSULTATION)
    excluded = order(desk, "5")
    rung(desk, excluded, "2026-11-05")
    request = desk.do("ask_exclusion", excluded, basis="要求免除全部医药费")
    services.decide_request(request=request, is_granted=True, by=desk.head, at=moment("2026-11-06"))

    assert told()["order_response"] == (1, 3)
    cases = as_they_stood(Case.objects.all(), LAST)
    assert left_out(cases, Period(FIRST, LAST, desk.calendar)) == 2


@pytest.mark.long
def test_an_order_of_the_last_day_is_rung_in_the_next_month(desk, told):
    order(desk, "1", on="2026-11-30")

    assert told()["order_response"] == (0, 0)
    assert told(first=date(2026, 12, 1), last=date(2026, 12, 31))["order_response"] == (0, 1)


@pytest.mark.long
def test_who_is_to_be_rung_by_a_day_to_come_counts_from_that_day_on(desk):
    order(desk, "1", on="2026-11-12")

    period = Period(FIRST, LAST, desk.calendar)
    before = reckon(Case.objects.all(), period._replace(today=date(2026, 11, 12)))
    after = reckon(Case.objects.all(), period._replace(today=date(2026, 11, 13)))
    assert before["order_response"] == []
    assert [one.is_in for one in after["order_response"]] == [False]


@pytest.mark.long
def test_orders_are_solved_and_satisfied_by_what_their_callers_say(desk, told):
    solved, unsolved = (desk.replied(channel=Channel.HOTLINE, external_no=no) for no in ("1", "2"))
    call(desk, solved, Grade.SATISFIED, is_solved=True)
    call(desk, unsolved, Grade.DISSATISFIED, is_solved=False)
    call(desk, desk.replied(), Grade.SATISFIED)

    found = told()
    assert (found["order_solved"], found["order_satisfied"]) == ((1, 2), (1, 2))
    assert found["satisfied"] == (2, 3)
    assert found["order_on_time"] == (2, 2)


@pytest.mark.long
def test_solved_is_counted_of_all_valid_call_backs_and_a_later_grade_takes_no_word_back(desk, told):
    solved, silent, unreached = (
        desk.replied(channel=Channel.HOTLINE, external_no=no) for no in ("1", "2", "3")
    )
    call(desk, solved, Grade.SATISFIED, is_solved=True)
    grade_answer(case=solved, grade=Grade.VERY_SATISFIED, note="", at=moment("2026-11-12"),
                 calendar=desk.calendar)  # fmt: skip
    call(desk, silent, Grade.SATISFIED)
    call(desk, unreached, Grade.NOT_REACHED)

    assert told()["order_solved"] == (1, 2)


@pytest.mark.long
def test_an_order_that_is_not_to_count_leaves_the_answers_in_time_too(desk, told):
    excluded = desk.replied(channel=Channel.HOTLINE, external_no="1")
    desk.replied(channel=Channel.HOTLINE, external_no="2")
    request = desk.do("ask_exclusion", excluded, basis="要求免除全部医药费")
    assert told()["order_on_time"] == (2, 2)

    services.decide_request(request=request, is_granted=True, by=desk.head, at=moment("2026-11-12"))

    assert told()["order_on_time"] == (1, 1)


def test_what_a_number_counts_can_be_opened(desk):
    case = desk.case()
    desk.case(type=CaseType.PRAISE)
    period = Period(FIRST, LAST, desk.calendar)

    assert counted_cases("intake", Case.objects.all(), period) == {case.pk}
    assert counted_cases("nonsense", Case.objects.all(), period) == set()


@pytest.mark.long
def test_the_parts_of_the_houses_sum_to_the_whole_and_nobodys_stand_apart(desk):
    desk.case()
    desk.case(institution=None)
    counted = reckon(Case.objects.all(), period := Period(FIRST, LAST, desk.calendar))
    codes = {str(desk.hospital.pk): desk.hospital.code, NO_HOUSE: ""}

    parts = by_house(counted, period, codes)

    assert [len(one) for one in parts.values()] == [len(READERS)] * 2
    assert [one[0].numerator for one in parts.values()] == [1, 1]


@pytest.mark.long
def test_what_is_entered_after_its_month_counts_there_from_then_on_and_is_said(desk, told):
    desk.case("2026-11-05")
    told_before = told()["intake"]
    period = Period(FIRST, LAST, desk.calendar)

    def later():
        return entered_later(as_they_stood(Case.objects.all(), LAST), period)

    assert later() == 0
    services.register_case(
        told=desk.told("2026-11-07"), complainant=services.Complainant(), by=desk.clerk,
        at=moment("2026-12-03"), calendar=desk.calendar,
    )  # fmt: skip

    assert (told_before, told()["intake"]) == ((1, 1), (2, 2))
    assert later() == 1
