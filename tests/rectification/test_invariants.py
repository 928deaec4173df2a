"""What must always hold of the ledger: it does after everything, and each breach is named."""

import pytest

from bureau.models import Act, Serial
from rectification.invariants import breaches
from rectification.models import Evidence, Item, LookBack
from rectification.rules.words import ItemState, LookBackResult, Severity
from rectification.services import record_look_back
from tests.rectification.conftest import moment

AT = moment("2026-11-01")


def named():
    return {breach.rule for breach in breaches(at=AT)}


@pytest.mark.long
def test_after_everything_that_can_happen_all_of_it_holds(ledger):
    ledger.draft()
    ledger.issued()
    ledger.applied()
    item = ledger.closed(severity=Severity.HIGH)
    record_look_back(
        look_back=LookBack.objects.get(item=item), result=LookBackResult.RELAPSE,
        note="导医台又无人", by=ledger.clerk, at=moment("2026-10-22"),
    )  # fmt: skip

    assert named() == set()


@pytest.mark.parametrize(
    ("break_it", "rule"),
    [
        (lambda: Serial.objects.update(last=9), "ledger numbers have a gap"),
        (
            lambda: LookBack.objects.all().delete(),
            "high severity struck off without a look-back",
        ),
        (lambda: Item.objects.update(round=2), "another round without its relapse"),
        (
            lambda: Item.objects.update(state=ItemState.VERIFYING, closure=None, closed_on=None),
            "waits for the bureau without an application",
        ),
    ],
)
def test_a_breach_is_named(ledger, break_it, rule):
    ledger.closed(severity=Severity.HIGH)
    if rule.startswith("another"):
        ledger.issued()
        Item.objects.filter(state=ItemState.CLOSED).update(
            state=ItemState.RECTIFYING, closure=None, closed_on=None
        )

    break_it()

    assert rule in named()


def test_evidence_that_is_gone_is_missed(ledger):
    ledger.closed()
    Evidence.objects.all().delete()

    assert "accepted without evidence" in named()


def test_an_item_without_its_act_is_named(ledger):
    item = ledger.draft()
    Item.objects.filter(pk=item.pk).update(no="ZG-2026-0002")

    assert {"entered without an act", "ledger numbers have a gap"} <= named()
    assert Act.objects.filter(object_no="ZG-2026-0001").exists()
