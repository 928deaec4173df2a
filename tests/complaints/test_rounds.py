"""Cases that go another round: given to another unit, taken up again, graded after the end."""

import pytest

from bureau.rules import Role
from complaints import services
from complaints.models import Case
from complaints.rules.steps import Step
from complaints.rules.words import CaseState, ClockCode, Finding, Grade, ReplyWay, Tab
from complaints.selectors.tracking import progress_of
from complaints.services import CaseError
from complaints.services.tracking import grade_answer
from complaints.verbs import offered
from rectification.models import Item
from tests.complaints.conftest import moment
from tests.factories import InstitutionFactory, StaffFactory, UserFactory

FINE = {"finding": Finding.UNSUBSTANTIATED}


def reopen(desk, case, on="2026-11-12"):
    desk.do("reopen_case", case, on=on, why="提供了新的录音证据", calendar=desk.calendar)


def dispatch(desk, case, house, text, on="2026-11-12", **said):
    desk.do("dispatch_case", case, on=on, institution=house, text=text,
            calendar=desk.calendar, **said)  # fmt: skip


def call(desk, case, grade, on, note=""):
    said = {"grade": grade, "note": note, "calendar": desk.calendar}
    return desk.do("record_callback", case, on=on, **said)


def reply(desk, case, on, text="已核实并批评教育"):
    said = {"way": ReplyWay.PHONE, "text": text, "calendar": desk.calendar}
    return desk.do("reply_case", case, on=on, **said)


def verify_again(desk, case, on="2026-11-13", finding=Finding.UNSUBSTANTIATED):
    desk.do("begin_investigation", case, on=on)
    services.find_allegation(
        allegation=case.allegations.get(), finding=finding, basis="再次调取监控与谈话记录",
        by=desk.clerk, at=moment(on),
    )  # fmt: skip
    desk.do("verify_case", case, on=on, by=desk.head)


def standing(case):
    held = case.assignments.filter(returned_at=None)
    return set(held.values_list("institution__name", "is_lead", "text"))


@pytest.mark.long
def test_a_bad_grade_after_a_review_that_was_not_made_has_its_clock_again(desk):
    case = desk.replied(**FINE)
    call(desk, case, Grade.DISSATISFIED, "2026-11-09", "答复不清楚")
    reopen(desk, case)
    verify_again(desk, case)
    reply(desk, case, "2026-11-16", "重新核实，已道歉")

    call(desk, case, Grade.VERY_DISSATISFIED, "2026-11-17", "还是不清楚")

    waits = case.clocks.get(code=ClockCode.REVIEW, is_void=False)
    assert waits.started_on == moment("2026-11-17").date()


@pytest.mark.long
def test_taken_up_again_a_case_goes_to_another_unit_and_the_first_has_it_no_longer(desk):
    case, other = desk.replied(**FINE), InstitutionFactory()
    reopen(desk, case)

    for _ in range(2):
        dispatch(desk, case, other, "请贵院核实")

    assert standing(case) == {(other.name, True, "请贵院核实")}
    assert not Case.objects.visible_to(desk.officer).exists()
    gone = case.assignments.get(institution=desk.hospital)
    assert (gone.returned_by, other.name in gone.return_reason) == (desk.clerk, True)


@pytest.mark.long
def test_who_led_until_now_may_assist(desk):
    case, other = desk.replied(**FINE), InstitutionFactory()
    reopen(desk, case)

    dispatch(desk, case, other, "请贵院核实", assisting=[desk.hospital])

    assert standing(case) == {
        (other.name, True, "请贵院核实"), (desk.hospital.name, False, "请贵院核实"),
    }  # fmt: skip


@pytest.mark.long
def test_who_assisted_may_lead_with_a_text_of_its_own_and_its_report_counts(desk):
    case, other = desk.accepted(), InstitutionFactory()
    dispatch(desk, case, desk.hospital, "请核实", on="2026-11-03", assisting=[other])
    desk.do("return_case", case, institution=desk.hospital, reason="不属于本院职责")

    dispatch(desk, case, other, "请贵院核实", on="2026-11-04")

    assert standing(case) == {(other.name, True, "请贵院核实")}
    officer = UserFactory(institution=other, roles=[Role.HOSPITAL_OFFICER])
    desk.do("submit_report", case, on="2026-11-05", by=officer, institution=other,
            text="已谈话提醒", calendar=desk.calendar)  # fmt: skip
    assert Case.objects.get(pk=case.pk).state == CaseState.FINDING_SUBMITTED


@pytest.mark.long
def test_given_again_a_unit_reads_the_new_text(desk):
    case = desk.dispatched()
    desk.report(case)

    dispatch(desk, case, desk.hospital, "请补充调查")

    assert standing(case) == {(desk.hospital.name, True, "请补充调查")}


