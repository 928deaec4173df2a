"""Spot-checks in the admin: what the calls found, and redraws with the verbs of the pages."""

from datetime import date

import pytest
import time_machine

from followups import services
from followups.models import SpotCheck, SpotCheckItem
from followups.rules.words import Verdict
from tests.factories import (
    AFTER_CLOSING,
    OCTOBER,
    drawn,
)
from tests.followups.admin_pages import address, chosen, count, shown, text
from tests.followups.calls import record

SEPTEMBER = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _a_day_in_november(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel("2026-11-21 10:00+08:00", tick=False):
        yield


@pytest.mark.long
def test_the_list_of_spot_checks_counts_what_the_calls_found(as_clerk, hospital, liaison):
    check = drawn(hospital, 60)
    first, second = check.items.filter(is_called_up=True).order_by("position")[:2]
    for item, verdict in ((first, Verdict.GENUINE), (second, Verdict.NOT_FOLLOWED)):
        record(item, verdict, by=liaison)

    [line] = shown(as_clerk.get(address("spotcheck")))
    detail = text(as_clerk.get(address("spotcheck", "change", check.pk)))

    assert "1 5 3 2 50.0%" in line
    assert "50.0%" in detail
    people = f"{address('spotcheckitem')}?spot_check__id__exact={check.pk}"
    assert people in detail
    assert count(as_clerk.get(people)) == check.items.count()


@pytest.fixture
def redraw(hospital, clerk):
    return services.ask_redraw(
        check=drawn(hospital, 30), reason="名单已经外泄", at=AFTER_CLOSING, by=clerk
    )


@pytest.mark.long
def test_a_clerk_asks_here_for_a_redraw_with_a_reason_and_nothing_is_drawn(as_clerk, hospital):
    check = drawn(hospital, 30)
    said = chosen(check, action="ask_redraw", post="yes")

    asked = as_clerk.post(address("spotcheck"), said)
    as_clerk.post(address("spotcheck"), {**said, "reason": "名单已经外泄"})

    assert 'name="reason"' in asked.content.decode()
    redraw = check.register.checks.waiting().get()
    assert (redraw.reason, redraw.drawn_at) == ("名单已经外泄", None)


@pytest.mark.long
def test_a_section_head_approves_a_redraw_after_being_asked(client, section_head, redraw):
    client.force_login(section_head)

    asked = client.post(address("spotcheck"), chosen(redraw, action="approve_redraw"))
    untouched = SpotCheck.objects.get(pk=redraw.pk).drawn_at
    done = client.post(
        address("spotcheck"), chosen(redraw, action="approve_redraw", post="yes"), follow=True
    )

    assert "Draw these lists again?" in text(asked)
    assert untouched is None
    assert "a new list is drawn." in text(done)
    assert SpotCheck.objects.get(pk=redraw.pk).approved_by == section_head
    assert SpotCheck.objects.in_force().get() == redraw


@pytest.mark.long
def test_who_asked_for_a_redraw_does_not_approve_it(client, section_head, hospital):
    own = services.ask_redraw(
        check=drawn(hospital, 30), reason="名单已经外泄", at=AFTER_CLOSING, by=section_head
    )
    client.force_login(section_head)

    page = client.post(
        address("spotcheck"), chosen(own, action="approve_redraw", post="yes"), follow=True
    )

    assert "A second person has to agree to a redraw." in text(page)
    assert SpotCheck.objects.get(pk=own.pk).drawn_at is None


def test_a_clerk_approves_no_redraw(as_clerk, section_head, hospital):
    redraw = services.ask_redraw(
        check=drawn(hospital, 30), reason="名单已经外泄", at=AFTER_CLOSING, by=section_head
    )

    as_clerk.post(address("spotcheck"), chosen(redraw, action="approve_redraw", post="yes"))

    assert SpotCheck.objects.get(pk=redraw.pk).drawn_at is None


@pytest.mark.long
@pytest.mark.parametrize(
    ("who", "action", "said"),
    [
        ("section_head", "refuse_redraw", "the redraw is refused."),
        ("clerk", "withdraw_redraw", "the redraw is withdrawn."),
    ],
)
def test_a_redraw_is_laid_aside_here_with_a_reason(client, request, redraw, who, action, said):
    user = request.getfixturevalue(who)
    client.force_login(user)

    asked = client.post(address("spotcheck"), chosen(redraw, action=action))
    short = client.post(
        address("spotcheck"), chosen(redraw, action=action, post="yes", reason="不行")
    )
    untouched = SpotCheck.objects.get(pk=redraw.pk).laid_aside_at
    done = client.post(
        address("spotcheck"),
        chosen(redraw, action=action, post="yes", reason="名单没有泄露"),
        follow=True,
    )

    assert 'name="reason"' in text(asked)
    assert "Please write at least 5 characters." in text(short)
    assert untouched is None
    assert said in text(done)
    assert SpotCheck.objects.get(pk=redraw.pk).laid_aside_by == user


@pytest.mark.long
def test_anothers_redraw_is_not_withdrawn_here(client, section_head, redraw):
    client.force_login(section_head)

    page = client.post(
        address("spotcheck"),
        chosen(redraw, action="withdraw_redraw", post="yes", reason="名单没有泄露"),
        follow=True,
    )

    assert "Only who asked for a redraw can withdraw it." in text(page)
    assert SpotCheck.objects.get(pk=redraw.pk).laid_aside_at is None


@pytest.mark.long
def test_spot_checks_are_found_by_their_state(as_clerk, redraw):
    assert count(as_clerk.get(address("spotcheck"), {"state": "waiting"})) == 1
    assert count(as_clerk.get(address("spotcheck"), {"state": "finished"})) == 0
    assert count(as_clerk.get(address("spotcheck"), {"state": "nonsense"})) == 2


def test_a_report_that_was_run_late_says_since_when_it_was_due(as_clerk, hospital):
    services.close_month(month=OCTOBER, at=AFTER_CLOSING)

    [line] = shown(as_clerk.get(address("monthreport")))

    assert "due at 2026-11-11 00:00" in line


@pytest.mark.long
def test_a_list_that_is_drawn_already_waits_for_nobody(client, section_head, hospital):
    check = drawn(hospital, 30)
    client.force_login(section_head)

    page = client.post(
        address("spotcheck"), chosen(check, action="approve_redraw", post="yes"), follow=True
    )

    assert "No redraw waits among these." in text(page)


@pytest.mark.long
def test_a_drawn_person_shows_the_calls_and_no_word_of_the_notes(as_clerk, whole_month):
    item = SpotCheckItem.objects.filter(calls__isnull=False).first()

    page = text(as_clerk.get(address("spotcheckitem", "change", item.pk)))

    assert "True: was followed up" in page
    assert "***" in page
    assert "<p>好</p>" not in page
