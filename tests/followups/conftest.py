"""Who signs in, and what a page asks the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followups import services
from followups.models import DoubtedFollowUp, Reminder
from followups.rules.words import Verdict
from tests.factories import AFTER_CLOSING, CLOSING, OCTOBER, UserFactory, drawn


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


@pytest.fixture
def as_clerk(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def whole_month(hospital, township, liaison):
    """A row of every kind for each of two institutions."""
    for house in (hospital, township):
        check = drawn(house, 4)
        item = check.items.get(position=1)
        services.reveal_number(item=item, by=liaison, at=AFTER_CLOSING)
        services.record_call(
            item=item, attempt=1, verdict=Verdict.GENUINE, by=liaison, at=AFTER_CLOSING, note="好"
        )
        Reminder.objects.create(register=check.register, by=liaison, at=CLOSING)
        DoubtedFollowUp.objects.create(
            item=item, number=1, called_by=UserFactory(), called_at=AFTER_CLOSING,
            verdict=Verdict.GENUINE,
        )  # fmt: skip
    services.close_month(month=OCTOBER, at=CLOSING)
