from datetime import date

import pytest
import time_machine
from django.urls import reverse

from rectification.figures.ledger import figures
from rectification.services import reopen_item
from tests.rectification.conftest import ANOTHER, moment

PERIOD = {"first": date(2026, 9, 1), "last": date(2026, 9, 30)}


def reckoned(house, **period):
    return {one.code: one for one in figures(institutions=[house], **{**PERIOD, **period})}


@pytest.fixture
def county(ledger):
    ledger.closed()
    late = ledger.applied(due_on=date(2026, 9, 10))
    ledger.accept(late)
    ledger.issued(due_on=date(2026, 9, 5))
    ledger.issued(due_on=date(2026, 10, 31))
    return ledger


@pytest.mark.long
def test_figures_say_what_they_count_of_how_many(county):
    found = {code: (one.numerator, one.denominator) for code, one in
             reckoned(county.hospital).items()}  # fmt: skip

    assert found == {"on_time": (1, 2), "overdue": (1, 2), "relapsed": (0, 2), "age": (58, 2)}


@pytest.mark.long
def test_what_came_back_is_a_relapse_of_its_strike_off(county):
    item = county.closed()
    reopen_item(
        item=item, found_on=date(2026, 9, 28), note="又无人导医",
        by=county.verifier, at=moment("2026-09-28"),
    )  # fmt: skip

    relapsed = reckoned(county.hospital)["relapsed"]

    assert (relapsed.numerator, relapsed.denominator) == (1, 3)


@pytest.mark.long
def test_what_ended_twice_in_a_time_is_one_item_of_it(client, county):
    item = county.closed(on="2026-09-21")
    for day in ("2026-09-22", "2026-09-24"):
        reopen_item(
            item=item, found_on=date.fromisoformat(day), note="又无人导医",
            by=county.verifier, at=moment(day),
        )  # fmt: skip
        county.show(item, on=day, content=ANOTHER + day.encode())
        county.apply(item, on=day)
        county.accept(item, on=day, by=county.clerk)
    found = reckoned(county.hospital)

    assert (found["relapsed"].numerator, found["relapsed"].denominator) == (1, 3)
    assert (found["on_time"].numerator, found["on_time"].denominator) == (2, 3)
    client.force_login(county.clerk)
    for code in ("relapsed", "on_time"):
        page = client.get(reverse(found[code].url_name), found[code].filter)
        assert len(page.context["lines"]) == found[code].numerator


def test_where_nothing_is_counted_there_is_no_value(ledger, township):
    assert {one.value for one in reckoned(township).values()} == {None}


@pytest.mark.long
@pytest.mark.parametrize("code", ["on_time", "overdue", "relapsed"])
def test_every_figure_opens_as_many_rows_as_it_counts(client, county, code):
    client.force_login(county.clerk)
    figure = reckoned(county.hospital)[code]

    with time_machine.travel(moment("2026-09-30"), tick=False):
        page = client.get(reverse(figure.url_name), figure.filter)

    assert len(page.context["lines"]) == figure.numerator


@pytest.mark.long
def test_outside_the_period_nothing_is_struck_off(county):
    assert reckoned(county.hospital, first=date(2026, 10, 1))["on_time"].denominator == 0
