"""Who is told at once of what others did with a case, instead of finding it by looking."""

import pytest

from bureau.models import Notice, User
from bureau.sending import Urgency
from complaints import services
from complaints.notices.whom import who_may_know
from complaints.rules.words import Grade, Ground
from complaints.services.tracking import add_words, grade_answer
from tests.complaints.conftest import moment, of_petition_desk


@pytest.fixture
def told(desk):
    """Name who was told something of a case, and what, since the last asking."""

    def since(case):
        rows = Notice.objects.filter(subject_no=case.no).order_by("pk")
        found = {(one.recipient, one.words["en"]) for one in rows}
        rows.delete()
        return found

    return since


def test_whoever_is_on_duty_hears_at_once_of_what_presses_for_safety(desk, told):
    case = desk.case("2026-11-02", safety_urgent=True)

    urgent = Notice.objects.filter(subject_no=case.no)
    assert {one.urgency for one in urgent} == {Urgency.SAFETY}
    said = f"{case.no}: somebody's health is at risk. A first action is due by 2 Nov 12:00."
    assert told(case) == {(desk.clerk, said), (desk.head, said)}


def test_what_is_found_to_press_later_is_told_to_whoever_handles_it_once(desk, told):
    case = desk.accepted()
    assert told(case) == set()

    for _ in range(2):
        desk.do("sort_case", case, changes={"safety_urgent": True}, calendar=desk.calendar)

    assert {user for user, _words in told(case)} == {desk.clerk, desk.head}
    desk.do("sort_case", case, changes={"safety_urgent": False}, calendar=desk.calendar)
    assert told(case) == set()


def test_who_of_many_may_know_of_a_case_is_asked_once_for_all(desk, django_assert_num_queries):
    case = desk.case(is_accusation=True)
    petitions = [of_petition_desk() for _ in range(3)]
    anew = User.objects.in_bulk([desk.clerk.pk, desk.officer.pk, *(one.pk for one in petitions)])

    # Their roles, their sections, and the case: a query each.
    with django_assert_num_queries(3):
        told = who_may_know(case, [*anew.values(), *anew.values()])

    assert told == petitions


def test_a_units_report_reaches_whoever_handles_the_case_each_time(desk, told):
    case = desk.dispatched()
    told(case)

    for _ in range(2):
        desk.report(case)
    desk.report(case, text="补充监控截图")

    said = f"{desk.hospital.name} has reported on {case.no}."
    assert Notice.objects.filter(subject_no=case.no).count() == 2
    assert told(case) == {(desk.clerk, said)}


def test_what_a_unit_gives_back_is_told_to_whoever_handles_the_case(desk, told):
    case = desk.dispatched()
    told(case)

    for _ in range(2):
        desk.do("return_case", case, by=desk.officer, institution=desk.hospital,
                reason="不属于本院职责")  # fmt: skip

    assert told(case) == {(desk.clerk, f"{desk.hospital.name} has given {case.no} back.")}


def test_what_whoever_complained_adds_is_told_once_for_the_same_words(desk, told):
    case = desk.dispatched()
    told(case)

    for words in ("我有录音", "我有录音", "还有一张照片"):
        add_words(case=case, text=words, at=moment("2026-11-04"))

    assert Notice.objects.filter(subject_no=case.no).count() == 2
    assert {user for user, _words in told(case)} == {desk.clerk}


@pytest.mark.long
def test_a_bad_grade_on_the_query_page_is_told_to_whoever_handles_it_and_the_head(desk, told):
    case = desk.replied()
    told(case)
    graded = {"note": "没有当面道歉", "at": moment("2026-11-09"), "calendar": desk.calendar}

    for _ in range(2):
        grade_answer(case=case, grade=Grade.DISSATISFIED, **graded)

    assert {user for user, _words in told(case)} == {desk.clerk, desk.head}


@pytest.mark.long
def test_who_writes_a_bad_grade_down_is_not_told_of_it(desk, told):
    case = desk.replied()
    told(case)

    services.record_callback(
        case=case, grade=Grade.DISSATISFIED, note="没有当面道歉", by=desk.clerk,
        at=moment("2026-11-09"), calendar=desk.calendar,
    )  # fmt: skip

    assert {user for user, _words in told(case)} == {desk.head}


@pytest.mark.long
def test_a_good_grade_is_told_to_nobody(desk, told):
    case = desk.replied()
    told(case)

    grade_answer(case=case, grade=Grade.SATISFIED, note="", at=moment("2026-11-09"),
                 calendar=desk.calendar)  # fmt: skip

    assert told(case) == set()


@pytest.mark.long
def test_a_unit_that_is_given_a_case_again_hears_of_it_each_time(desk):
    def heard():
        return Notice.objects.filter(
            subject_no=case.no, recipient=desk.officer, words__en__endswith="came to you."
        ).count()

    case = desk.dispatched()
    assert heard() == 1

    for on, times in (("2026-11-05", 2), ("2026-11-06", 3)):
        desk.report(case, on=on)
        for _ in range(2):
            desk.do("dispatch_case", case, on=on, institution=desk.hospital, text="请补充调查",
                    calendar=desk.calendar)  # fmt: skip
        assert heard() == times


@pytest.mark.long
def test_what_is_taken_up_again_is_told_each_time_to_whoever_handles_it(desk):
    def heard(user):
        said = f"{case.no} is taken up again."
        return Notice.objects.filter(recipient=user, words__en=said).count()

    case = desk.replied()
    for times, on in enumerate(("2026-11-12", "2026-11-16"), start=1):
        for _ in range(2):
            desk.do("reopen_case", case, on=on, why="提供了新的录音证据", by=desk.head,
                    calendar=desk.calendar)  # fmt: skip
        assert (heard(desk.clerk), heard(desk.head)) == (times, 0)
        desk.do("withdraw_case", case, on=on, why="与医院已经和解")


def test_what_nobody_handles_is_told_to_who_is_on_duty_when_it_is_taken_up_again(desk, told):
    case = desk.case()
    desk.do("decline_case", case, ground=Ground.IN_COURT, explanation="已向法院起诉")
    told(case)

    desk.do("reopen_case", case, on="2026-11-12", why="提供了新的录音证据", calendar=desk.calendar)

    assert told(case) == {(desk.head, f"{case.no} is taken up again.")}
