"""The same problem again: reopened under its own number, or a new one."""

from datetime import date

import pytest
import time_machine

from rectification import services
from rectification.models import LookBack
from rectification.rules.steps import Step
from rectification.rules.words import (
    ItemState,
    Severity,
    SourceKind,
)
from rectification.services import LedgerError
from rectification.verbs import offered
from tests.rectification.conftest import CALENDAR, moment


@pytest.mark.long
def test_a_relapse_ends_the_look_back_that_was_planned(ledger):
    item = ledger.closed(severity=Severity.HIGH)
    assert LookBack.objects.waiting().exists()

    services.reopen_item(
        item=item, found_on=date(2026, 10, 9), note="同一问题再次反映",
        by=ledger.clerk, at=moment("2026-10-09"),
    )  # fmt: skip

    assert not LookBack.objects.waiting().exists()


@pytest.mark.long
def test_the_same_problem_45_days_later_reopens_and_links(ledger):
    item = ledger.closed()
    draft = ledger.draft(on="2026-11-06", source=SourceKind.COMPLAINT, source_no="TS-1")

    services.reopen_item(
        item=item, found_on=date(2026, 11, 6), note="同一问题再次反映", draft=draft,
        by=ledger.clerk, at=moment("2026-11-06"),
    )  # fmt: skip

    item.refresh_from_db()
    draft.refresh_from_db()
    assert (item.state, item.round) == (ItemState.RECTIFYING, 2)
    assert draft.state == ItemState.DISMISSED
    assert item.relapses.get().draft == draft


@pytest.mark.long
def test_reopening_twice_for_the_same_draft_is_reopening_once(ledger):
    item = ledger.closed()
    draft = ledger.draft(on="2026-11-06")

    for _ in range(2):
        services.reopen_item(
            item=item, found_on=date(2026, 11, 6), note="同一问题再次反映", draft=draft,
            by=ledger.clerk, at=moment("2026-11-06"),
        )  # fmt: skip

    item.refresh_from_db()
    assert item.round == 2


@pytest.mark.long
def test_after_ninety_days_it_is_a_new_problem(ledger):
    item = ledger.closed()

    with pytest.raises(LedgerError, match="a new entry"):
        services.reopen_item(
            item=item, found_on=date(2026, 12, 22), note="同一问题再次反映",
            by=ledger.clerk, at=moment("2026-12-22"),
        )  # fmt: skip


@pytest.mark.long
def test_reopened_it_needs_evidence_of_its_own(ledger):
    item = ledger.closed()
    services.reopen_item(
        item=item, found_on=date(2026, 10, 9), note="同一问题再次反映",
        by=ledger.clerk, at=moment("2026-10-09"),
    )  # fmt: skip

    with pytest.raises(LedgerError, match="Nothing shows yet"):
        services.request_closure(
            item=item, done="再次整改", by=ledger.officer, at=moment("2026-10-12"),
            calendar=CALENDAR,
        )  # fmt: skip


@pytest.mark.long
def test_what_was_found_in_time_can_be_said_when_the_days_are_over(ledger):
    item, day = ledger.closed(), date(2026, 12, 26)

    verbs = {verb.step: verb for verb in offered(ledger.clerk, item, day).verbs}
    with time_machine.travel(moment(day)):
        form = verbs[Step.REOPEN].ask(item, user=ledger.clerk, day=day)
    assert "to 21 Dec" in form.fields["found_on"].help_text
    assert "found_on" not in form.initial

    services.reopen_item(
        item=item, found_on=date(2026, 12, 20), note="同一问题再次反映",
        by=ledger.clerk, at=moment(day),
    )  # fmt: skip
    item.refresh_from_db()
    assert item.round == 2
