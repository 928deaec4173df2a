"""What is still owed of earlier months stands on the workbench until it is in."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from followups import open_work
from tests.factories import RegisterFactory, rows, submitted

AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)
DAY = date(2026, 11, 22)
LATE = datetime(2026, 11, 20, 2, tzinfo=UTC)
TITLE = "Registers of earlier months still owed"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def card_of(user):
    return next((one for one in open_work.todo_cards(user, DAY) if one.title == TITLE), None)


@pytest.fixture
def owed(hospital, township):
    RegisterFactory(institution=township, month=AUGUST)
    RegisterFactory(institution=hospital, month=SEPTEMBER)
    RegisterFactory(institution=hospital)


@pytest.mark.usefixtures("owed")
def test_the_card_names_who_owes_which_earlier_month(clerk, hospital, township):
    card = card_of(clerk)

    assert card.value == 2
    assert card.names == [f"{township.name} (August 2026)", f"{hospital.name} (September 2026)"]
    assert card.actions[0].url == f"{reverse('followups:matrix')}?until=2026-09"
    assert open_work.open_work(clerk, DAY)[0].count == 3


@pytest.mark.usefixtures("owed")
def test_what_came_in_late_is_owed_no_more(clerk, hospital):
    submitted(hospital, rows(3), month=SEPTEMBER, at=LATE, reason="经办人请假")

    assert card_of(clerk).value == 1


def test_where_nothing_is_owed_there_is_no_card(clerk, hospital):
    RegisterFactory(institution=hospital)

    assert card_of(clerk) is None


@pytest.mark.usefixtures("owed")
def test_a_liaison_officer_reads_of_the_own_houses_only(liaison, hospital):
    assert card_of(liaison).names == [f"{hospital.name} (September 2026)"]
