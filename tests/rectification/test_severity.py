"""What is of high severity is seen on site, whatever it was called meanwhile."""

import pytest

from bureau.models import Act
from rectification import selectors, services
from rectification.rules.words import (
    ItemState,
    Method,
    Severity,
)
from rectification.services import LedgerError
from tests.rectification.conftest import moment


def test_high_severity_is_seen_on_site(ledger):
    item = ledger.applied(severity=Severity.HIGH)

    with pytest.raises(LedgerError, match="on site"):
        ledger.accept(item, method=Method.DOCUMENTS)
    assert ledger.accept(item).state == ItemState.CLOSED


@pytest.mark.parametrize("stand", ["draft", "issued", "applied"])
def test_less_severe_takes_a_reason_and_somebody_else_verifies(ledger, stand):
    item = getattr(ledger, stand)(severity=Severity.HIGH)
    lower = {"item": item, "changes": {"severity": Severity.ORDINARY}, "by": ledger.verifier}

    with pytest.raises(LedgerError, match="less severe"):
        services.change_item(**lower, at=moment("2026-09-02"))
    for _ in range(2):
        services.change_item(**lower, reason="现场核对后属一般问题", at=moment("2026-09-02"))

    act = Act.objects.get(object_no=item.no, verb="change_item")
    assert act.why == "现场核对后属一般问题"
    assert selectors.work_of(item).doers >= {ledger.verifier.pk}
    assert ledger.clerk.pk not in selectors.work_of(item).doers


@pytest.mark.long
def test_whoever_called_it_less_severe_does_not_verify_it(ledger):
    item = ledger.applied(severity=Severity.HIGH)
    services.change_item(
        item=item, changes={"severity": Severity.ORDINARY}, reason="现场核对后属一般问题",
        by=ledger.verifier, at=moment("2026-09-21"),
    )  # fmt: skip

    with pytest.raises(LedgerError, match="had a hand in this"):
        ledger.accept(item, method=Method.DOCUMENTS)
    assert ledger.accept(item, by=ledger.clerk).state == ItemState.CLOSED


@pytest.mark.long
def test_what_turns_out_severe_on_public_notice_is_seen_on_site_before_it_is_struck_off(ledger):
    item = ledger.accept(ledger.applied(), method=Method.DOCUMENTS, in_public=True)
    services.change_item(
        item=item, changes={"severity": Severity.HIGH}, by=ledger.clerk, at=moment("2026-09-25")
    )

    with pytest.raises(LedgerError, match="on site"):
        services.strike_off(item=item, by=ledger.verifier, at=moment("2026-09-30"))

    item.refresh_from_db()
    assert item.state == ItemState.PUBLICITY
