"""What is another's looks like what is not there; what ends, ends with the next request."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followups.models import NumberReveal
from tests.access import matrix
from tests.access.asking import address, ask
from tests.access.case import TheCounty
from tests.factories import InstitutionFactory

PAGES = matrix.pages()
BY_HOUSE = ("register", "rows", "template", "upload", "nil")


def heads(response):
    """Return the headers but for the length and the request's number."""
    own = {"Content-Length", "X-Request-ID"}
    return {name: value for name, value in response.headers.items() if name not in own}


def body(response):
    """Return a page without its token and without the address it was asked for by."""
    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content)
    return page.replace(response.request["PATH_INFO"].encode(), b"")


def asked(queries):
    """Return what was asked of the database, but for of which row."""
    value = re.compile(r"'[^']*'|\b\d+\b|\"s\d+_x\d+\"")
    return [value.sub("?", query["sql"]) for query in queries]


@pytest.mark.long
class TestHidden(TheCounty):
    def ask(self, verb, name, at, who):
        return ask(verb, name, self.places[at], self.sessions[who])

    def test_what_is_anothers_answers_exactly_like_what_is_not_there(self):
        hidden = [
            (verb, name, who, "other" if cell == "i" else "own")
            for (verb, name), policy in PAGES.items()
            for who, cell in policy.cells.items()
            if cell in "i0"
            and address(name, self.places["own"]) != address(name, self.places["missing"])
        ]
        assert len(hidden) > 100

        for verb, name, who, at in hidden:
            # Django keeps the last queries of a connection, and warns beyond.
            connection.queries_log.clear()
            with CaptureQueriesContext(connection) as of_foreign:
                foreign = self.ask(verb, name, at, who)
            with CaptureQueriesContext(connection) as of_missing:
                missing = self.ask(verb, name, "missing", who)

            assert foreign.status_code == missing.status_code == 404
            assert heads(foreign) == heads(missing), name
            assert body(foreign) == body(missing), name
            # So neither takes longer than the other.
            assert asked(of_foreign) == asked(of_missing), name

    def test_a_house_that_owes_nothing_yet_is_as_hidden_as_any_other(self):
        new = self.places["other"] | {"code": InstitutionFactory().code}

        for page in BY_HOUSE:
            response = ask("get", f"followups:{page}", new, self.sessions["officer"])
            assert response.status_code == 404, page

    def test_who_comes_back_to_the_address_of_a_look_lands_on_the_card_and_looks_at_nothing(self):
        response = self.ask("get", "followups:reveal", "own", "liaison")

        assert response["Location"] == address("followups:item", self.places["own"])
        assert not NumberReveal.objects.exists()

    def test_rules_that_are_none_are_not_found(self):
        for verb, page, who in (
            ("get", "kind", "head"),
            ("get", "version", "head"),
            ("get", "draft", "admin"),
            ("get", "approve", "head"),
            ("post", "approve", "head"),
            ("post", "withdraw", "head"),
        ):
            assert self.ask(verb, f"rules:{page}", "missing", who).status_code == 404, page

    def test_a_post_from_another_site_is_refused(self):
        client = Client(enforce_csrf_checks=True)
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions["officer"]

        response = client.post(address("followups:upload_withdraw", self.places["own"]))

        assert response.status_code == 403

    def test_a_person_dismissed_is_a_stranger_with_the_next_request(self):
        assert self.ask("get", "followups:matrix", "own", "officer").status_code == 200

        type(self.people["officer"]).objects.filter(pk=self.people["officer"].pk).update(
            is_active=False
        )

        assert self.ask("get", "followups:matrix", "own", "officer").status_code == 302

    def test_a_role_taken_away_is_gone_with_the_next_request(self):
        assert self.ask("get", "followups:matrix", "own", "officer").status_code == 200

        self.people["officer"].groups.clear()

        assert self.ask("get", "followups:matrix", "own", "officer").status_code == 403

    def test_an_assignment_that_ends_takes_the_house_away_with_the_next_request(self):
        assert self.ask("get", "followups:register", "own", "liaison").status_code == 200

        self.people["liaison"].assignments.update(to_on=date(2026, 11, 11))

        assert self.ask("get", "followups:register", "own", "liaison").status_code == 404
