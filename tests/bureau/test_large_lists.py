"""How many rows a list of the admin says there are: exactly, or by the database's reckoning."""

import pytest
from django.db import connection

from bureau import large_lists
from bureau.models import Institution
from tests.bureau.admin_pages import address
from tests.factories import InstitutionFactory


@pytest.fixture
def reckoned(db, monkeypatch):
    """Five houses as the database last looked, four by now; three are many."""
    houses = InstitutionFactory.create_batch(5, kind="township_center")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE bureau_institution")
    Institution.objects.filter(pk=houses[0].pk).delete()
    monkeypatch.setattr(large_lists, "LARGE", 3)


def counted(client, **query):
    return client.get(address("institution"), query).context["cl"].result_count


@pytest.mark.usefixtures("reckoned")
def test_a_large_table_is_not_counted_row_by_row(client, sys_admin):
    client.force_login(sys_admin)

    assert counted(client) == 5


@pytest.mark.usefixtures("reckoned")
def test_what_is_filtered_or_small_is_counted_to_the_last(client, sys_admin, monkeypatch):
    client.force_login(sys_admin)

    assert counted(client, kind__exact="township_center") == 4
    monkeypatch.setattr(large_lists, "LARGE", 100)
    assert counted(client) == 4
