"""What the bureau accepted complaints by, in numbers: given, when, then."""

from datetime import date

import pytest

from bureau.models import Act, DueStep, Notice, Section
from bureau.rules import Role, SectionCode
from complaints import selectors, services
from complaints.models import Case, NamedPerson
from complaints.rules import reminders
from complaints.rules.words import CaseState, Channel, ClockCode, Finding, ReplyWay
from complaints.services import CaseError
from complaints.services.reminders import RunningClocks
from complaints.wording import clock_line
from tests.complaints.conftest import attitude_category, moment
from tests.factories import StaffFactory, UserFactory

WHY = "同一次就诊的同一件事"


def remind(desk, day, hour=9, minute=0):
    return services.remind_of_cases(at=moment(day, hour, minute), calendar=desk.calendar)


def told_of(case):
    return set(Notice.objects.filter(subject_no=case.no).values_list("recipient", flat=True))


# --- Clocks -------------------------------------------------------------------------------------


@pytest.mark.long
def test_an_answer_on_the_morning_after_its_day_is_late(desk):
    cases = [desk.verified(on="2026-09-22", received_at=moment("2026-09-18", 16, 30))]
    cases += [desk.verified(on="2026-09-22", received_at=moment("2026-09-18", 16, 30))]
    for case, (day, hour) in zip(cases, [("2026-09-24", 23), ("2026-09-25", 9)], strict=True):
        services.reply_case(
            case=case, way=ReplyWay.PHONE, text="已核实", by=desk.clerk, at=moment(day, hour),
            calendar=desk.calendar,
        )  # fmt: skip

    said = [
        str(clock_line(one.clocks.get(code=ClockCode.ANSWER), one, moment("2026-09-25"),
                       calendar=desk.calendar).chip.label)
        for one in cases
    ]  # fmt: skip
    assert said == ["done in time", "done late"]


def test_after_an_outage_over_two_warnings_one_word_comes_on_monday_morning(desk):
    case = desk.accepted("2026-11-02")  # warned on the 4th and the 6th, due on Monday the 9th

    assert [remind(desk, "2026-11-08", 0, 10), remind(desk, "2026-11-08", 12)] == [0, 0]
    assert [remind(desk, "2026-11-09", 8, 30), remind(desk, "2026-11-09", 8, 40)] == [1, 0]

    told = Notice.objects.filter(subject_no=case.no)
    assert list(told.values_list("recipient", flat=True)) == [desk.clerk.pk]


# --- Escalation ---------------------------------------------------------------------------------


@pytest.mark.long
def test_a_scheduler_that_dies_half_way_and_ten_more_runs_tell_each_case_once(desk, monkeypatch):
    cases = [desk.accepted("2026-11-02") for _ in range(6)]
    notice, spoken = RunningClocks.tellings, []

    def dies_after_three(self, *args, **kwargs):
        spoken.append(1)
        if len(spoken) > 3:
            raise SystemExit
        return notice(self, *args, **kwargs)

    monkeypatch.setattr(RunningClocks, "tellings", dies_after_three)
    with pytest.raises(SystemExit):
        remind(desk, "2026-11-10")
    monkeypatch.undo()
    services.withdraw_case(
        case=cases[-1], why="与医院已经和解", by=desk.clerk, at=moment("2026-11-10")
    )
    said = [remind(desk, "2026-11-10", 9, minute) for minute in range(1, 11)]

    assert said == [2, *[0] * 9]
    steps = DueStep.objects.filter(kind="case_clock", level=reminders.OVERDUE)
    assert steps.count() == Notice.objects.filter(kind="overdue").count() == 5


def test_a_case_that_is_answered_between_the_query_and_the_write_is_told_to_nobody(
    desk, monkeypatch
):
    case = desk.accepted("2026-11-02")
    lock = RunningClocks.lock

    def answered_meanwhile(self, no):
        Case.objects.get(pk=case.pk).clocks.update(stopped_at=moment("2026-11-10"))
        return lock(self, no)

    monkeypatch.setattr(RunningClocks, "lock", answered_meanwhile)

    assert remind(desk, "2026-11-10") == 0
    assert not told_of(case)


