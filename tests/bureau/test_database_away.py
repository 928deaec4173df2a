"""A database that gives up is answered with 503 and a word on what became of it; a fault is not."""

import psycopg2
import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.db.utils import DatabaseError
from django.test import Client, override_settings
from django.urls import path

from bureau.api.faults import gave_up
from config import urls

NOWHERE = "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1"


@login_not_required
def slow(request):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20ms'; SELECT pg_sleep(5)")


@login_not_required
def wrong(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column")


class WithSlowPages:
    urlpatterns = [
        path("slow/", slow),
        path("api/slow/", slow),
        path("wrong/", wrong),
        *urls.urlpatterns,
    ]
    handler500 = urls.handler500


@pytest.fixture
def asked(db):
    with override_settings(ROOT_URLCONF=WithSlowPages):
        client = Client(raise_request_exception=False)
        yield lambda page, **headers: client.get(page, headers=headers)


def test_a_page_that_takes_too_long_says_that_nothing_was_stored_and_when_to_come_again(asked):
    response = asked("/slow/")

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert response["Cache-Control"] == "no-store"
    page = response.content.decode()
    assert "刚才提交的内容均未保存" in page
    assert "0539-2250000" in page


def test_the_api_says_the_same_as_a_problem(asked):
    response = asked("/api/slow/", accept_language="en")

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert response["Content-Type"] == "application/problem+json"
    told = response.json()
    assert told["type"].endswith("#busy")
    assert "Nothing was stored" in told["detail"]


def test_a_mistake_of_ours_stays_one(asked):
    assert asked("/wrong/").status_code == 500


def caused(error, by):
    error.__cause__ = by
    return error


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (OperationalError("server closed the connection unexpectedly"), True),
        (InterfaceError("connection already closed"), True),
        (IntegrityError(), False),
        (DatabaseError(), False),
        (ValueError(), False),
        (None, False),
    ],
)
def test_what_has_no_code_of_the_server_is_a_lost_connection(error, away):
    assert gave_up(error) is away


def test_a_server_that_is_not_there_is_away():
    with pytest.raises(psycopg2.OperationalError) as refused:
        psycopg2.connect(NOWHERE)

    assert gave_up(caused(OperationalError(), refused.value))
