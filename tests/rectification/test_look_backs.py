"""Another look at what was struck off: who is drawn, who looks, what is written down."""

from datetime import date

import pytest

from rectification import services
from rectification.models import Item, LookBack, LookBackDraw
from rectification.rules.words import (
    ItemState,
    LookBackResult,
    Severity,
)
from rectification.services import LedgerError
from tests.rectification.conftest import moment


def test_high_severity_is_always_looked_at_again_after_thirty_days(ledger):
    item = ledger.closed(severity=Severity.HIGH)

    assert item.look_backs.get().due_on == date(2026, 10, 22)


@pytest.mark.long
def test_of_the_rest_a_tenth_of_the_month_is_drawn_once(ledger):
    for _ in range(11):
        ledger.closed()

    assert services.draw_look_backs(at=moment("2026-10-01", 1)) == 2
    assert services.draw_look_backs(at=moment("2026-11-01", 1)) == 0
    draw = LookBackDraw.objects.get()
    assert len(draw.frame) == 11
    assert LookBack.objects.filter(draw=draw).count() == 2


@pytest.mark.long
def test_what_an_old_ledger_struck_off_lately_is_drawn_from_when_it_was_taken_in(ledger):
    """The book's own month was drawn from before it came in, and of years nobody looks back."""
    closed = [ledger.closed() for _ in range(3)]
    lately, long_ago = closed[:2]
    Item.objects.filter(pk=lately.pk).update(closed_on=date(2026, 6, 24))
    Item.objects.filter(pk=long_ago.pk).update(closed_on=date(2026, 6, 23))

    assert services.draw_look_backs(at=moment("2026-10-01", 1)) == 1

    draw = LookBackDraw.objects.get()
    assert draw.month == date(2026, 9, 1)
    assert draw.frame == sorted([closed[2].no, lately.no])


def test_a_month_is_not_drawn_from_before_it_is_over(ledger):
    ledger.closed()

    assert services.draw_look_backs(at=moment("2026-09-30", 23)) == 0


def test_a_look_back_that_finds_it_back_reopens_under_the_same_number(ledger):
    item = ledger.closed(severity=Severity.HIGH)
    look_back = item.look_backs.get()

    services.record_look_back(
        look_back=look_back, result=LookBackResult.RELAPSE, note="又无人值守",
        by=ledger.clerk, at=moment("2026-10-22"),
    )  # fmt: skip

    item.refresh_from_db()
    assert (item.state, item.round, item.closed_on) == (ItemState.RECTIFYING, 2, None)
    assert item.relapses.get().was_closed_on == date(2026, 9, 22)


def test_a_look_back_is_recorded_once_and_not_by_whoever_did_the_work(ledger):
    item = ledger.closed(severity=Severity.HIGH)
    look_back = item.look_backs.get()
    with pytest.raises(LedgerError, match="the bureau verifies"):
        services.record_look_back(
            look_back=look_back, result=LookBackResult.HOLDS, note="",
            by=ledger.officer, at=moment("2026-10-22"),
        )  # fmt: skip

    for note in ("情况保持", "another word"):
        services.record_look_back(
            look_back=look_back, result=LookBackResult.HOLDS, note=note,
            by=ledger.clerk, at=moment("2026-10-22"),
        )  # fmt: skip

    look_back.refresh_from_db()
    assert look_back.note == "情况保持"


def test_that_it_holds_is_not_said_before_its_day(ledger):
    item = ledger.closed(severity=Severity.HIGH)

    with pytest.raises(LedgerError, match="can be said from"):
        services.record_look_back(
            look_back=item.look_backs.get(), result=LookBackResult.HOLDS, note="",
            by=ledger.clerk, at=moment("2026-10-21"),
        )  # fmt: skip


def test_a_look_back_that_comes_late_is_recorded_as_it_was_found(ledger):
    item = ledger.closed(severity=Severity.HIGH)
    look_back = item.look_backs.get()
    seen = {"look_back": look_back, "result": LookBackResult.RELAPSE, "note": "导医台又无人"}

    for _ in range(2):
        services.record_look_back(**seen, by=ledger.clerk, at=moment("2026-12-22"))

    item.refresh_from_db()
    look_back.refresh_from_db()
    assert (look_back.result, look_back.on) == (LookBackResult.RELAPSE, date(2026, 12, 22))
    assert (item.state, item.round) == (ItemState.CLOSED, 1)
    draft = Item.objects.get(state=ItemState.DRAFT)
    words = f"{item.problem}\nSeen at the look-back: 导医台又无人"
    assert (draft.source_no, draft.problem) == (item.no, words)
    assert (draft.institution, draft.severity) == (item.institution, Severity.HIGH)
