"""Who signs in, and what a page asks the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


@pytest.fixture
def sign_in(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def queries_of(client):
    """Count what a page asks the database."""

    def queries_of(name, *args, **query):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"followups:{name}", args=args), query).status_code == 200
        return len(queries)

    return queries_of