@pytest.mark.long
def test_a_case_with_a_bad_grade_after_its_end_is_archived_once_that_is_reviewed(desk):
    case = desk.replied(**FINE)
    desk.do("close_case", case, on="2026-11-09")
    bad = call(desk, case, Grade.DISSATISFIED, "2026-11-10", "答复不清楚")
    with pytest.raises(CaseError, match="waits for its review"):
        desk.do("archive_case", case, on="2026-11-11")

    services.review_callback(
        callback=bad, is_subjective=False, review="答复已说明依据", by=desk.head,
        at=moment("2026-11-11"), calendar=desk.calendar,
    )  # fmt: skip
    for _ in range(2):
        desk.do("archive_case", case, on="2026-11-12")

    assert Case.objects.get(pk=case.pk).state == CaseState.ARCHIVED
    assert not case.clocks.filter(stopped_at=None, is_void=False).exists()


@pytest.mark.long
def test_what_was_withdrawn_after_a_bad_grade_waits_for_no_review(desk):
    case = desk.replied(**FINE)
    call(desk, case, Grade.DISSATISFIED, "2026-11-09", "答复不清楚")
    reopen(desk, case)
    desk.do("withdraw_case", case, on="2026-11-13", why="与医院已经和解")

    desk.do("archive_case", case, on="2026-11-16")

    assert Case.objects.get(pk=case.pk).state == CaseState.ARCHIVED


@pytest.mark.long
def test_taken_up_again_a_case_is_answered_and_graded_again_in_the_same_words(desk):
    case = desk.replied(**FINE)
    call(desk, case, Grade.SATISFIED, "2026-11-09")
    reopen(desk, case)
    verify_again(desk, case)

    for _ in range(2):
        reply(desk, case, "2026-11-16")
    assert (case.replies.count(), Case.objects.get(pk=case.pk).state) == (2, CaseState.REPLIED)
    assert not case.clocks.filter(code=ClockCode.ANSWER, stopped_at=None, is_void=False).exists()
    for _ in range(2):
        call(desk, case, Grade.SATISFIED, "2026-11-17")

    assert (case.callbacks.count(), Case.objects.get(pk=case.pk).state) == (2, CaseState.CALLBACK)
    assert not case.clocks.filter(stopped_at=None, is_void=False).exists()


@pytest.mark.long
def test_nobody_reached_on_two_days_is_two_calls(desk):
    case = desk.replied(**FINE)

    for day in ("2026-11-09", "2026-11-09", "2026-11-10"):
        call(desk, case, Grade.NOT_REACHED, day)

    assert case.callbacks.count() == 2


@pytest.mark.long
def test_given_again_a_unit_reports_again_in_the_same_words(desk):
    case = desk.dispatched()
    desk.report(case)
    dispatch(desk, case, desk.hospital, "请补充调查", on="2026-11-04")

    for _ in range(2):
        desk.report(case, on="2026-11-05")

    assert (case.reports.count(), Case.objects.get(pk=case.pk).state) == (
        2, CaseState.FINDING_SUBMITTED,
    )  # fmt: skip
    assert case.clocks.get(code=ClockCode.UNIT_REPORT).stopped_at == moment("2026-11-05")


@pytest.mark.long
def test_what_is_taken_up_again_is_answered_again_before_it_is_closed(desk):
    case = desk.replied(**FINE)
    reopen(desk, case)
    verify_again(desk, case)
    with pytest.raises(CaseError, match="wants an answer"):
        desk.do("close_case", case, on="2026-11-16")

    reply(desk, case, "2026-11-16")
    desk.do("close_case", case, on="2026-11-17")

    assert Case.objects.get(pk=case.pk).state == CaseState.CLOSED


@pytest.mark.long
@pytest.mark.parametrize("reason", ["", "上次的整改仍在进行"])
def test_what_still_holds_after_a_reopening_needs_a_new_item_or_reason(desk, reason):
    case = desk.replied()
    first = desk.order(desk.do("open_rectification", case, on="2026-11-09"))
    reopen(desk, case)
    verify_again(desk, case, finding=Finding.SUBSTANTIATED)
    reply(desk, case, "2026-11-16")
    with pytest.raises(CaseError, match="Open a ledger item"):
        desk.do("close_case", case, on="2026-11-16")

    for _ in range(0 if reason else 2):
        again = desk.order(desk.do("open_rectification", case, on="2026-11-16"), on="2026-11-16")
        assert again != first
    desk.do("close_case", case, on="2026-11-17", no_rectification=reason)

    assert Item.objects.count() == (1 if reason else 2)
    assert Case.objects.get(pk=case.pk).no_rectification == reason


@pytest.mark.long
def test_no_end_is_offered_that_would_be_refused(desk):
    def steps():
        return {verb.step for verb in offered(desk.clerk, Case.objects.get(pk=case.pk))}

    case = desk.replied(**FINE)
    assert Step.CLOSE in steps()
    reopen(desk, case)
    verify_again(desk, case)
    assert Step.CLOSE not in steps()
    reply(desk, case, "2026-11-16")
    desk.do("close_case", case, on="2026-11-16")
    assert Step.ARCHIVE in steps()

    call(desk, case, Grade.DISSATISFIED, "2026-11-17", "答复不清楚")

    assert Step.ARCHIVE not in steps()


