"""What waits at all places of the side bar is counted in one question."""

import pytest

from bureau.models import Institution, Notice, User
from bureau.selectors import count_for
from tests.factories import InstitutionFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_groups_of_lists_are_counted_together(django_assert_num_queries):
    user = UserFactory()
    InstitutionFactory.create_batch(2)
    houses, nobody = Institution.objects.all(), Notice.objects.none()

    with django_assert_num_queries(1):
        found = count_for([[houses, User.objects.filter(pk=user.pk)], [], [nobody], [houses]])

    assert found == [houses.count() + 1, 0, 0, houses.count()]


def test_where_nothing_is_counted_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert count_for([[], []]) == [0, 0]


def test_a_list_is_counted_up_to_a_limit(monkeypatch):
    monkeypatch.setattr("bureau.selectors.counts.MOST_COUNTED", 1)
    InstitutionFactory.create_batch(2)

    assert count_for([[Institution.objects.all()]]) == [1]
