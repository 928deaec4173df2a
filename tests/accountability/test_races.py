"""Two findings made in the same instant, on two connections: never two of a tier, none missing."""

from functools import partial

import pytest
from django.utils import timezone

from accountability import invariants
from accountability.models import CountableEvent, SanctionProposal
from accountability.selectors.counts import recount
from accountability.services import reconcile
from complaints import services
from tests.accountability.conftest import LATER, employed
from tests.complaints.conftest import moment
from tests.complaints.races import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 50


def ready(bureau, staff, on):
    """Bring a case to where only the second person's word is missing."""
    case = bureau.accepted(on=on, named=[staff.name], category=bureau.attitude)
    day = moment(on, 11)
    services.begin_investigation(case=case, by=bureau.clerk, at=day)
    alleged = services.add_allegation(
        case=case, text="说话生硬", category=bureau.attitude, by=bureau.clerk, at=day
    )
    made = {
        "finding": "substantiated",
        "basis": "调取监控与谈话记录",
        "by": bureau.clerk,
        "at": day,
    }
    services.find_allegation(allegation=alleged, **made)
    person = case.people.get()
    services.tie_person(person=person, staff=staff, by=bureau.clerk, at=day)
    person.refresh_from_db()
    services.find_person(person=person, **made)
    return case


def test_two_findings_at_the_same_instant_make_each_tier_once(bureau):
    for _round in range(ROUNDS):
        staff = employed(bureau.hospital)
        cases = [ready(bureau, staff, on) for on in ("2026-03-02", "2026-03-03")]

        def verify_and_count(case):
            services.verify_case(case=case, by=bureau.head, at=moment("2026-03-04"))
            reconcile(at=LATER)

        at_once(*[partial(verify_and_count, case) for case in cases])

        tiers = SanctionProposal.objects.filter(staff=staff).order_by("tier")
        assert list(tiers.values_list("tier", "state")) == [(1, "proposed"), (2, "proposed")]
        assert CountableEvent.objects.active().filter(staff=staff).count() == 2
    total, different = recount(2026)
    assert total == 4 * ROUNDS
    assert not any(different)
    assert list(invariants.breaches(at=timezone.now())) == []
