"""A follow-up in doubt decided, explained and rung about in the same second, on two connections."""

from datetime import timedelta
from functools import partial

import pytest

from bureau.models import Act
from bureau.rules import Role
from followups import services
from followups.models import DoubtedFollowUp
from followups.rules.words import DoubtState, Verdict
from rectification.models import Item
from tests.factories import InstitutionFactory, UserFactory, drawn
from tests.followups.calls import finish, look
from tests.followups.test_doubts import DAYS, HOW, LATER, NEXT_WEEK, WHY, ring
from tests.followups.test_races import ROUNDS, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def denied():
    """A drawn person who denied to the first caller that anybody rang."""
    check = drawn(InstitutionFactory(), 1)
    finish(check, by=UserFactory(roles=[Role.BUREAU_STAFF]), verdict=Verdict.NOT_FOLLOWED)
    return check.items.get(position=1)


def test_of_two_who_decide_otherwise_at_once_one_is_refused():
    for _round in range(ROUNDS):
        doubt = ring(denied(), by=UserFactory(roles=[Role.BUREAU_STAFF]))
        heads = [UserFactory(roles=[Role.SECTION_HEAD]) for _one in range(2)]

        found = at_once(
            partial(
                services.confirm_false_followup, doubt=doubt, note=WHY, by=heads[0], at=NEXT_WEEK
            ),
            partial(services.dismiss_doubt, doubt=doubt, note=WHY, by=heads[1], at=NEXT_WEEK),
        )

        assert sorted(isinstance(one, services.RegisterError) for one in found) == [False, True]
        doubt.refresh_from_db()
        is_confirmed = doubt.decision == DoubtState.CONFIRMED
        acts = Act.objects.filter(verb__in=["confirm_false_followup", "dismiss_doubt"])
        assert acts.filter(actor_id=str(doubt.decided_by_id)).count() == 1
        house = doubt.item.spot_check.register.institution
        assert Item.objects.filter(institution=house).exists() == is_confirmed


def test_two_who_confirm_at_once_confirm_it_once():
    for _round in range(ROUNDS):
        doubt = ring(denied(), by=UserFactory(roles=[Role.BUREAU_STAFF]))
        head = UserFactory(roles=[Role.SECTION_HEAD])
        confirm = partial(
            services.confirm_false_followup, doubt=doubt, note=WHY, by=head, at=NEXT_WEEK
        )

        assert not any(isinstance(one, Exception) for one in at_once(confirm, confirm))

        house = doubt.item.spot_check.register.institution
        assert Item.objects.filter(institution=house).count() == 1
        assert Act.objects.filter(verb="confirm_false_followup", actor_id=str(head.pk)).count() == 1


def test_two_second_calls_at_once_begin_one_round():
    for _round in range(ROUNDS):
        item = denied()
        callers = [UserFactory(roles=[Role.BUREAU_STAFF]) for _one in range(2)]
        for one in callers:
            look(item, by=one, at=LATER)

        found = at_once(
            *(
                partial(
                    services.record_second_call, item=item, verdict=Verdict.NOT_FOLLOWED,
                    by=one, at=LATER + timedelta(minutes=1), calendar=DAYS,
                )
                for one in callers
            )
        )  # fmt: skip

        assert sorted(isinstance(one, services.RegisterError) for one in found) == [False, True]
        assert DoubtedFollowUp.objects.filter(item=item).count() == 1


def test_an_explanation_and_a_dismissal_at_once_leave_either_both_or_the_dismissal():
    for _round in range(ROUNDS):
        doubt = ring(denied(), by=UserFactory(roles=[Role.BUREAU_STAFF]))
        head, unit = UserFactory(roles=[Role.SECTION_HEAD]), UserFactory()

        explained, dismissed = at_once(
            partial(services.explain_doubt, doubt=doubt, text=HOW, by=unit, at=LATER),
            partial(services.dismiss_doubt, doubt=doubt, note=WHY, by=head, at=LATER),
        )

        assert not isinstance(dismissed, Exception)
        doubt.refresh_from_db()
        assert doubt.decision == DoubtState.DISMISSED
        assert bool(doubt.explained_at) != isinstance(explained, services.RegisterError)
