"""A file that waits says for what: on the home card, in the list, and on its own page."""

import pytest
import time_machine

from followups import services
from followups.models import Upload
from followups.open_work import todo_cards
from followups.rules.problems import Problem, ProblemCode
from followups.rules.words import Severity
from tests.factories import IN_TIME, OCTOBER, row, rows, staged, submitted
from tests.followups.pages import HOUSE, url
from tests.followups.submissions import BAD_ROW

DAY = IN_TIME.date()
FOREIGN = row(9)._replace(
    problems=(Problem("institution", ProblemCode.FOREIGN_INSTITUTION, Severity.BLOCK),)
)


@pytest.fixture(autouse=True)
def _on_the_eighth_of_november(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(IN_TIME, tick=False):
        yield


def words_of(client, *address):
    return " ".join(client.get(url(*address)).content.decode().split())


def only_card(officer):
    [card] = todo_cards(officer, DAY)
    return card


def test_the_card_tells_of_a_file_that_was_checked_and_leads_on_to_it(hospital, officer):
    services.open_month(OCTOBER, at=IN_TIME)
    assert only_card(officer).note == ""

    upload = staged(hospital, rows(3))

    card = only_card(officer)
    assert "not submitted yet" in card.note
    assert (card.actions[0].url, card.actions[0].primary) == (url("upload_detail", upload.pk), True)
    assert [one.primary for one in card.actions[1:]] == [False, False]


def test_a_further_file_for_a_register_that_is_in_has_a_card_of_its_own(hospital, officer):
    submitted(hospital, rows(3))
    assert todo_cards(officer, DAY) == []

    upload = staged(hospital, rows(4))

    card = only_card(officer)
    assert [one.url for one in card.actions] == [url("upload_detail", upload.pk)]
    services.withdraw_upload(upload=upload, by=officer, at=IN_TIME)
    assert todo_cards(officer, DAY) == []


@pytest.mark.long
def test_the_same_file_again_is_said_to_bring_nothing_and_is_not_asked_to_be_submitted(
    sign_in, hospital, officer
):
    submitted(hospital, rows(3))
    again = staged(hospital, rows(3))
    client = sign_in(officer)

    page, month = words_of(client, "upload_detail", again.pk), words_of(client, "register", *HOUSE)

    assert "brings nothing new and need not be submitted" in page
    assert url("upload_submit", again.pk) not in page
    assert "please submit" not in page
    assert "Brings nothing new" in month
    assert "brings nothing new" in only_card(officer).note


@pytest.mark.long
def test_the_same_part_again_is_nothing_new_and_what_completes_the_month_is_something(
    sign_in, hospital, officer
):
    submitted(hospital, [*rows(3), BAD_ROW])
    part, whole = staged(hospital, [*rows(3), BAD_ROW]), staged(hospital, [*rows(3), row(99)])
    client = sign_in(officer)

    said = [
        "brings nothing new" in words_of(client, "upload_detail", one.pk) for one in (part, whole)
    ]

    assert said == [True, False]
    assert url("upload_submit", whole.pk) in words_of(client, "upload_detail", whole.pk)


@pytest.mark.long
@pytest.mark.parametrize(
    ("given", "said"),
    [([*rows(2), FOREIGN], "rows of another institution"), ([BAD_ROW], "no row in order")],
)
def test_what_cannot_be_submitted_is_not_listed_as_to_be_submitted(
    sign_in, hospital, officer, given, said
):
    services.open_month(OCTOBER, at=IN_TIME)
    staged(hospital, given)
    client = sign_in(officer)

    month, files = words_of(client, "register", *HOUSE), Upload.objects.get()

    assert f"Cannot be submitted: {said}" in month
    assert "does not count until it is" not in month
    assert not files.can_be_submitted
    assert "cannot be submitted" in only_card(officer).note
