"""Redraws asked for in the same second, on two connections."""

from datetime import timedelta
from functools import partial

import pytest

from followups import services
from followups.models import SpotCheck
from tests.factories import AFTER_CLOSING, CLOSING, InstitutionFactory, UserFactory, row, rows
from tests.factories import submitted as handed_in
from tests.followups.test_races import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_of_two_redraws_asked_for_at_once_over_two_arrivals_one_is_refused():
    for _round in range(ROUNDS):
        house = InstitutionFactory()
        register = handed_in(house, rows(5)).register
        first = services.draw_spot_check(register=register, at=CLOSING)
        later = CLOSING + timedelta(hours=2)
        handed_in(house, [row(number) for number in range(100, 105)], at=later)
        second = services.draw_spot_check(register=register, at=AFTER_CLOSING)
        by = UserFactory()
        asks = (
            partial(services.ask_redraw, check=one, reason="名单已经泄露", by=by, at=AFTER_CLOSING)
            for one in (first, second)
        )

        found = at_once(*asks)

        assert sorted(isinstance(one, services.RegisterError) for one in found) == [False, True]
        assert SpotCheck.objects.waiting().filter(register=register).count() == 1
