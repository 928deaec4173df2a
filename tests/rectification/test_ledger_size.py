"""The ledger at 1,000 to 100,000 items, as each kind of reader asks for its pages."""

import pytest

from benchmarks import ledger_pages
from rectification.rules.words import Tab


@pytest.mark.fuzz
@pytest.mark.django_db(transaction=True)
def test_a_page_asks_the_same_at_1_000_and_100_000_items_and_reads_no_more_than_at_20_000():
    costs = ledger_pages.costs()

    read_through = {
        page: cost for page, cost in costs.items() if not ledger_pages.is_met(page[0], cost)
    }
    assert {(who, Tab.LOOK_BACK, "middle") for who in ("clerk", "section", "liaison")} <= set(costs)
    assert read_through == {}
