"""What waits for a person in the ledger: the card, the count beside the name, the notice."""

from datetime import date

import pytest

from bureau.models import Notice
from bureau.rules import Role
from bureau.selectors import count_for
from rectification import services
from rectification.open_work import ledger as open_work
from rectification.rules.words import Decision
from tests.factories import UserFactory
from tests.rectification.conftest import moment

DAY = date(2026, 9, 11)


@pytest.fixture
def asked(ledger):
    return services.ask_extension(
        item=ledger.issued(), due_on=date(2026, 10, 15), reason="设备到货延迟一周",
        by=ledger.officer, at=moment("2026-09-10"),
    )  # fmt: skip


def card_of(user):
    titles = {card.title: card for card in open_work.todo_cards(user, DAY)}
    return titles.get("Requests for more time")


def count_of(user):
    [item] = open_work.open_work(user, DAY)
    [count] = count_for([item.waits])
    return count


def test_more_time_asked_for_waits_for_whoever_decides(ledger, asked):
    card = card_of(ledger.clerk)

    assert card.value == 1
    assert card.actions[0].url.endswith(f"/{asked.item.no}/decide/")
    assert count_of(ledger.clerk) == 1
    told = Notice.objects.filter(subject_no=asked.item.no, recipient=ledger.clerk)
    assert "asks for time" in str(told.get())


def test_decided_it_waits_for_nobody(ledger, asked):
    services.decide_extension(
        extension=asked, decision=Decision.GRANTED, by=ledger.clerk, at=moment("2026-09-11")
    )

    assert card_of(ledger.clerk) is None
    assert count_of(ledger.clerk) == 0


def test_it_is_no_task_of_who_may_not_decide(ledger, asked, liaison):
    assert card_of(liaison) is None
    assert count_of(liaison) == 0
    assert card_of(ledger.officer) is None


def titles_of(user, day=DAY):
    return {card.title: card for card in open_work.todo_cards(user, day)}


@pytest.mark.long
def test_a_unit_with_more_than_five_items_is_told_how_many_more_and_which_is_new(ledger):
    for _ in range(open_work.MOST_NAMED + 1):
        ledger.issued(on="2026-08-01")
    new = ledger.issued(on="2026-09-10", due_on=date(2026, 10, 9))

    more = titles_of(ledger.officer)["More rectifications"]

    assert more.value == 2
    assert more.names == [f"{new.no} {new.problem}"]
    assert more.actions[1].url == new.get_absolute_url()


@pytest.mark.long
def test_a_unit_with_five_items_is_told_of_no_more(ledger):
    for _ in range(open_work.MOST_NAMED):
        ledger.issued()

    assert "More rectifications" not in titles_of(ledger.officer)


@pytest.mark.long
def test_what_is_overdue_stands_before_everybody_of_the_bureau_who_sees_it(ledger):
    late = ledger.issued(due_on=date(2026, 9, 10))
    leader = UserFactory(roles=[Role.LEADER])

    for user in (ledger.clerk, leader):
        card = titles_of(user, date(2026, 9, 11))["Rectifications overdue"]
        assert (card.value, card.names) == (1, [f"{late.institution} {late.no}"])
        assert card.actions[0].url.endswith("?only=overdue")
        assert "Rectifications overdue" not in titles_of(user, date(2026, 9, 10))
    assert "Rectifications overdue" not in titles_of(ledger.officer, date(2026, 9, 11))
