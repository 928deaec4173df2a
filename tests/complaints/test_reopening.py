"""What is taken up again: where it goes on, which terms run anew, what is said of it."""

from datetime import date

import pytest

from bureau.models import Notice
from bureau.rules import Role
from bureau.sending import Urgency
from complaints import invariants
from complaints.models import Case, HotlineOrder
from complaints.rules import workflow
from complaints.rules.steps import Step
from complaints.rules.words import (
    CaseState,
    CaseType,
    Channel,
    ClockCode,
    Finding,
    Ground,
    Receiver,
    ReplyWay,
)
from complaints.selectors.tracking import progress_of
from complaints.services import CaseError
from complaints.verbs import offered
from tests.complaints.conftest import moment
from tests.complaints.test_rounds import reopen
from tests.factories import UserFactory

C, S = ClockCode, CaseState
DAY = date(2026, 11, 12)


def declined(desk, **said):
    case = desk.case(**said)
    desk.do("decline_case", case, ground=Ground.IN_COURT, explanation="已向法院起诉")
    return case


def running(case):
    return dict(case.clocks.filter(stopped_at=None, is_void=False).values_list("code", "due_on"))


def steps(desk, case):
    return {verb.step for verb in offered(desk.clerk, Case.objects.get(pk=case.pk))}


def accept(desk, case, on="2026-11-13"):
    desk.do("accept_case", case, on=on, by=desk.taker(case), calendar=desk.calendar)
    case.refresh_from_db()
    return case


@pytest.mark.long
def test_what_was_not_handled_is_registered_again_and_accepted_before_it_goes_on(desk):
    case = declined(desk)

    for _ in range(2):
        reopen(desk, case)

    case.refresh_from_db()
    assert case.state == CaseState.REGISTERED
    assert {Step.ACCEPT, Step.ACCEPT_DISPATCH, Step.DECLINE} <= steps(desk, case)
    assert Step.INVESTIGATE not in steps(desk, case)
    assert running(case) == {C.TRIAGE: date(2026, 11, 13), C.ANSWER: date(2026, 11, 19)}
    assert accept(desk, case).handler == desk.clerk
    assert not list(invariants.breaches(at=moment("2026-11-13")))


@pytest.mark.long
def test_why_it_was_not_handled_holds_no_longer(desk):
    case = Case.objects.get(pk=declined(desk).pk)
    assert progress_of(case, day=DAY).case.ground
    reopen(desk, case)

    case.refresh_from_db()

    assert (case.ground, case.explanation, case.handed_to) == ("", "", "")
    assert progress_of(case, day=DAY).may_add


@pytest.mark.long
def test_where_it_went_holds_no_longer_once_it_comes_back(desk):
    case = desk.accepted()
    desk.do("transfer_case", case, to=Receiver.POLICE, explanation="已移送公安机关处理")
    reopen(desk, case)

    case.refresh_from_db()

    assert (case.state, case.handed_to, case.explanation) == (CaseState.REOPENED, "", "")
    assert case.handler == desk.clerk


def test_a_petition_that_was_not_accepted_has_its_60_days_once_it_is(desk):
    case = declined(desk, channel=Channel.PETITION_LETTER)
    reopen(desk, case)
    assert running(case)[C.PETITION_TELL] == date(2026, 11, 27)

    accept(desk, case)

    assert running(case)[C.PETITION_FINISH] == date(2027, 1, 12)
    assert C.PETITION_TELL not in running(case)


@pytest.mark.long
def test_a_petition_that_was_answered_has_its_60_days_anew(desk):
    case = desk.replied(channel=Channel.PETITION_LETTER)
    reopen(desk, case)

    assert running(case) == {C.ANSWER: date(2026, 11, 19), C.PETITION_FINISH: date(2027, 1, 11)}


@pytest.mark.long
def test_an_order_that_nobody_signed_is_signed_and_its_caller_rung(desk):
    case = declined(desk, channel=Channel.HOTLINE, external_no="DH1")
    reopen(desk, case)
    assert {C.HOTLINE_SIGN, C.HOTLINE_ANSWER} <= set(running(case))
    assert Step.SIGN in steps(desk, case)

    accept(desk, case)
    desk.do("contact_caller", case, on="2026-11-13")

    assert HotlineOrder.objects.get(case=case).contacted_at == moment("2026-11-13")


