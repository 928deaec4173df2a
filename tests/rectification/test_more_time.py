"""More time: asked for once, decided by another, of one phase."""

from datetime import date, timedelta

import pytest

from rectification import services
from rectification.models import Extension, Item
from rectification.rules.steps import Step
from rectification.rules.words import (
    Decision,
    ItemState,
    RectKind,
)
from rectification.services import LedgerError
from rectification.verbs import offered
from tests.rectification.conftest import moment


def ask(ledger, item, due_on, **said):
    said = {"reason": "设备到货延迟一周", **said}
    return services.ask_extension(
        item=item, due_on=due_on, by=ledger.officer, at=moment("2026-09-10"), **said
    )


def test_an_item_is_extended_once_by_somebody_else(ledger):
    item = ledger.issued()
    extension = ask(ledger, item, date(2026, 10, 15))
    with pytest.raises(LedgerError, match="Somebody else decides"):
        services.decide_extension(
            extension=extension, decision=Decision.GRANTED,
            by=ledger.officer, at=moment("2026-09-11"),
        )  # fmt: skip

    for decision in (Decision.GRANTED, Decision.REFUSED):
        services.decide_extension(
            extension=extension, decision=decision, by=ledger.clerk, at=moment("2026-09-11")
        )

    item.refresh_from_db()
    assert item.due_on == date(2026, 10, 15)
    with pytest.raises(LedgerError, match="extended once"):
        ask(ledger, item, date(2026, 10, 20))


def test_a_refused_extension_needs_a_reason_and_leaves_the_day_and_the_right(ledger):
    item = ledger.issued()
    extension = ask(ledger, item, date(2026, 10, 15))
    refuse = {"decision": Decision.REFUSED, "by": ledger.clerk, "at": moment("2026-09-11")}
    with pytest.raises(LedgerError, match="why there is no more time"):
        services.decide_extension(extension=extension, **refuse)

    services.decide_extension(extension=extension, answer="时间足够,请抓紧", **refuse)

    item.refresh_from_db()
    assert item.due_on == date(2026, 10, 1)
    assert ask(ledger, item, date(2026, 10, 20)).decision == ""


@pytest.mark.parametrize("due_on", [date(2026, 10, 1), date(2026, 11, 1)])
def test_an_extension_is_later_but_not_too_late(ledger, due_on):
    with pytest.raises(LedgerError, match="The new day lies after"):
        ask(ledger, ledger.issued(), due_on)


def test_what_is_reported_done_waits_for_no_extension(ledger):
    item = ledger.issued()
    ask(ledger, item, date(2026, 10, 15))
    assert Extension.objects.waiting().exists()

    ledger.show(item, on="2026-09-12")
    ledger.apply(item, on="2026-09-12")

    assert not Extension.objects.waiting().exists()


def test_more_time_asked_for_in_a_phase_is_void_when_the_phase_is_over(ledger):
    item = ledger.issued(kind=RectKind.STANDING)
    extension = services.ask_extension(
        item=item, due_on=item.due_on + timedelta(days=10), reason="设备到货延迟一周",
        by=ledger.officer, at=moment("2026-09-10"),
    )  # fmt: skip
    ledger.show(item, on="2026-09-20")
    ledger.apply(item)
    ledger.accept(item)

    item.refresh_from_db()
    assert (item.state, item.due_on) == (ItemState.PHASED, date(2026, 12, 21))
    assert not Extension.objects.waiting().exists()
    services.decide_extension(
        extension=extension, decision=Decision.GRANTED, by=ledger.clerk, at=moment("2026-09-23")
    )
    item.refresh_from_db()
    assert item.due_on == date(2026, 12, 21)


def test_more_time_that_was_asked_for_another_day_is_not_granted(ledger):
    item = ledger.issued(kind=RectKind.STANDING)
    extension = services.ask_extension(
        item=item, due_on=item.due_on + timedelta(days=10), reason="设备到货延迟一周",
        by=ledger.officer, at=moment("2026-09-10"),
    )  # fmt: skip
    Item.objects.filter(pk=item.pk).update(due_on=date(2027, 3, 1))

    with pytest.raises(LedgerError, match="phase it was asked for is over"):
        services.decide_extension(
            extension=extension, decision=Decision.GRANTED, by=ledger.clerk,
            at=moment("2026-09-11"),
        )  # fmt: skip

    extension.refresh_from_db()
    assert extension.decision == ""


def test_each_phase_of_what_is_kept_up_for_good_has_its_own_extension(ledger):
    item = ledger.issued(kind=RectKind.STANDING)
    first = ask(ledger, item, item.due_on + timedelta(days=10))
    services.decide_extension(
        extension=first, decision=Decision.GRANTED, by=ledger.clerk, at=moment("2026-09-11")
    )
    ledger.show(item, on="2026-09-20")
    ledger.apply(item)
    phased = ledger.accept(item)
    asked = {"by": ledger.officer, "at": moment("2026-10-10"), "reason": "设备再次延迟到货"}

    assert Step.EXTEND in {
        verb.step for verb in offered(ledger.officer, phased, date(2026, 10, 10)).verbs
    }
    second = services.ask_extension(item=item, due_on=date(2026, 12, 24), **asked)
    with pytest.raises(LedgerError, match="extended once"):
        services.ask_extension(item=item, due_on=date(2026, 12, 28), **asked)

    assert (first.phase, second.phase) == (1, 2)
