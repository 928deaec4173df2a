"""One finding is made as another is taken up again and a third person counts the year anew."""

from functools import partial

import pytest
from django.utils import timezone

from accountability import invariants
from accountability.models import CountableEvent, SanctionProposal
from accountability.selectors.counts import recount
from accountability.services import reconcile
from complaints import services
from tests.accountability.conftest import LATER, employed
from tests.accountability.test_races import ready
from tests.complaints.conftest import moment
from tests.complaints.races import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 20


def verified(bureau, case):
    services.verify_case(case=case, by=bureau.head, at=moment("2026-03-06"))
    reconcile(at=LATER)


def reopened(bureau, case):
    services.reopen_case(
        case=case, why="有新的监控录像", by=bureau.clerk, at=moment("2026-03-06"),
        calendar=bureau.calendar,
    )  # fmt: skip
    reconcile(at=LATER)


def test_what_is_taken_up_again_as_another_finding_is_made_counts_no_more_and_that_one_does(bureau):
    for _round in range(ROUNDS):
        staff = employed(bureau.hospital)
        old, new = (ready(bureau, staff, on) for on in ("2026-03-02", "2026-03-03"))
        services.verify_case(case=old, by=bureau.head, at=moment("2026-03-04"))
        reconcile(at=moment("2026-03-04", 12))
        services.reply_case(case=old, way="phone", text="已核实", by=bureau.clerk,
                            at=moment("2026-03-05"), calendar=bureau.calendar)  # fmt: skip

        at_once(
            partial(verified, bureau, new), partial(reopened, bureau, old), partial(recount, 2026)
        )

        assert reconcile(at=LATER) == 0
        [event] = CountableEvent.objects.active().filter(staff=staff)
        assert event.case == new
        [tier] = SanctionProposal.objects.filter(staff=staff).exclude(state="withdrawn")
        assert (tier.tier, tier.state, tier.reached_by) == (1, "proposed", event)
    total, different = recount(2026)
    assert total == 2 * ROUNDS
    assert not any(different)
    assert list(invariants.breaches(at=timezone.now())) == []
