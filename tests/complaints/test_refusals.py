"""A step that cannot be taken says what is missing, on its page and in the admin alike."""

import pytest
from django.urls import reverse

from complaints import services
from complaints.rules.steps import Step
from complaints.rules.words import ClockCode, Finding, Grade
from complaints.verbs import VERBS, waits_for, why_not
from tests.complaints.conftest import moment


def refused(user, case, step):
    case.refresh_from_db()
    return why_not(user, case, VERBS[step])


@pytest.mark.long
def test_findings_hold_once_they_are_written_and_by_somebody_else(desk, attitude):
    case = desk.dispatched()
    desk.report(case)
    assert "Write down first" in refused(desk.head, case, Step.VERIFY)
    alleged = desk.do("add_allegation", case, text="收费不清", category=attitude)
    assert "needs a finding" in refused(desk.head, case, Step.VERIFY)

    services.find_allegation(
        allegation=alleged, finding=Finding.SUBSTANTIATED, basis="调取监控与谈话记录",
        by=desk.clerk, at=moment("2026-11-05"),
    )  # fmt: skip

    assert "somebody else makes them hold" in refused(desk.clerk, case, Step.VERIFY)
    assert refused(desk.head, case, Step.VERIFY) == ""
    assert waits_for(desk.clerk, case) == [refused(desk.clerk, case, Step.VERIFY)]
    assert waits_for(desk.head, case) == []


@pytest.mark.long
def test_what_holds_already_is_not_said_to_wait_for_another_person(desk):
    case = desk.verified()

    assert "it is “findings made”" in refused(desk.clerk, case, Step.VERIFY)


@pytest.mark.long
def test_nothing_closes_before_the_answer_and_the_review(desk):
    case = desk.verified(finding=Finding.UNSUBSTANTIATED)
    assert "wants an answer" in refused(desk.clerk, case, Step.CLOSE)
    desk.do("reply_case", case, on="2026-11-06", way="phone", text="未发现", calendar=desk.calendar)
    desk.do(
        "record_callback", case, on="2026-11-07", grade=Grade.DISSATISFIED, note="没有道歉就算了",
        calendar=desk.calendar,
    )  # fmt: skip

    assert "waits for its review" in refused(desk.clerk, case, Step.CLOSE)
    assert waits_for(desk.clerk, case) == [refused(desk.clerk, case, Step.CLOSE)]


def test_an_accusation_says_that_it_goes_to_nobody_whatever_its_state(desk):
    case = desk.accepted(is_accusation=True)

    assert "never goes to whom it accuses" in refused(desk.clerk, case, Step.DISPATCH)
    assert "never goes to whom it accuses" in refused(desk.clerk, case, Step.ACCEPT_DISPATCH)


@pytest.mark.parametrize(
    "step", [Step.SIGN, Step.CONTACT, Step.GIVE_BACK, Step.EXCLUDE, Step.DECIDE_ORDER]
)
def test_the_hotlines_steps_say_of_others_that_they_are_no_orders(desk, step):
    assert "no order of the hotline" in refused(desk.clerk, desk.accepted(), step)


@pytest.mark.long
def test_who_asked_for_more_time_reads_that_somebody_else_decides(desk):
    case = desk.dispatched()
    clock = case.clocks.get(code=ClockCode.UNIT_REPORT)
    services.ask_more_time(
        clock=clock, by_length=1, reason="等会诊意见出来", by=desk.clerk, at=moment("2026-11-03")
    )

    assert "Somebody else decides" in refused(desk.clerk, case, Step.DECIDE)
    assert refused(desk.head, case, Step.DECIDE) == ""
    assert waits_for(desk.clerk, case)[0] == "An extension waits for its decision."


@pytest.mark.long
def test_the_page_says_it_and_leads_back(desk, client):
    case = desk.dispatched()
    desk.report(case)
    client.force_login(desk.clerk)

    page = client.get(reverse("complaints:step", args=[case.no, "find"]), follow=True)

    assert page.redirect_chain == [(case.get_absolute_url(), 302)]
    assert "Write down first what is alleged." in page.content.decode()


@pytest.mark.long
def test_the_admin_says_the_same(desk, petition_clerk, client):
    case = desk.accepted(is_accusation=True)
    client.force_login(petition_clerk)
    said = {"_selected_action": [case.pk], "action": "step_dispatch", "post": "yes"}

    page = client.post(
        "/admin/complaints/case/",
        said | {"institution": desk.hospital.pk, "text": "请核实"},
        follow=True,
    ).content.decode()

    assert "never goes to whom it accuses" in page