@pytest.mark.long
def test_each_level_is_told_once_to_each_whatever_is_done_in_between(desk):
    case = desk.accepted("2026-11-02")
    deputy = UserFactory(roles=[Role.LEADER])
    for day in ("2026-11-10", "2026-11-11", "2026-11-12", "2026-11-13", "2026-11-16"):
        remind(desk, day)
        desk.do("write_entry", case, on=day, text=f"{day}已催办")
        remind(desk, day, 15)

    levels = [reminders.OVERDUE, reminders.HEAD, reminders.DEPUTY]
    taken = DueStep.objects.filter(kind="case_clock", is_skipped=False).order_by("level")
    assert [step.level for step in taken if step.level >= reminders.OVERDUE] == levels
    of_deputy = Notice.objects.filter(recipient=deputy, subject_no=case.no)
    assert of_deputy.count() == 1


# --- Nobody is assigned -------------------------------------------------------------------------


def test_untouched_for_a_working_day_it_is_the_duty_sections_by_name(desk):
    case = desk.case("2026-11-02")

    remind(desk, "2026-11-04")

    told = Notice.objects.filter(subject_no=case.no, recipient=desk.clerk)
    assert any("医政医管科" in str(words) for words in told.values_list("words", flat=True))


@pytest.mark.parametrize("said", [{"is_accusation": True}, {"channel": Channel.PETITION_LETTER}])
def test_what_the_duty_section_may_not_see_is_the_petition_sections(desk, petition_clerk, said):
    case = desk.case("2026-11-02", **said)

    remind(desk, "2026-11-04")

    assert told_of(case) == {petition_clerk.pk}
    words = Notice.objects.filter(subject_no=case.no).values_list("words", flat=True)
    assert any(petition_clerk.section.name in str(said) for said in words)


def test_where_no_section_has_anybody_the_leaders_hear(desk):
    leader = UserFactory(roles=[Role.LEADER])
    case = desk.case("2026-11-02", is_accusation=True)

    remind(desk, "2026-11-04")

    assert told_of(case) == {leader.pk}


def test_a_handler_who_went_to_another_section_leaves_the_case_to_who_is_on_duty(desk):
    case = desk.accepted("2026-11-02")
    gone = UserFactory(section=Section.objects.get(code=SectionCode.PERSONNEL), roles=[])
    Case.objects.filter(pk=case.pk).update(handler=gone)

    remind(desk, "2026-11-10")

    assert told_of(case) == {desk.clerk.pk, desk.head.pk}


# --- Merge and unmerge --------------------------------------------------------------------------


def told_by_three(desk):
    """Find of one event, by hotline, QR code and phone, naming two; due the 9th, 11th and 12th."""
    staff = [StaffFactory(institution=desk.hospital) for _ in range(2)]
    cases = []
    for day, channel in (
        ("2026-11-02", Channel.HOTLINE),
        ("2026-11-04", Channel.QR_FORM),
        ("2026-11-05", Channel.BUREAU_PHONE),
    ):
        case = desk.dispatched(channel=channel, received_at=moment(day), external_no=f"WX-{day}")
        desk.report(case)
        desk.do("add_allegation", case, text="说话生硬", category=attitude_category())
        for person in staff:
            NamedPerson.objects.create(
                case=case, said_as=person.name, staff=person, institution=desk.hospital,
                tied_by=desk.clerk, tied_at=moment("2026-11-06"),
            )  # fmt: skip
        find(desk, case)
        cases.append(Case.objects.get(pk=case.pk))
    return cases, staff


def find(desk, case, on="2026-11-06"):
    said = {"finding": Finding.SUBSTANTIATED, "basis": "监控与谈话记录", "by": desk.clerk}
    services.find_allegation(allegation=case.allegations.get(), **said, at=moment(on))
    for person in case.people.all():
        services.find_person(person=person, **said, at=moment(on))


def joined(desk, cases):
    """Join cases, then make hold what was found in each."""
    matter = services.merge_cases(cases=cases, why=WHY, by=desk.clerk, at=moment("2026-11-06"))
    for case in cases:
        desk.do("verify_case", case, on="2026-11-06", by=desk.head)
    return matter


