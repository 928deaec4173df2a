"""A count beside the visits of a year: it says how large a house is, and changes no tier."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accountability.exports import register
from accountability.rules.fairness import per_visits
from accountability.rules.words import LadderCode
from accountability.selectors.pages import visits_in
from bureau.services import note_visits
from tests.accountability.conftest import proposed, ruled, settle
from tests.complaints.conftest import moment


@pytest.mark.parametrize(
    ("weight", "visits", "rate"),
    [(100, 10_000, "1.00"), (300, 120_000, "0.25"), (50, 3_000, "1.67"), (0, 10, "0.00"),
     (100, 0, None), (100, None, None)],
)  # fmt: skip
def test_a_count_stands_to_ten_thousand_visits(weight, visits, rate):
    assert per_visits(weight, visits) == (Decimal(rate) if rate else None)


@pytest.mark.long
def test_the_register_says_it_where_the_visits_were_entered_and_no_tier_changes(
    bureau, doctor, personnel, client
):
    for on in ("2026-03-02", "2026-04-02"):
        bureau.found(doctor, on)
    settle(at=moment("2026-11-20"))
    before = proposed()
    client.force_login(personnel)
    address = reverse("accountability:register")

    def exported():
        laid = register(personnel, {"year": "2026"}, clear=True, day=moment("2026-11-20").date())
        return [row[6] for row in laid.rows()]

    assert "0.40" not in client.get(address).text
    assert exported() == [""]
    note_visits(
        institution=bureau.hospital, year=2026, visits=50_000, source="卫生统计月报",
        by=personnel, at=moment("2026-11-20"),
    )  # fmt: skip
    settle(at=moment("2026-11-21"))

    page = client.get(address).text
    assert "Per 10,000 visits" in page
    assert "0.40" in page
    assert exported() == [Decimal("0.40")]
    assert proposed() == before
    assert visits_in(2026, LadderCode.INSTITUTION) == {bureau.hospital.code: 50_000}
    ruled(bureau, LadderCode.INSTITUTION, year_begins_month=7)
    assert visits_in(2026, LadderCode.INSTITUTION) == {}
    of_people = client.get(address, {"ladder": LadderCode.STAFF.value}).text
    assert "Per 10,000 visits" not in of_people
