from datetime import date

import pytest

from bureau.models import Act
from complaints import services
from complaints.models import Case
from complaints.rules.steps import Step
from complaints.rules.words import (
    CaseState,
    ClockCode,
    Finding,
    Grade,
    Ground,
    Receiver,
)
from complaints.services import CaseError
from complaints.verbs import offered
from rectification.models import Item
from tests.complaints.conftest import moment


@pytest.mark.long
def test_a_case_goes_from_the_first_word_to_the_archive(desk):
    case = desk.replied()
    desk.do("record_callback", case, on="2026-11-09", grade=Grade.SATISFIED,
            calendar=desk.calendar)  # fmt: skip
    desk.order(desk.do("open_rectification", case, on="2026-11-09"))
    desk.do("close_case", case, on="2026-11-10")
    desk.do("archive_case", case, on="2026-12-10")

    case.refresh_from_db()
    assert (case.state, case.finding) == (CaseState.ARCHIVED, Finding.SUBSTANTIATED)
    assert not case.clocks.filter(stopped_at=None, is_void=False).exists()
    told = Act.objects.filter(object_kind="case", object_no=case.no)
    assert set(told.values_list("verb", flat=True)) >= {
        "register_case", "accept_case", "dispatch_case", "submit_report", "add_allegation",
        "find_allegation", "verify_case", "reply_case", "record_callback", "close_case",
    }  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("verb", ["accept_case", "dispatch_case", "verify_case", "close_case"])
def test_a_second_click_changes_nothing(desk, verb):
    case = desk.replied(finding=Finding.UNSUBSTANTIATED)
    said = {
        "close_case": {},
        "verify_case": {},
        "accept_case": {"calendar": desk.calendar},
        "dispatch_case": {
            "institution": desk.hospital, "text": "请核实服务态度问题", "calendar": desk.calendar,
        },
    }[verb]  # fmt: skip
    if verb == "close_case":
        desk.do(verb, case, **said)
    acts = Act.objects.filter(object_no=case.no, verb=verb).count()
    state = Case.objects.get(pk=case.pk).state

    if verb in {"accept_case", "dispatch_case"}:  # it is long past that: a sentence, no change
        with pytest.raises(CaseError, match="cannot become"):
            desk.do(verb, case, **said)
    else:
        desk.do(verb, case, **said)

    assert Act.objects.filter(object_no=case.no, verb=verb).count() == acts == 1
    assert Case.objects.get(pk=case.pk).state == state


def test_who_accepts_second_is_told_who_was_first(desk):
    case = desk.accepted()
    for _ in range(2):
        desk.do("accept_case", case, calendar=desk.calendar)

    with pytest.raises(CaseError, match=f"{desk.clerk} has taken it up already"):
        desk.do("accept_case", case, by=desk.head, calendar=desk.calendar)

    assert Case.objects.get(pk=case.pk).handler == desk.clerk


def test_not_handled_needs_its_ground_and_an_explanation(desk):
    case = desk.case()
    with pytest.raises(CaseError, match="why this is not handled"):
        desk.do("decline_case", case, ground=Ground.IN_COURT, explanation="")

    desk.do("decline_case", case, ground=Ground.IN_COURT, explanation="已向法院起诉")

    case.refresh_from_db()
    assert (case.state, case.ground) == (CaseState.NOT_HANDLED, Ground.IN_COURT)
    assert case.next_due_at is None


def test_handed_on_it_says_to_whom(desk):
    case = desk.case()
    desk.do("transfer_case", case, to=Receiver.POLICE, explanation="已移送公安机关处理")

    case.refresh_from_db()
    assert (case.state, case.handed_to) == (CaseState.TRANSFERRED, Receiver.POLICE)


def test_an_accusation_never_goes_to_whom_it_accuses(desk, petition_clerk):
    case = desk.case(is_accusation=True)
    desk.do("accept_case", case, by=petition_clerk, calendar=desk.calendar)

    with pytest.raises(CaseError, match="never goes to whom it accuses"):
        desk.do("dispatch_case", case, by=petition_clerk, institution=desk.hospital,
                text="请核实", calendar=desk.calendar)  # fmt: skip


@pytest.mark.long
def test_a_substantiated_case_is_closed_with_its_ledger_item(desk):
    case = desk.replied()
    with pytest.raises(CaseError, match="Open a ledger item"):
        desk.do("close_case", case, on="2026-11-10")

    for _ in range(2):
        opened = desk.do("open_rectification", case, on="2026-11-10")
    with pytest.raises(CaseError, match=f"{opened.no} is not ordered yet"):
        desk.do("close_case", case, on="2026-11-10")
    desk.order(opened, on="2026-11-10")
    desk.do("close_case", case, on="2026-11-10")

    item = Item.objects.get()
    assert (item.source_no, item.institution, item.found_on) == (
        case.no, desk.hospital, date(2026, 11, 5),
    )  # fmt: skip


