from datetime import date

import pytest

from bureau.calendar import WorkCalendar
from rectification.figures import places as posting_figures
from rectification.figures import visits as visit_figures
from rectification.rules.inspections import Finding, VisitKind
from rectification.rules.postings import Zone
from rectification.services import places
from rectification.services import visits as services
from tests.rectification.conftest import moment

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def test_a_house_that_posted_everything_counts_and_one_that_did_not_does_not(
    hospital, township, clerk
):
    for n in range(5):
        places.register_place(
            institution=township, zone=list(Zone)[n % 4], place=f"处{n}", own_number="120",
            bureau_number="12345", by=clerk, at=moment("2026-11-02"),
        )  # fmt: skip
    places.record_test_call(
        institution=township, number="120", called_at=moment("2026-11-03"), answered_in_s=None,
        by=clerk, at=moment("2026-11-04"),
    )  # fmt: skip

    coverage, calls = posting_figures.figures(
        first=FIRST, last=LAST, institutions=[hospital, township], calendar=WorkCalendar()
    )

    assert (coverage.numerator, coverage.denominator) == (1, 2)
    assert (calls.numerator, calls.denominator) == (0, 1)


@pytest.mark.long
def test_compliance_counts_what_applied_at_the_visits_done_in_the_time(hospital, clerk):
    on = moment("2026-11-20")
    visit = services.plan_visit(
        institution=hospital, kind=VisitKind.INSPECTION, planned_on=on.date(),
        inspectors=[clerk], by=clerk, at=on,
    )  # fmt: skip
    found = [Finding.UNMET, Finding.PARTIAL, Finding.NOT_APPLICABLE]
    items = list(visit.checklist.items.all())
    for number, item in enumerate(items):
        finding = found[number] if number < 3 else Finding.MET
        services.record_finding(visit=visit, item=item, finding=finding, by=clerk, at=on)
    given = {"first": FIRST, "last": LAST, "institutions": [hospital]}
    assert visit_figures.figures(**given)[0].value is None

    services.finish_visit(visit=visit, by=clerk, at=on)

    [figure] = visit_figures.figures(**given)
    assert (figure.numerator, figure.denominator) == (len(items) - 3, len(items) - 1)
