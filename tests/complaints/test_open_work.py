"""The cards of complaints: what waits for whom, and the list that each of them opens."""

import pytest
from django.urls import reverse

from bureau.models import Notice
from complaints import services
from complaints.open_work import todo_cards
from complaints.rules.words import Channel, Finding, Grade
from tests.complaints.conftest import attitude_category, moment

AT = moment("2026-11-22")


@pytest.fixture(autouse=True)
def on_the_day(time_machine):
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def cards(client):
    def of(user):
        """Open each card's list, and find there as many as the card counts."""
        client.force_login(user)
        found = {card.title: card for card in todo_cards(user, AT.date())}
        for card in found.values():
            page = client.get(card.actions[0].url)
            assert len(page.context["lines"]) == card.value, card.title
        return {title: card.value for title, card in found.items()}

    return of


def whole(desk, case, by=None):
    alleged = desk.do("add_allegation", case, text="说话生硬", category=attitude_category())
    services.find_allegation(
        allegation=alleged, finding=Finding.SUBSTANTIATED, basis="调取监控与谈话记录",
        by=by or desk.clerk, at=moment("2026-11-05"),
    )  # fmt: skip


def told(user):
    return [one.words["en"] for one in Notice.objects.filter(recipient=user).order_by("pk")]


@pytest.mark.long
def test_who_handles_cases_has_what_is_late_and_what_is_next(desk, cards):
    desk.dispatched()
    desk.verified()
    replied = desk.replied()
    desk.do(
        "record_callback", replied, on="2026-11-20", grade=Grade.DISSATISFIED, note="至今没有道歉",
        calendar=desk.calendar,
    )  # fmt: skip

    assert cards(desk.clerk) == {
        "Complaints being handled, overdue": 1,
        "Complaints to answer": 1,
        "Complainants to call back": 1,
        "Bad grades to review": 1,
    }


@pytest.mark.long
def test_findings_wait_for_the_head_until_they_hold(desk, cards):
    case = desk.dispatched()
    desk.report(case)
    assert "Findings to make hold" not in cards(desk.head)
    whole(desk, case)

    assert cards(desk.head)["Findings to make hold"] == 1
    assert "Findings to make hold" not in cards(desk.clerk)
    waiting = f"{case.no}: its findings wait for you to make them hold."
    assert told(desk.head).count(waiting) == 1
    assert waiting not in told(desk.clerk)

    desk.do("verify_case", case, on="2026-11-06", by=desk.head)
    assert "Findings to make hold" not in cards(desk.head)


@pytest.mark.long
def test_what_the_head_found_waits_for_colleagues_and_is_told_each_time_it_is_asked(desk, cards):
    case = desk.dispatched()
    desk.report(case)
    waiting = f"{case.no}: its findings wait for you to make them hold."
    whole(desk, case, by=desk.head)
    assert cards(desk.clerk)["Findings to make hold"] == 1
    assert "Findings to make hold" not in cards(desk.head)

    desk.do("dispatch_case", case, on="2026-11-06", institution=desk.hospital, text="请补充调查",
            calendar=desk.calendar)  # fmt: skip
    desk.report(case, on="2026-11-09")
    services.find_allegation(
        allegation=case.allegations.get(), finding=Finding.UNSUBSTANTIATED,
        basis="补充监控未见不妥", by=desk.head, at=moment("2026-11-10"),
    )  # fmt: skip
    assert told(desk.clerk).count(waiting) == 2


@pytest.mark.long
def test_an_extension_waits_for_who_decides_and_never_for_who_asks(desk, cards):
    case = desk.dispatched()
    clock = case.clocks.exclude(family="statutory").order_by("-due_at").first()
    for _ in range(2):
        services.ask_more_time(
            clock=clock, by_length=1, reason="等会诊意见出来", by=desk.clerk,
            at=moment("2026-11-03"),
        )  # fmt: skip

    assert cards(desk.head)["Requests on complaints to decide"] == 1
    assert told(desk.head) == [f"{case.no}: an extension waits for your decision."]
    services.decide_more_time(
        more=clock.extensions.get(), is_granted=True, by=desk.head, at=moment("2026-11-04"),
        calendar=desk.calendar,
    )  # fmt: skip
    assert "Requests on complaints to decide" not in cards(desk.head)


@pytest.mark.long
def test_what_is_asked_of_an_order_waits_for_the_head_too(desk, cards):
    case = desk.accepted(channel=Channel.HOTLINE, external_no="DH1")
    desk.do("ask_exclusion", case, basis="要求免除全部医药费")

    assert cards(desk.head)["Requests on complaints to decide"] == 1
    assert told(desk.head)[-1].endswith("what is asked of the order waits for your decision.")


@pytest.mark.long
def test_a_unit_is_asked_nothing_of_what_waits_in_the_bureau(desk, client):
    case = desk.dispatched()
    desk.report(case)
    whole(desk, case)
    client.force_login(desk.officer)

    page = client.get(reverse("complaints:cases") + "?tab=all&waits=decide")

    assert len(page.context["lines"]) == 1
