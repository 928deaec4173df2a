"""The ledger's table at 1,000 and at 100,000 items, as its clerk and as a hospital reads it."""

import pytest

from benchmarks import ledger_pages
from rectification.rules.words import Tab


@pytest.mark.fuzz
@pytest.mark.django_db(transaction=True)
def test_a_page_touches_the_same_queries_and_buffers_at_1_000_and_100_000_items():
    costs = ledger_pages.costs()

    read_through = {
        page: cost for page, cost in costs.items() if not ledger_pages.is_met(page, *cost)
    }
    assert {("clerk", Tab.TO_VERIFY, "middle"), ("hospital", "counts", "")} <= set(costs)
    assert read_through == {}
