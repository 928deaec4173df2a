"""The ledger at 1,000 to 100,000 items, as each kind of reader asks for its pages."""

import pytest

from benchmarks import ledger_pages
from benchmarks.ledger_pages import Cost
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


@pytest.mark.parametrize("who", ["clerk", "section", "liaison", "hospital"])
def test_a_scan_of_the_table_is_found_and_another_way_to_join_the_houses_is_none(who):
    few, many = Cost(35, 210, 1_000), Cost(35, 768, 1_400)
    joined_row_by_row = Cost(35, 768 + 146, 1_400)
    # The table has 444 blocks at 20,000 items, 2,222 at 100,000.
    scanned = Cost(35, 768 + 2_222 - 444, 100_000)

    assert ledger_pages.is_met(who, [few, many, joined_row_by_row])
    assert not ledger_pages.is_met(who, [few, many, scanned])
    assert not ledger_pages.is_met(who, [few, many, Cost(36, 768, 1_400)])