@pytest.mark.long
def test_or_with_a_written_reason_why_nothing_is_rectified(desk):
    case = desk.replied()

    desk.do("close_case", case, on="2026-11-10", no_rectification="当事人已调离且已批评教育")

    case.refresh_from_db()
    assert case.no_rectification.startswith("当事人")


@pytest.mark.long
def test_who_wants_an_answer_gets_one_before_it_is_closed(desk):
    case = desk.verified(finding=Finding.UNSUBSTANTIATED)

    with pytest.raises(CaseError, match="wants an answer"):
        desk.do("close_case", case, on="2026-11-10")


@pytest.mark.long
def test_a_bad_call_back_is_reviewed_in_two_working_days_before_it_is_closed(desk):
    case = desk.replied(finding=Finding.UNSUBSTANTIATED)
    callback = desk.do("record_callback", case, on="2026-11-09", grade=Grade.DISSATISFIED,
                       note="答复不清楚", calendar=desk.calendar)  # fmt: skip
    assert case.clocks.get(code="C-10").due_on == date(2026, 11, 11)
    with pytest.raises(CaseError, match="waits for its review"):
        desk.do("close_case", case, on="2026-11-10")

    for _ in range(2):
        services.review_callback(
            callback=callback, is_subjective=True, review="答复未说明依据,重新办理",
            by=desk.head, at=moment("2026-11-10"), calendar=desk.calendar,
        )  # fmt: skip

    case.refresh_from_db()
    assert (case.state, case.verified_at) == (CaseState.REOPENED, None)


def test_a_withdrawn_case_ends_unless_safety_is_at_stake(desk):
    ordinary, urgent = desk.accepted(), desk.accepted(safety_urgent=True)
    for case in (ordinary, urgent):
        desk.do("withdraw_case", case, why="与医院已经和解")
        case.refresh_from_db()

    assert (ordinary.state, urgent.state) == (
        CaseState.WITHDRAWN, CaseState.WITHDRAWN_CONTINUE,
    )  # fmt: skip
    assert not Case.objects.counting().filter(pk=ordinary.pk).exists()


def test_what_the_bureau_goes_on_with_is_accepted_before_its_withdrawal_is_noted(desk):
    def offers(case):
        case = Case.objects.get(pk=case.pk)
        return Step.WITHDRAW in {verb.step for verb in offered(desk.clerk, case)}

    ordinary, urgent = desk.case(), desk.case(safety_urgent=True)
    assert (offers(ordinary), offers(urgent)) == (True, False)
    with pytest.raises(CaseError, match="accept it first"):
        desk.do("withdraw_case", urgent, why="与医院已经和解")
    desk.do("accept_case", urgent, calendar=desk.calendar)
    assert offers(urgent)

    for case in (ordinary, urgent, urgent):
        desk.do("withdraw_case", case, why="与医院已经和解")
        case.refresh_from_db()

    assert (ordinary.state, urgent.state) == (
        CaseState.WITHDRAWN, CaseState.WITHDRAWN_CONTINUE,
    )  # fmt: skip


def test_the_withdrawal_of_an_accusation_that_nobody_accepted_is_not_noted(desk, petition_clerk):
    case = desk.case()
    desk.do("make_accusation", case, why="反映收受药商回扣，属检举控告")

    with pytest.raises(CaseError, match="accept it first"):
        desk.do("withdraw_case", case, by=petition_clerk, why="不想再反映了")


def test_the_same_words_are_one_note_on_a_day_and_another_on_the_next(desk):
    case = desk.case()

    notes = [
        desk.do("write_entry", case, on=on, text="已电话联系，无人接听")
        for on in ("2026-11-03", "2026-11-03", "2026-11-24")
    ]

    assert len({note.pk for note in notes}) == 2


@pytest.mark.long
def test_what_is_reopened_needs_new_facts(desk):
    case = desk.replied(finding=Finding.UNSUBSTANTIATED)
    desk.do("close_case", case, on="2026-11-10")
    with pytest.raises(CaseError, match="what is new"):
        desk.do("reopen_case", case, why="", calendar=desk.calendar)

    for _ in range(2):
        desk.do(
            "reopen_case", case, on="2026-11-12", why="提供了新的录音证据", calendar=desk.calendar
        )

    case.refresh_from_db()
    assert (case.state, case.closed_at) == (CaseState.REOPENED, None)
    running = case.clocks.get(stopped_at=None, is_void=False)
    assert (running.code, running.due_on) == (ClockCode.ANSWER, date(2026, 11, 19))
    assert case.next_due_at == running.due_at


def test_a_case_given_again_after_its_report_is_due_again_on_the_day_it_was(desk):
    case = desk.dispatched()
    due = case.clocks.get(code=ClockCode.UNIT_REPORT).due_at
    desk.report(case)

    desk.do("dispatch_case", case, on="2026-11-04", institution=desk.hospital,
            text="请补充调查", calendar=desk.calendar)  # fmt: skip

    case.refresh_from_db()
    assert (case.next_due_at, case.clocks.get(code=ClockCode.UNIT_REPORT).due_at) == (due, due)
