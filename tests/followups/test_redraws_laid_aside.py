"""A redraw that does not come about: refused by a second person, or withdrawn by who asked."""

import pytest
import time_machine
from django.db import IntegrityError, transaction

from followups import selectors, services
from followups.models import SpotCheck
from followups.rules.words import CheckState
from tests.factories import AFTER_CLOSING, UserFactory, drawn
from tests.followups.pages import said, url

WHY = "名单没有泄露"


@pytest.fixture
def asked(hospital, clerk):
    return services.ask_redraw(
        check=drawn(hospital), reason="名单已经泄露", at=AFTER_CLOSING, by=clerk
    )


def laid_aside(check):
    check.refresh_from_db()
    return check.laid_aside_by, check.laid_aside_reason, check.laid_aside_at, check.drawn_at


def test_a_second_person_refuses_a_redraw_and_the_list_in_force_stays(asked, section_head):
    for _ in range(2):
        services.refuse_redraw(check=asked, reason=f" {WHY} ", by=section_head, at=AFTER_CLOSING)

    assert laid_aside(asked) == (section_head, WHY, AFTER_CLOSING, None)
    assert (asked.state, asked.is_withdrawn) == (CheckState.LAID_ASIDE, False)
    assert selectors.check_in_force(asked.register).number == 1
    # Who asked is told, once; a redraw that is drawn is told below.
    assert [WHY in notice.text for notice in asked.asked_by.notices.all()] == [True]


def test_who_asked_withdraws_the_redraw(asked, clerk):
    for _ in range(2):
        services.withdraw_redraw(check=asked, reason=WHY, by=clerk, at=AFTER_CLOSING)

    assert laid_aside(asked) == (clerk, WHY, AFTER_CLOSING, None)
    assert asked.is_withdrawn


def test_nobody_refuses_the_own_redraw_nor_withdraws_anothers(asked, clerk, section_head):
    with pytest.raises(services.RegisterError):
        services.refuse_redraw(check=asked, reason=WHY, by=clerk, at=AFTER_CLOSING)
    with pytest.raises(services.RegisterError):
        services.withdraw_redraw(check=asked, reason=WHY, by=section_head, at=AFTER_CLOSING)

    assert laid_aside(asked) == (None, "", None, None)


@pytest.mark.parametrize("reason", ["", "不", "不 行 了", "!!!!!!!!"])
def test_laying_a_redraw_aside_needs_a_reason_that_says_something(asked, section_head, reason):
    with pytest.raises(services.RegisterError):
        services.refuse_redraw(check=asked, reason=reason, by=section_head, at=AFTER_CLOSING)

    assert laid_aside(asked) == (None, "", None, None)


def test_what_was_refused_is_not_drawn_and_what_was_drawn_is_not_refused(asked, section_head):
    services.refuse_redraw(check=asked, reason=WHY, by=section_head, at=AFTER_CLOSING)
    with pytest.raises(services.RegisterError):
        services.approve_redraw(check=asked, by=section_head, at=AFTER_CLOSING)

    first = SpotCheck.objects.get(number=1)
    again = services.ask_redraw(
        check=first, reason="名单又泄露了", at=AFTER_CLOSING, by=asked.asked_by
    )
    services.approve_redraw(check=again, by=section_head, at=AFTER_CLOSING)
    with pytest.raises(services.RegisterError):
        services.refuse_redraw(check=again, reason=WHY, by=section_head, at=AFTER_CLOSING)

    assert (again.number, SpotCheck.objects.in_force().get()) == (3, again)
    told = asked.asked_by.notices.filter(cause__startswith=f"redraw {again.pk}")
    assert ["抽查已按您的申请重抽" in notice.text for notice in told] == [True]


def test_of_a_redraw_laid_aside_no_other_can_be_asked_for(asked, clerk, section_head):
    services.refuse_redraw(check=asked, reason=WHY, by=section_head, at=AFTER_CLOSING)

    with pytest.raises(services.RegisterError):
        services.ask_redraw(check=asked, reason="名单又泄露了", at=AFTER_CLOSING, by=clerk)

    assert SpotCheck.objects.count() == 2


def test_the_database_keeps_no_redraw_laid_aside_without_its_reason(asked, section_head):
    with pytest.raises(IntegrityError), transaction.atomic():
        SpotCheck.objects.filter(pk=asked.pk).update(
            laid_aside_at=AFTER_CLOSING, laid_aside_by=section_head
        )


@pytest.fixture
def _in_november(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(AFTER_CLOSING, tick=False):
        yield


@pytest.mark.long
@pytest.mark.usefixtures("_in_november")
@pytest.mark.parametrize(
    ("who", "verb", "words"),
    [("section_head", "refuse", "refused"), ("clerk", "withdraw", "withdrawn")],
)
def test_the_page_lays_a_redraw_aside_with_a_reason(sign_in, request, asked, who, verb, words):
    client = sign_in(request.getfixturevalue(who))
    offered = client.get(url("check", asked.pk)).content.decode()

    short = client.post(url(verb, asked.pk), {"reason": "不行"})
    assert said(short)[-1].endswith("At least 5 characters.")
    client.post(url(verb, asked.pk), {"reason": WHY})

    page = client.get(url("check", asked.pk)).content.decode()
    assert url(verb, asked.pk) in offered
    assert url(verb, asked.pk) not in page
    assert f"The redraw was {words}" in page
    assert WHY in page


@pytest.mark.long
@pytest.mark.usefixtures("_in_november")
def test_each_is_offered_only_the_own_verb(sign_in, asked, clerk, section_head):
    theirs = sign_in(clerk).get(url("check", asked.pk)).content.decode()
    second = sign_in(section_head).get(url("check", asked.pk)).content.decode()

    verbs = [url(verb, asked.pk) for verb in ("approve", "refuse", "withdraw")]
    assert [verb in theirs for verb in verbs] == [False, False, True]
    assert [verb in second for verb in verbs] == [True, True, False]


@pytest.mark.long
@pytest.mark.usefixtures("_in_november")
def test_a_redraw_laid_aside_waits_on_no_workbench(sign_in, asked, section_head):
    client = sign_in(section_head)
    title = "Redraws waiting for your approval"
    assert title in client.get("/").content.decode()

    services.refuse_redraw(check=asked, reason=WHY, by=UserFactory(), at=AFTER_CLOSING)

    assert title not in client.get("/").content.decode()
