"""The clocks of a case as people meet them; each is a scenario with its days."""

from datetime import date

import pytest

from complaints import invariants, services, wording
from complaints.models import ClockRow
from complaints.rules.words import (
    Audience,
    CaseState,
    CaseType,
    Channel,
    ClockCode,
    Finding,
    ReplyWay,
)
from complaints.services import CaseError
from tests.complaints.conftest import moment


def due(case, code=ClockCode.ANSWER) -> date:
    return case.clocks.get(code=code, is_void=False).due_on


def test_over_spring_festival_the_made_up_saturdays_count(desk):
    case = desk.case("2026-02-13", received_at=moment("2026-02-13", 16, 30))
    assert due(case) == date(2026, 2, 27)

    desk.do("accept_case", case, on="2026-02-14", calendar=desk.calendar)
    desk.do(
        "convert_to_many", case, on="2026-02-14", reason="涉及门诊与药房两个科室",
        calendar=desk.calendar,
    )  # fmt: skip

    assert due(case, ClockCode.ANSWER_MANY) == date(2026, 3, 5)


def test_a_worked_sunday_makes_the_day_earlier(desk):
    case = desk.case("2026-09-18", received_at=moment("2026-09-18", 16, 30))

    assert due(case) == date(2026, 9, 24)
    row = case.clocks.get(code=ClockCode.ANSWER)
    assert row.is_overdue(date(2026, 9, 25))
    assert not row.is_overdue(date(2026, 9, 24))


def test_a_case_received_before_the_national_holiday_is_due_after_it(desk):
    assert due(desk.case("2026-09-30")) == date(2026, 10, 13)


def test_without_next_years_calendar_a_day_is_provisional(desk):
    case = desk.case("2026-12-28")
    desk.do("accept_case", case, on="2026-12-28", calendar=desk.calendar)
    desk.do(
        "convert_to_many", case, on="2026-12-28", reason="涉及两个科室会同核查",
        calendar=desk.calendar,
    )  # fmt: skip

    row = case.clocks.get(code=ClockCode.ANSWER_MANY)
    assert (row.due_on, row.is_provisional) == (date(2027, 1, 12), True)


def test_a_pause_credits_working_days_only(desk):
    case = desk.accepted("2026-11-02")
    desk.do("suspend_case", case, on="2026-11-05", reason="待补充材料")
    desk.do("resume_case", case, on="2026-11-09", calendar=desk.calendar)

    case.refresh_from_db()
    assert due(case) == date(2026, 11, 11)
    assert case.state == CaseState.ACCEPTED
    assert not case.clocks.get(code=ClockCode.ANSWER).is_overdue(date(2026, 11, 9))


def test_a_second_pause_wants_a_new_reason(desk):
    case = desk.accepted("2026-11-02")
    desk.do("suspend_case", case, on="2026-11-03", reason="待补充材料")
    desk.do("resume_case", case, on="2026-11-04", calendar=desk.calendar)

    with pytest.raises(CaseError, match="a new pause needs a new one"):
        desk.do("suspend_case", case, on="2026-11-05", reason="待补充材料")


def test_paused_twice_and_resumed_twice_is_once(desk):
    case = desk.accepted("2026-11-02")
    for _ in range(2):
        desk.do("suspend_case", case, on="2026-11-05", reason="待补充材料")
    for day in ("2026-11-09", "2026-11-10"):
        desk.do("resume_case", case, on=day, calendar=desk.calendar)

    assert due(case) == date(2026, 11, 11)
    assert case.pauses.count() == 1


def test_nothing_restarts_the_clock(desk, section_head):
    case = desk.dispatched("2026-11-02")
    before = list(ClockRow.objects.order_by("pk").values_list("code", "due_on"))

    desk.do("write_entry", case, text="已电话沟通")
    desk.do("take_case", case, handler=section_head)
    desk.do("return_case", case, institution=desk.hospital, reason="不属于本院职责")
    case.refresh_from_db()
    desk.do(
        "dispatch_case", case, on="2026-11-05", institution=desk.hospital,
        text="经核实属于贵院", calendar=desk.calendar,
    )  # fmt: skip

    after = list(ClockRow.objects.order_by("pk").values_list("code", "due_on"))
    assert after == before


def test_the_law_is_not_extended_but_the_channels_day_once(desk):
    case = desk.accepted("2026-11-02", channel=Channel.HOTLINE, external_no="DH1")
    ask = {"reason": "需会同医保部门核实", "by": desk.clerk, "at": moment("2026-11-04")}
    with pytest.raises(CaseError, match="The law does not extend"):
        services.ask_more_time(clock=case.clocks.get(code=ClockCode.ANSWER), by_length=2, **ask)
    hotline = case.clocks.get(code=ClockCode.HOTLINE_ANSWER)
    more = services.ask_more_time(clock=hotline, by_length=5, **ask)
    decide = {"is_granted": True, "at": moment("2026-11-05"), "calendar": desk.calendar}
    with pytest.raises(CaseError, match="Somebody else decides"):
        services.decide_more_time(more=more, by=desk.clerk, **decide)

    for _ in range(2):
        services.decide_more_time(more=more, by=desk.head, **decide)

    assert due(case, ClockCode.HOTLINE_ANSWER) == date(2026, 11, 16)
    with pytest.raises(CaseError, match="extended once"):
        services.ask_more_time(clock=hotline, by_length=1, **ask)


