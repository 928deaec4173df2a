"""A list whose results are all in was read by its hospital: no caller corrects it alone."""

import pytest

from bureau.models import Notice
from followups import services
from followups.models import CallCorrection
from followups.rules.words import Verdict
from tests.followups.admin_pages import address, chosen, text
from tests.followups.calls import record, to_call
from tests.followups.pages import url
from tests.followups.test_corrected_results import (
    WHY,
    as_head,
    check,
    correct,
    english,
    form_of,
    item,
)

__all__ = ["as_head", "check", "english", "item"]


@pytest.mark.long
def test_one_caller_alone_corrects_nothing_of_a_list_whose_results_are_all_in(
    item, liaison, clerk, as_head
):
    for one in (liaison, clerk):
        with pytest.raises(services.RegisterError, match="head of the section"):
            correct(item, by=one)
    as_head.force_login(clerk)

    asked = as_head.post(
        address("spotcheckitem"), chosen(item, action="correct_result"), follow=True
    )

    assert "head of the section" in text(asked), "before a form is filled in"
    assert not CallCorrection.objects.exists()


def test_a_slip_is_corrected_by_the_caller_while_the_list_is_called(check, liaison):
    first = to_call(check)[0]
    record(first, Verdict.GENUINE, by=liaison)

    correct(first, by=liaison)

    assert first.corrections.get().by == liaison
    assert not Notice.objects.exists()


@pytest.mark.long
def test_a_list_once_settled_stays_the_heads_to_correct_when_it_is_called_anew(
    item, liaison, section_head
):
    correct(item, Verdict.UNREACHABLE, by=section_head)

    with pytest.raises(services.RegisterError, match="head of the section"):
        correct(item.spot_check.items.get(position=2), by=liaison)


@pytest.mark.long
def test_hospital_and_liaison_officer_are_told_and_only_the_bureau_why(
    item, liaison, section_head, officer
):
    for _time in range(2):
        correct(item, Verdict.UNREACHABLE, by=section_head)

    told = {one.recipient: one.words["en"] for one in Notice.objects.all()}
    assert set(told) == {liaison, officer}
    for words in told.values():
        assert "person 1 was corrected from" in words
        assert "The list shows again when all results are in." in words
    assert WHY in told[liaison]
    assert WHY not in told[officer]


@pytest.mark.long
def test_the_card_says_to_the_caller_who_corrects_and_opens_the_form_to_the_head(
    sign_in, liaison, section_head, item
):
    to_caller = text(sign_in(liaison).get(url("item", item.pk)))
    answer = sign_in(liaison).post(url("correct", item.pk), form_of(), follow=True)
    to_head = text(sign_in(section_head).get(url("item", item.pk)))

    assert "corrected by the head of the section" in to_caller
    assert "The head of the section corrects it" in text(answer)
    assert url("correct", item.pk) in to_head
    assert url("correct", item.pk) not in to_caller