@pytest.mark.long
def test_the_term_of_a_review_runs_until_the_last_bad_grade_is_reviewed(desk):
    case = desk.replied(**FINE)
    bad = [
        call(desk, case, Grade.DISSATISFIED, "2026-11-09", "答复不清楚"),
        call(desk, case, Grade.VERY_DISSATISFIED, "2026-11-09", "没有当面道歉"),
    ]

    def review(one):
        services.review_callback(
            callback=one, is_subjective=False, review="答复已说明依据", by=desk.head,
            at=moment("2026-11-10"), calendar=desk.calendar,
        )  # fmt: skip
        return case.clocks.get(code=ClockCode.REVIEW).stopped_at

    assert [review(one) for one in bad] == [None, moment("2026-11-10")]


@pytest.mark.long
@pytest.mark.parametrize("verb", ["dispatch_case", "sort_case"])
def test_who_is_tied_to_no_record_goes_with_the_case_and_who_is_tied_stays(desk, verb):
    case, other = desk.dispatched(), InstitutionFactory()
    for said in ("张医生", "李护士"):
        desk.do("name_person", case, said_as=said)
    tied, untied = case.people.order_by("pk")
    services.tie_person(
        person=tied, staff=StaffFactory(institution=desk.hospital), by=desk.clerk,
        at=moment("2026-11-03"),
    )  # fmt: skip
    desk.do("return_case", case, institution=desk.hospital, reason="不属于本院职责")

    if verb == "dispatch_case":
        dispatch(desk, case, other, "请贵院核实", is_about=True)
    else:
        desk.do(verb, case, changes={"institution": other}, calendar=desk.calendar)

    tied.refresh_from_db()
    untied.refresh_from_db()
    assert (tied.institution, untied.institution) == (desk.hospital, other)


@pytest.mark.long
def test_given_to_a_unit_that_it_is_not_about_nobody_named_goes_along(desk):
    case = desk.accepted()
    desk.do("name_person", case, said_as="张医生")

    dispatch(desk, case, InstitutionFactory(), "请贵院核实")

    assert case.people.get().institution == desk.hospital


@pytest.mark.long
def test_the_public_grades_the_answer_of_a_second_round_once_and_once_more(desk):
    def grade(given, on):
        return grade_answer(case=case, grade=given, note="答复不清楚", at=moment(on),
                            calendar=desk.calendar)  # fmt: skip

    case = desk.replied(**FINE)
    for given in (Grade.DISSATISFIED, Grade.VERY_DISSATISFIED):
        grade(given, "2026-11-09")
    reopen(desk, case)
    verify_again(desk, case)
    reply(desk, case, "2026-11-16", "重新核实，已道歉")
    case.refresh_from_db()
    shown = progress_of(case, day=moment("2026-11-17").date())
    assert (shown.graded, shown.may_grade) == (0, True)

    for given in (Grade.DISSATISFIED, Grade.DISSATISFIED, Grade.SATISFIED):
        grade(given, "2026-11-17")

    assert case.callbacks.count() == 4
    with pytest.raises(CaseError, match="graded it twice already"):
        grade(Grade.VERY_SATISFIED, "2026-11-18")


@pytest.mark.long
def test_a_bad_grade_of_an_earlier_round_waits_for_no_review_and_keeps_no_end_back(desk):
    case = desk.replied(**FINE)
    bad = call(desk, case, Grade.DISSATISFIED, "2026-11-09", "答复不清楚")
    reopen(desk, case)
    bad.refresh_from_db()
    assert (bad.needs_review, bad.reviewed_at, bad.note) == (False, None, "答复不清楚")
    assert not Case.objects.in_tab(Tab.TO_CALL_BACK).exists()
    verify_again(desk, case)
    reply(desk, case, "2026-11-16", "重新核实，已道歉")

    for _ in range(2):
        desk.do("close_case", case, on="2026-11-17")

    assert Case.objects.get(pk=case.pk).state == CaseState.CLOSED


@pytest.mark.long
def test_one_bad_grade_reviewed_as_the_houses_fault_settles_the_other(desk):
    case = desk.replied(**FINE)
    first, second = (
        call(desk, case, grade, "2026-11-09", "答复不清楚")
        for grade in (Grade.DISSATISFIED, Grade.VERY_DISSATISFIED)
    )

    services.review_callback(
        callback=first, is_subjective=True, review="答复未说明依据", by=desk.head,
        at=moment("2026-11-10"), calendar=desk.calendar,
    )  # fmt: skip

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.needs_review, first.reviewed_by, second.needs_review) == (True, desk.head, False)
