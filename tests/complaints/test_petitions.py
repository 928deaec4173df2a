"""Petitions: told within 15 days, finished within 60 and once 30 more, objected to within 5."""

from datetime import date

import pytest

from bureau.selectors import work_calendar
from complaints import services
from complaints.models import Case
from complaints.rules.reminders import OVERDUE, levels
from complaints.rules.words import Audience, CaseState, Channel, ClockCode, Receiver
from complaints.selectors import clocks_of
from complaints.services import CaseError
from complaints.services.clocks import keep_next_due
from tests.complaints.conftest import SHANGHAI, moment

WHY = "该事项属医疗保障部门职责"


@pytest.fixture
def petition(desk):
    return desk.case(channel=Channel.PETITION_LETTER, handed_down=True)


def objected(desk, case, on="2026-11-09", reasons=WHY):
    return desk.do("object_petition", case, on=on, reasons=reasons)


def test_a_petition_that_was_handed_down_has_15_days_and_5_working_days_at_once(petition):
    days = dict(petition.clocks.values_list("code", "due_on"))

    assert days[ClockCode.PETITION_TELL] == date(2026, 11, 17)
    assert days[ClockCode.PETITION_OBJECT] == date(2026, 11, 9)


def test_what_may_be_done_and_need_not_rules_no_screen_and_is_never_overdue(petition):
    tell, right = (
        clocks_of(petition).get(code=code)
        for code in (ClockCode.PETITION_TELL, ClockCode.PETITION_OBJECT)
    )
    petition.clocks.exclude(code__in=[tell.code, right.code]).update(is_void=True)
    keep_next_due(petition)
    said = levels(right.clock, right.due_at, calendar=work_calendar(), zone=SHANGHAI)

    assert right.due_at < tell.due_at == petition.next_due_at
    assert max(level.no for level in said) < OVERDUE


def test_an_objection_gives_it_back_with_its_reasons_and_twice_is_once(desk, petition):
    objected(desk, petition)
    case = objected(desk, petition)

    assert (case.state, case.handed_to) == (CaseState.TRANSFERRED, Receiver.PETITIONS)
    assert case.explanation == WHY
    assert case.next_due_at is None


def test_an_objection_takes_reasons_and_comes_within_its_working_days(desk, petition):
    with pytest.raises(CaseError, match="with reasons"):
        objected(desk, petition, reasons="无")
    with pytest.raises(CaseError, match="are over"):
        objected(desk, petition, on="2026-11-10")


def test_what_was_brought_to_us_directly_or_is_accepted_is_not_objected_to(desk, petition):
    with pytest.raises(CaseError, match="handed down"):
        objected(desk, desk.case(channel=Channel.PETITION_VISIT))
    desk.do("accept_case", petition, on="2026-11-03", by=desk.taker(petition),
            calendar=desk.calendar)  # fmt: skip
    with pytest.raises(CaseError, match="cannot be done now"):
        objected(desk, petition)


def extend(desk, case, by_length):
    clock = case.clocks.get(code=ClockCode.PETITION_FINISH)
    return services.ask_more_time(
        clock=clock, by_length=by_length, reason="需委托鉴定", by=desk.clerk,
        at=moment("2026-12-01"),
    )  # fmt: skip


def test_a_petition_is_finished_in_60_days_and_once_30_more_with_the_petitioner_told(
    desk, petition
):
    desk.do("accept_case", petition, on="2026-11-03", by=desk.taker(petition),
            calendar=desk.calendar)  # fmt: skip
    assert petition.clocks.get(code=ClockCode.PETITION_FINISH).due_on == date(2027, 1, 2)

    services.decide_more_time(
        more=extend(desk, petition, 30), is_granted=True, by=desk.head, at=moment("2026-12-02"),
        calendar=desk.calendar,
    )  # fmt: skip

    assert petition.clocks.get(code=ClockCode.PETITION_FINISH).due_on == date(2027, 2, 1)
    assert petition.entries.get().audience == Audience.PUBLIC
    with pytest.raises(CaseError, match="extended once"):
        extend(desk, petition, 1)


def test_a_petition_is_never_extended_by_more_than_30_days(desk, petition):
    desk.do("accept_case", petition, on="2026-11-03", by=desk.taker(petition),
            calendar=desk.calendar)  # fmt: skip

    with pytest.raises(CaseError, match="at most 30"):
        extend(desk, petition, 31)


def test_the_desk_says_of_a_petition_that_it_was_handed_down(client, desk, petition_clerk):
    client.force_login(petition_clerk)
    sent = {"words": "多次反映未解决", "channel": "petition_letter", "type": "complaint",
            "received_at": "2026-11-02T10:00", "confidentiality": "from_unit",
            "handed_down": "on"}  # fmt: skip

    client.post("/cases/new/", sent)

    assert Case.objects.get().clocks.filter(code=ClockCode.PETITION_OBJECT).exists()
