"""Two verifiers decide on the same application in the same second, on two connections."""

from functools import partial

import pytest

from bureau.models import Act, Notice
from rectification import services
from rectification.models import Item
from rectification.rules.words import ItemState, Method, Severity, Verdict
from rectification.services import LedgerError
from tests.rectification.conftest import moment
from tests.rectification.races import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT = moment("2026-09-22")
ROUNDS = range(3)


def refused(act):
    """Run an act; tell what it was refused for, or ""."""
    try:
        act()
    except LedgerError as error:
        return str(error)
    return ""


def acceptance(item, by):
    return partial(services.accept_closure, item=item, method=Method.ON_SITE, by=by, at=AT)


@pytest.mark.parametrize("_round", ROUNDS)
def test_accepted_by_two_at_once_it_is_struck_off_once_by_one_of_them(_round, ledger):
    item = ledger.applied(severity=Severity.HIGH)
    verifiers = (ledger.verifier, ledger.clerk)
    told = Notice.objects.count()

    at_once(*(acceptance(item, one) for one in verifiers))

    item = Item.objects.get()
    [act] = Act.objects.filter(verb="strike_off")
    assert item.state == ItemState.CLOSED
    assert item.closures.get().verified_by.name == act.actor_name
    assert item.look_backs.count() == 1
    assert Notice.objects.count() == told + 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_accepted_and_returned_at_once_one_holds_and_the_other_is_refused(_round, ledger):
    item = ledger.applied()
    returned = partial(
        services.return_item, item=item, reason="导医台无人值守", by=ledger.clerk, at=AT
    )

    answers = at_once(
        partial(refused, acceptance(item, ledger.verifier)), partial(refused, returned)
    )

    item = Item.objects.get()
    accepted, sent_back = (answer == "" for answer in answers)
    assert accepted is not sent_back
    assert item.closures.get().verdict == (Verdict.ACCEPTED if accepted else Verdict.RETURNED)
    assert item.state == (ItemState.CLOSED if accepted else ItemState.RETURNED)