@pytest.mark.parametrize("over", [{"stopped_at": moment("2026-11-12")}, {"is_void": True}])
def test_what_does_not_run_any_more_is_not_extended_but_may_be_refused(desk, over):
    case = desk.accepted("2026-11-02", channel=Channel.HOTLINE, external_no="DH1")
    hotline = case.clocks.get(code=ClockCode.HOTLINE_ANSWER)
    more = services.ask_more_time(
        clock=hotline, by_length=3, reason="需会同医保部门核实", by=desk.clerk,
        at=moment("2026-11-09"),
    )  # fmt: skip
    ClockRow.objects.filter(pk=hotline.pk).update(**over)
    decide = {"more": more, "by": desk.head, "at": moment("2026-11-13"),
              "calendar": desk.calendar}  # fmt: skip

    with pytest.raises(CaseError, match="does not run any more"):
        services.decide_more_time(is_granted=True, **decide)

    due_on = hotline.due_on
    hotline.refresh_from_db()
    assert (hotline.due_on, case.entries.count()) == (due_on, 0)
    assert services.decide_more_time(
        is_granted=False, answer="已经答复,不再需要", **decide
    ).is_granted is False  # fmt: skip


def test_the_day_on_a_hotline_order_is_kept(desk):
    case = desk.case(
        "2026-11-02", channel=Channel.HOTLINE, external_no="DH2",
        external_due_on=date(2026, 11, 6),
    )  # fmt: skip

    row = case.clocks.get(code=ClockCode.HOTLINE_ANSWER)
    assert (row.due_on, row.is_given) == (date(2026, 11, 6), True)


def test_the_earliest_running_clock_rules_the_queue(desk):
    case = desk.case("2026-11-02")
    case.refresh_from_db()
    assert case.next_due_at == moment("2026-11-04", 0)  # taken up within a working day

    desk.do("accept_case", case, on="2026-11-03", calendar=desk.calendar)
    case.refresh_from_db()
    assert case.next_due_at == moment("2026-11-10", 0)

    desk.do("suspend_case", case, on="2026-11-04", reason="待补充材料")
    case.refresh_from_db()
    assert case.next_due_at is None


def test_a_petition_has_working_days_and_calendar_days_side_by_side(desk, petition_clerk):
    case = desk.case("2026-11-02", channel=Channel.PETITION_LETTER, handed_down=True)
    desk.do("accept_case", case, on="2026-11-04", by=petition_clerk, calendar=desk.calendar)

    assert due(case) == date(2026, 11, 9)
    assert due(case, ClockCode.PETITION_FINISH) == date(2027, 1, 3)


def test_praise_has_no_answer_to_wait_for(desk):
    case = desk.case(type=CaseType.PRAISE)

    assert [clock.code for clock in case.clocks.all()] == [ClockCode.TRIAGE]


@pytest.mark.long
def test_taken_up_again_the_unit_and_the_bureau_have_their_days_anew(desk):
    case = desk.replied(finding=Finding.UNSUBSTANTIATED)
    desk.do("reopen_case", case, on="2026-11-12", why="提供了新的录音证据", calendar=desk.calendar)
    desk.do("dispatch_case", case, on="2026-11-12", institution=desk.hospital, text="请补充核实",
            calendar=desk.calendar)  # fmt: skip

    anew = case.clocks.get(code=ClockCode.UNIT_REPORT, stopped_at=None)
    assert (anew.started_on, anew.due_on) == (date(2026, 11, 12), date(2026, 11, 17))
    done = case.clocks.get(code=ClockCode.UNIT_REPORT, stopped_at__isnull=False)
    assert done.due_on == date(2026, 11, 5)

    desk.report(case, on="2026-11-13", text="再次核实，已道歉")
    assert case.clocks.get(code=ClockCode.BUREAU_FINDING, stopped_at=None).due_on == date(
        2026, 11, 17
    )
    desk.do("dispatch_case", case, on="2026-11-16", institution=desk.hospital, text="请再补充",
            calendar=desk.calendar)  # fmt: skip
    assert case.clocks.get(code=ClockCode.UNIT_REPORT, stopped_at=None).pk == anew.pk


PRESSED = moment("2026-11-03")
FIRST_ACTS = {
    "dispatch_case": {"text": "请先救治"},
    "begin_investigation": {},
    "reply_case": {"way": ReplyWay.PHONE, "text": "已安排救治"},
    "write_entry": {"text": "请先救治", "audience": Audience.INSTITUTION},
}


def pressed(desk, **said):
    case = desk.accepted(**said)
    desk.do("sort_case", case, changes={"safety_urgent": True}, calendar=desk.calendar)
    case.refresh_from_db()
    return case, case.clocks.get(code=ClockCode.FIRST_ACTION)


