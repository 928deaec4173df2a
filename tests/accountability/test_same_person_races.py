"""Two people say the second word on two records in the same instant: one of them stands."""

from functools import partial

import pytest

from accountability import services
from accountability.models import SamePerson
from accountability.services import RoadError
from bureau.models import Act
from bureau.rules import Role
from tests.accountability.conftest import LATER, employed
from tests.complaints.races import at_once
from tests.factories import UserFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 20


def test_of_two_second_words_in_one_instant_one_stands(bureau, township, personnel):
    section = personnel.section
    two = [UserFactory(section=section, roles=[Role.BUREAU_STAFF]) for _one in range(2)]
    for _round in range(ROUNDS):
        record, main = employed(township), employed(bureau.hospital)
        row = services.join_records(
            record=record, counts_as=main, reason="人事档案已核对", by=personnel, at=LATER
        )
        came = at_once(
            *[partial(services.approve_joining, row=row, by=one, at=LATER) for one in two]
        )
        assert sum(isinstance(one, RoadError) for one in came) == 1, came
        row = SamePerson.objects.get(pk=row.pk)
        said = Act.objects.get(verb="approve_joining", object_no=str(row.pk))
        assert said.actor_id == str(row.approved_by_id)