@pytest.mark.long
def test_an_order_that_was_answered_has_the_hotlines_term_anew(desk):
    case = desk.replied(channel=Channel.HOTLINE, external_no="DH1")
    reopen(desk, case)

    assert running(case) == {C.ANSWER: date(2026, 11, 19), C.HOTLINE_ANSWER: date(2026, 11, 19)}
    assert C.HOTLINE_SIGN not in running(case)
    desk.do("dispatch_case", case, on="2026-11-13", institution=desk.hospital, text="请再核实",
            calendar=desk.calendar)  # fmt: skip
    assert running(case)[C.UNIT_REPORT] == date(2026, 11, 17)  # two working days before the order


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "due_on"),
    [(CaseType.CONSULTATION, date(2026, 11, 16)), (CaseType.SUGGESTION, date(2026, 11, 26)),
     (CaseType.PRAISE, None)],
)  # fmt: skip
def test_what_is_no_complaint_has_its_own_term_again(desk, kind, due_on):
    case = desk.accepted(type=kind)
    desk.do("reply_case", case, way=ReplyWay.PHONE, text="已告知办理流程", calendar=desk.calendar)
    reopen(desk, case)

    assert running(case).get(C.ANSWER) == due_on
    row = case.clocks.filter(code=C.ANSWER, started_on=DAY).first()
    assert row is None or row.family == "internal"


def test_whatever_may_be_taken_up_again_says_so():
    ended = {S.CLOSED, S.ARCHIVED, S.NOT_HANDLED, S.TRANSFERRED, S.WITHDRAWN}
    assert {S.REPLIED, S.CALLBACK, *ended} == workflow.TAKEN_UP_AGAIN


@pytest.mark.long
@pytest.mark.parametrize(
    ("made", "state"), [("case", CaseState.REGISTERED), ("accepted", CaseState.REOPENED)]
)
def test_what_was_withdrawn_by_mistake_is_taken_up_again(desk, made, state):
    case = getattr(desk, made)()
    desk.do("withdraw_case", case, why="与医院已经和解")
    reopen(desk, case)

    case.refresh_from_db()

    assert case.state == state
    assert C.ANSWER in running(case)
    assert not list(invariants.breaches(at=moment("2026-11-13")))


@pytest.mark.long
@pytest.mark.parametrize("was_accepted", [True, False])
def test_what_presses_for_safety_has_its_hours_again_and_tells_at_once(desk, was_accepted):
    case = desk.replied(safety_urgent=True) if was_accepted else declined(desk, safety_urgent=True)
    Notice.objects.all().delete()

    for _ in range(2):
        reopen(desk, case)

    hours = case.clocks.get(code=C.FIRST_ACTION, stopped_at=None, is_void=False)
    assert (hours.started_at, hours.due_at) == (moment("2026-11-12"), moment("2026-11-12", 12))
    pressing = Notice.objects.filter(subject_no=case.no, urgency=Urgency.SAFETY)
    assert sorted(one.recipient.pk for one in pressing) == sorted([desk.clerk.pk, desk.head.pk])
    assert not list(invariants.breaches(at=moment("2026-11-12", 11)))


@pytest.mark.long
def test_what_presses_anew_after_it_was_taken_up_again_has_its_hours(desk):
    case = desk.replied(safety_urgent=True)
    reopen(desk, case)

    for urgent, hours in ((False, 0), (True, 1), (True, 1)):
        desk.do("sort_case", case, on="2026-11-13", changes={"safety_urgent": urgent},
                calendar=desk.calendar)  # fmt: skip
        of_round = case.clocks.filter(code=C.FIRST_ACTION, stopped_at=None, is_void=False)
        assert [one.started_at for one in of_round] == [moment("2026-11-13")] * hours


@pytest.mark.long
def test_out_of_the_archive_a_sections_head_takes_a_case_and_whoever_found_hears(desk):
    case = desk.replied(finding=Finding.UNSUBSTANTIATED)
    desk.do("close_case", case, on="2026-11-10")
    desk.do("archive_case", case, on="2026-11-11")
    verifier = desk.head
    head = UserFactory(section=desk.clerk.section, roles=[Role.SECTION_HEAD])
    assert Step.REOPEN not in steps(desk, case)
    with pytest.raises(CaseError, match="the head of a section takes it up"):
        reopen(desk, case)
    Notice.objects.all().delete()

    for _ in range(2):
        desk.do("reopen_case", case, on="2026-11-12", by=head, why="复核认定原调查有误",
                calendar=desk.calendar)  # fmt: skip

    case.refresh_from_db()
    assert (case.state, case.finding, case.closed_at) == (CaseState.REOPENED, "", None)
    assert not case.held_findings.filter(void_since=None).exists()
    told = Notice.objects.filter(subject_no=case.no).order_by("recipient")
    assert [one.recipient for one in told] == sorted([desk.clerk, verifier], key=lambda u: u.pk)
    assert not list(invariants.breaches(at=moment("2026-11-12", 11)))


@pytest.mark.long
def test_what_does_not_press_has_no_hours_when_it_is_taken_up_again(desk):
    case = desk.replied()
    reopen(desk, case)

    assert C.FIRST_ACTION not in running(case)
