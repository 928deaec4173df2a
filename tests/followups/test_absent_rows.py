"""Rows that stand and a later file does not mention: a difference of sets, page by page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups import selectors
from tests.factories import LAST_SECOND, rows, staged, submitted

STANDING, MENTIONED = 4000, 1000


@pytest.fixture
def partial_file(hospital):
    """Copied a moment ago: the planner has no idea yet how many rows there are."""
    submitted(hospital, rows(STANDING))
    return staged(hospital, rows(MENTIONED), at=LAST_SECOND)


def nodes(plan):
    yield plan["Node Type"]
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def plan_of(queryset):
    statement, values = queryset.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", values)
        [[plan]] = cursor.fetchone()
    return set(nodes(plan["Plan"]))


@pytest.mark.long
def test_they_are_a_difference_of_sets_whatever_the_planner_believes(partial_file):
    page = selectors.absent_keys(partial_file).order_by(*selectors.uploads.KEY_IN_ORDER)[:50]

    found = plan_of(page)

    assert "SetOp" in found
    assert "Nested Loop" not in found


@pytest.mark.long
def test_a_page_of_them_takes_its_keys_and_then_only_their_records(partial_file):
    absent = selectors.AbsentRows(partial_file)

    with CaptureQueriesContext(connection) as queries:
        page = absent[50:100]

    assert [one.inpatient_no for one in page] == [
        f"ZY{number:05}" for number in range(MENTIONED + 52, MENTIONED + 102)
    ]
    keys, records = (query["sql"] for query in queries)
    assert "EXCEPT" in keys
    assert "EXISTS" not in keys + records
    assert records.count("ZY0") == 50


@pytest.mark.long
def test_there_are_as_many_as_the_file_lacks_and_each_once(partial_file):
    absent = selectors.AbsentRows(partial_file)

    numbers = [one.inpatient_no for one in absent[:]]

    assert len(absent) == len(set(numbers)) == STANDING - MENTIONED


def test_beyond_the_last_there_is_none(hospital):
    submitted(hospital, rows(3))
    absent = selectors.AbsentRows(staged(hospital, rows(2), at=LAST_SECOND))

    assert absent[0].inpatient_no == "ZY00004"
    assert absent[1:] == []
    with pytest.raises(IndexError):
        absent[1]


@pytest.mark.long
def test_a_page_of_fifty_asks_no_more_than_a_page_of_one(sign_in, officer, hospital, queries_of):
    sign_in(officer)
    submitted(hospital, rows(80))
    lacks_one, lacks_fifty = (staged(hospital, rows(count), at=LAST_SECOND) for count in (79, 30))

    few, many = (
        queries_of("upload_detail", upload.pk, rows="absent") for upload in (lacks_one, lacks_fifty)
    )

    assert few == many
