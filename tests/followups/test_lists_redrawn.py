"""A redraw and the list whose place it takes name each other."""

import pytest

from bureau.rules import Role
from followups import services
from followups.rules.words import Verdict
from tests.factories import AFTER_CLOSING, UserFactory, drawn
from tests.followups.admin_pages import address, chosen, text
from tests.followups.calls import record, to_call
from tests.followups.pages import url
from tests.followups.test_corrected_results import english

__all__ = ["english"]


@pytest.fixture
def first(hospital, liaison):
    check = drawn(hospital)
    record(to_call(check)[0], Verdict.GENUINE, by=liaison)
    return check


@pytest.fixture
def asked(first, clerk):
    return services.ask_redraw(check=first, reason="名单已经泄露", by=clerk, at=AFTER_CLOSING)


@pytest.mark.long
def test_a_redraw_asked_for_names_the_list_and_what_was_called_of_it(
    sign_in, section_head, first, asked
):
    page = text(sign_in(section_head).get(url("check", asked.pk)))

    assert f'<a href="{url("check", first.pk)}">draw 1</a> (1 of {first.required} checked)' in page


@pytest.mark.long
def test_both_lists_name_each_other_and_nobody_of_the_first_waits_for_a_call(
    sign_in, section_head, first, asked
):
    again = services.approve_redraw(check=asked, by=section_head, at=AFTER_CLOSING)
    client = sign_in(section_head)

    old, new = (text(client.get(url("check", one.pk))) for one in (first, again))

    assert f'<a href="{url("check", again.pk)}">draw 2</a>' in old
    assert "to be called" not in old.lower()
    assert f'<a href="{url("check", first.pk)}">draw 1</a>' in new
    assert "To be called" in new


@pytest.mark.long
def test_the_hospital_is_shown_no_way_to_a_list_that_is_still_called(
    sign_in, officer, liaison, section_head, first, asked
):
    for item in to_call(first):
        record(item, Verdict.GENUINE, by=liaison)
    again = services.approve_redraw(check=asked, by=section_head, at=AFTER_CLOSING)

    page = text(sign_in(officer).get(url("check", first.pk)))

    assert "counts no more" in page
    assert url("check", again.pk) not in page


@pytest.mark.long
def test_the_admin_opens_no_form_for_somebody_of_a_list_that_was_replaced(
    client, section_head, first, asked
):
    services.approve_redraw(check=asked, by=section_head, at=AFTER_CLOSING)
    head = UserFactory(section=section_head.section, roles=[Role.SECTION_HEAD], is_staff=True)
    client.force_login(head)
    item = first.items.get(position=1)

    page = client.post(address("spotcheckitem"), chosen(item, action="correct_result"), follow=True)

    assert "This list was replaced by another draw." in text(page)
