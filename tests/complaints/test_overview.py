"""The overview: its numbers, the cases each opens, what leaves the house as a list."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints import exports, overview
from complaints.figures import READERS
from complaints.rules.words import CaseType
from tests.complaints.conftest import moment
from tests.factories import InstitutionFactory, StaffFactory, UserFactory

PAGE = "/cases/overview/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


@pytest.fixture
def asks(client, desk):
    client.force_login(desk.clerk)
    return client


def said(response):
    return response.content.decode()


@pytest.mark.long
def test_every_number_opens_the_cases_it_counts(asks, desk):
    counted = desk.case()
    desk.case(type=CaseType.PRAISE)
    page = asks.get(PAGE)

    figures = {one.code: address for _label, one, address in page.context["total"]}
    listed = asks.get(figures["intake"])

    assert list(figures) == list(READERS)
    assert parse_qs(urlsplit(figures["intake"]).query)["until"] == ["2026-11-30"]
    assert [line.case for line in listed.context["lines"]] == [counted]


@pytest.mark.long
def test_another_time_is_asked_for_by_its_days_and_nonsense_is_this_month(asks, desk):
    desk.case(on="2026-10-15")

    october = asks.get(f"{PAGE}?since=2026-10-01&until=2026-10-31").context["total"][0][1]
    odd = asks.get(f"{PAGE}?since=x%00&until=2026-13-01").context["filter"].data

    assert (october.numerator, october.denominator) == (1, 1)
    assert odd == {"since": "2026-11-01", "until": "2026-11-30"}


@pytest.mark.long
def test_the_page_says_by_house_what_it_says_of_all_and_names_those_of_nobody(asks, desk):
    desk.case()
    desk.case(institution=None)

    shown = said(asks.get(PAGE))

    assert desk.hospital.name in shown
    assert "no institution named" in shown


@pytest.mark.long
def test_the_overview_costs_the_same_for_one_house_as_for_twenty(asks, desk):
    desk.case()
    costs = []
    for _round in range(3):
        with CaptureQueriesContext(connection) as queries:
            asks.get(PAGE)
        costs.append(len(queries))
        for _house in range(10):
            desk.case(institution=InstitutionFactory())

    assert costs[1] == costs[2]


@pytest.mark.long
def test_a_time_without_cases_says_so(asks):
    shown = said(asks.get(PAGE))

    assert "No case in this time" in shown


@pytest.mark.long
def test_a_unit_asks_no_number_of_the_bureaus_calls(client, desk):
    desk.dispatched()
    client.force_login(desk.officer)

    listed = client.get("/cases/?tab=all&only=satisfied&since=2026-11-01&until=2026-11-30")

    assert client.get(PAGE).status_code == 403
    assert len(listed.context["lines"]) == 1


@pytest.mark.long
def test_whoever_is_named_counts_not_what_they_may_not_see(client, desk):
    from complaints import services

    case = desk.case(named=("李敏",))
    staff = StaffFactory(institution=desk.hospital)
    services.tie_person(
        person=case.people.get(), staff=staff, by=desk.clerk, at=moment("2026-11-03")
    )
    named = UserFactory(staff=staff, section=desk.clerk.section, roles=desk.clerk.roles)
    client.force_login(named)

    assert client.get(PAGE).context["total"][0][1].denominator == 0


def test_the_list_has_a_line_for_every_number(desk, clerk):
    desk.case()

    listing = overview.listing(
        clerk, {"since": "2026-11-01", "until": "2026-11-30"}, False, date(2026, 11, 22)
    )

    rows = list(listing.rows())
    assert listing.count == len(rows) == 2 * len(READERS)
    assert rows[0] == ["", "全县", "投诉举报件（按事项）", 1, "受理事项总数", 1, 1.0]


@pytest.mark.parametrize(
    ("clear", "is_accusation", "name"),
    [(False, False, "黄**"), (True, False, "黄志涛"), (True, True, "黄**")],
)
def test_who_complained_leaves_masked_unless_asked_for_and_of_an_accusation_always(
    desk, section_head, petition_clerk, clear, is_accusation, name
):
    desk.case(is_accusation=is_accusation)
    reader = petition_clerk if is_accusation else desk.clerk

    row = next(iter(exports.cases(reader, {}, clear, date(2026, 11, 22)).rows()))

    assert row[-2] == name
    assert ("13855144502" in row) == (name == "黄志涛")