@pytest.mark.parametrize("verb", FIRST_ACTS)
def test_hours_that_began_after_acceptance_end_with_the_first_act(desk, verb):
    case, clock = pressed(desk)
    said = dict(FIRST_ACTS[verb])
    if verb == "dispatch_case":
        said |= {"institution": desk.hospital}
    if verb in {"dispatch_case", "reply_case"}:
        said |= {"calendar": desk.calendar}

    desk.do("write_entry", case, text="内部：先查监控")
    clock.refresh_from_db()
    assert clock.stopped_at is None
    for _ in range(2):
        desk.do(verb, case, at=moment("2026-11-03", 11), **said)

    clock.refresh_from_db()
    case.refresh_from_db()
    assert (clock.stopped_at, clock.is_void) == (moment("2026-11-03", 11), False)
    assert case.next_due_at != clock.due_at


@pytest.mark.long
def test_hours_that_began_after_the_report_end_when_the_findings_hold(desk):
    case = desk.dispatched()
    desk.report(case)
    alleged = desk.do("add_allegation", case, text="用药后休克")
    desk.do("sort_case", case, on="2026-11-05", changes={"safety_urgent": True},
            calendar=desk.calendar)  # fmt: skip
    services.find_allegation(
        allegation=alleged, finding=Finding.UNSUBSTANTIATED, basis="调取监控与谈话记录",
        by=desk.clerk, at=moment("2026-11-05"),
    )  # fmt: skip

    for _ in range(2):
        desk.do("verify_case", case, by=desk.head, at=moment("2026-11-05", 11))

    clock = case.clocks.get(code=ClockCode.FIRST_ACTION)
    assert (clock.stopped_at, clock.is_void) == (moment("2026-11-05", 11), False)


def test_hours_of_an_order_end_when_its_caller_is_rung(desk):
    case, clock = pressed(desk, channel=Channel.HOTLINE)

    desk.do("contact_caller", case)

    clock.refresh_from_db()
    assert clock.stopped_at == PRESSED


@pytest.mark.long
def test_hours_are_void_when_it_presses_no_more_and_begin_anew_when_it_does(desk):
    case, clock = pressed(desk)

    for _ in range(2):
        desk.do("sort_case", case, changes={"safety_urgent": False}, calendar=desk.calendar)
    clock.refresh_from_db()
    assert (clock.stopped_at, clock.is_void) == (None, True)

    desk.do("sort_case", case, changes={"safety_urgent": True}, calendar=desk.calendar)
    assert case.clocks.filter(code=ClockCode.FIRST_ACTION, is_void=False).count() == 1


def test_given_out_before_a_case_takes_several_departments_its_unit_has_the_longer_part(desk):
    case = desk.dispatched("2026-11-02")
    report = case.clocks.get(code=ClockCode.UNIT_REPORT)
    assert report.due_on == date(2026, 11, 5)

    for _ in range(2):
        desk.do("convert_to_many", case, reason="需会同医保与护理部门", calendar=desk.calendar)

    report.refresh_from_db()
    assert (report.length, report.due_on) == (7, date(2026, 11, 11))


@pytest.mark.long
def test_a_report_that_was_handed_in_keeps_its_day_when_the_answer_gets_longer(desk):
    case = desk.dispatched("2026-11-02")
    desk.report(case)

    desk.do("convert_to_many", case, on="2026-11-05", reason="需会同医保与护理部门",
            calendar=desk.calendar)  # fmt: skip

    assert case.clocks.get(code=ClockCode.UNIT_REPORT).due_on == date(2026, 11, 5)


PETITION = {"channel": Channel.PETITION_LETTER}
NAMED = {"channel": Channel.HOTLINE, "external_due_on": date(2026, 11, 12)}
PRESSING = {"safety_urgent": True}


@pytest.mark.parametrize(
    ("said", "code"),
    [(PETITION, ClockCode.PETITION_FINISH), (NAMED, ClockCode.HOTLINE_ANSWER)],
)
def test_what_no_pause_gives_back_goes_on_and_rules_the_screen(desk, said, code):
    case = desk.accepted("2026-11-02", **said)
    desk.do("suspend_case", case, reason="待司法鉴定")

    case.refresh_from_db()

    assert case.next_due_at == case.clocks.get(code=code).due_at
    assert wording.due_chip(case, moment("2026-11-05"), calendar=desk.calendar).label != "Paused"
    assert not list(invariants.breaches(at=moment("2026-11-05")))


def test_hours_for_safety_go_on_while_a_case_is_paused(desk):
    case = desk.accepted("2026-11-02")
    desk.do("sort_case", case, changes=PRESSING, calendar=desk.calendar)
    desk.do("suspend_case", case, reason="待司法鉴定")

    case.refresh_from_db()

    assert case.next_due_at == case.clocks.get(code=ClockCode.FIRST_ACTION).due_at


def test_working_days_stand_still_while_a_case_is_paused(desk):
    case = desk.accepted("2026-11-02")
    desk.do("suspend_case", case, reason="待司法鉴定")

    case.refresh_from_db()

    assert case.next_due_at is None
    assert wording.due_chip(case, moment("2026-11-30"), calendar=desk.calendar).label == "Paused"