def counted(**of):
    found = Case.objects.counting().filter(finding=Finding.SUBSTANTIATED, **of)
    return found.values("matter").distinct().count()


def kept(case):
    case.refresh_from_db()
    clocks = list(case.clocks.values_list("code", "due_on", "stopped_at").order_by("pk"))
    return case.state, clocks, case.next_due_at, case.words.reveal(), case.replies.count()


@pytest.mark.long
def test_three_of_one_event_count_once_and_unmerged_each_counts_again(desk):
    cases, staff = told_by_three(desk)
    before = [kept(case) for case in cases]

    services.merge_cases(cases=cases, why=WHY, by=desk.clerk, at=moment("2026-11-06"))

    assert [kept(case) for case in cases] == before
    matter = joined(desk, cases)
    assert selectors.matter_due_at(matter, user=desk.clerk) == moment(
        "2026-11-10", 0
    )  # the 9th, to its end
    assert [counted(people__staff=person) for person in staff] == [1, 1]
    assert counted(institution=desk.hospital) == 1

    parted = cases[0]
    desk.do("reply_case", parted, on="2026-11-06", way=ReplyWay.PHONE, text="已核实",
            calendar=desk.calendar)  # fmt: skip
    desk.do("reopen_case", parted, on="2026-11-07", why="查明是另一次就诊", calendar=desk.calendar)
    services.unmerge_case(case=parted, why="不是同一件事", by=desk.clerk, at=moment("2026-11-07"))
    desk.do("begin_investigation", parted, on="2026-11-07")
    find(desk, parted, on="2026-11-07")
    desk.do("verify_case", parted, on="2026-11-07", by=desk.head)

    assert [counted(people__staff=person) for person in staff] == [2, 2]
    rest = Case.objects.get(pk=cases[1].pk).matter
    assert selectors.matter_due_at(rest, user=desk.clerk) == moment("2026-11-12", 0)


@pytest.mark.long
def test_answering_one_of_a_matter_leaves_the_others_to_be_answered(desk):
    cases, _staff = told_by_three(desk)
    joined(desk, cases)
    say = {"way": ReplyWay.PHONE, "text": "已核实", "calendar": desk.calendar}
    desk.do("reply_case", cases[0], on="2026-11-09", **say)

    states = [Case.objects.get(pk=case.pk).state for case in cases]
    assert states == [CaseState.REPLIED, CaseState.VERIFIED, CaseState.VERIFIED]
    for case in cases[1:]:
        with pytest.raises(CaseError, match="wants an answer"):
            desk.do("close_case", case, on="2026-11-09", no_rectification="已批评教育")
        desk.do("reply_case", case, on="2026-11-09", **say)
        desk.do("close_case", case, on="2026-11-09", no_rectification="已批评教育")


def test_what_was_joined_before_comes_along_and_no_matter_is_torn(desk):
    first, second, third = (desk.accepted(f"2026-11-0{n}") for n in (2, 3, 4))
    join = {"why": WHY, "by": desk.clerk, "at": moment("2026-11-06")}
    services.merge_cases(cases=[second, third], **join)

    matter = services.merge_cases(cases=[first, second], **join)

    assert matter.cases.count() == 3
    assert Act.objects.filter(verb="merge_cases", object_no=third.no).count() == 2


def test_who_may_not_see_what_was_joined_before_does_not_join_it_further(desk, petition_clerk):
    head = UserFactory(roles=[Role.LEADER])
    mine, theirs, new = desk.case(), desk.case(is_accusation=True), desk.case()
    services.merge_cases(cases=[mine, theirs], why=WHY, by=head, at=moment("2026-11-03"))

    with pytest.raises(CaseError, match="all of which you may see"):
        services.merge_cases(cases=[mine, new], why=WHY, by=desk.clerk, at=moment("2026-11-03"))

    assert Case.objects.get(pk=new.pk).matter_id == new.matter_id
    day = date(2026, 11, 3)
    assert not Act.objects.filter(object_no=new.no, verb="merge_cases", at__date=day).exists()
