"""The queue at 2,000 and at 200,000 cases, as its clerk and as a hospital reads it."""

import pytest

from benchmarks import case_pages


@pytest.mark.fuzz
@pytest.mark.django_db
def test_the_queue_touches_the_same_queries_and_buffers_at_2_000_and_200_000_cases():
    costs = case_pages.costs()

    read_through = {page: cost for page, cost in costs.items() if not case_pages.is_met(*cost)}
    assert ("hospital", "closed second") in costs
    assert read_through == {}
