"""The table of duties of hospital systems: which key gets which answer at which address.

No address names an institution: it is the key's. What differs is the submission or job named.
401 no key; 403 the key lacks the scope; 404 not there for you; 405 not a verb of this address.
"""

import json
from uuid import UUID

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from bureau.access_keys import Scope
from bureau.rules import Role
from bureau.services import queue_job
from tests.callers import Caller, sent
from tests.factories import (
    AFTER_CLOSING,
    IN_TIME,
    UserFactory,
    ordered_item_of,
    rows,
    staged,
    submitted,
)

NOWHERE = UUID("00000000-0000-0000-0000-000000000000")

# Who asks, and whose things: a system that may do everything, one that may only read, one that
# may only hand in, at its own house and at another's; one whose key was revoked; and nobody.
ASKING = [
    ("nobody", "own"),
    ("revoked", "own"),
    ("all", "own"),
    ("reads", "own"),
    ("writes", "own"),
    ("all", "other"),
    ("reads", "other"),
]

TABLE = """
get  api_registers:registers     401 401 200 200 403 200 200
post api_registers:registers     401 401 405 405 405 405 405
get  api_registers:register      401 401 200 200 403 200 200
put  api_registers:register      401 401 405 405 405 405 405
delete api_registers:register    401 401 405 405 405 405 405
post api_registers:nil           401 401 409 403 409 409 403
get  api_registers:nil           401 401 405 405 405 405 405
post api_registers:submissions   401 401 201 403 201 201 403
get  api_registers:submissions   401 401 405 405 405 405 405
get  api_registers:submission    401 401 200 200 403 404 404
get  api_registers:problems      401 401 200 200 403 404 404
get  api_ledger:items            401 401 200 403 403 200 403
post api_ledger:items            401 401 201 403 403 201 403
put  api_ledger:items            401 401 405 405 405 405 405
get  api_ledger:item             401 401 200 403 403 404 403
delete api_ledger:item           401 401 405 405 405 405 405
get  api:job                     401 401 200 200 200 404 404
get  api_nowhere                 404 404 404 404 404 404 404
post api_nowhere                 404 404 404 404 404 404 404
"""
ROWS = [line.split() for line in TABLE.strip().splitlines() if line]
NAMES = {name for _method, name, *_statuses in ROWS}
EXPECTED = {
    (method, name, who, at): int(status)
    for method, name, *statuses in ROWS
    for (who, at), status in zip(ASKING, statuses, strict=True)
}


@pytest.fixture(autouse=True)
def _on_the_twelfth():
    with time_machine.travel(AFTER_CLOSING, tick=False):
        yield


def things_of(house, client):
    submitted(house, rows(2))
    job = queue_job(kind="push_register", by=client, institution=house, at=IN_TIME)
    item = ordered_item_of(house, at=IN_TIME)
    return {"submission": staged(house, rows(3)).pk, "job": job.pk, "ledger": item.no}


@pytest.fixture
def callers(hospital):
    found = {
        "all": Caller(hospital, name="HIS"),
        "reads": Caller(hospital, name="BI", scopes=[Scope.REGISTERS_READ]),
        "writes": Caller(hospital, name="EMR", scopes=[Scope.REGISTERS_WRITE]),
        "revoked": Caller(hospital, name="old"),
    }
    found["revoked"].token += "x"
    return found


@pytest.fixture
def places(hospital, township, callers):
    other = Caller(township)
    own = things_of(hospital, callers["all"].key.client)
    for who in ("reads", "writes"):
        job = queue_job(
            kind="push_register", by=callers[who].key.client, institution=hospital, at=IN_TIME
        )
        own[f"job of {who}"] = job.pk
    theirs = things_of(township, other.key.client)
    return {
        "own": own,
        "other": theirs,
        "missing": {**dict.fromkeys(own, NOWHERE), "ledger": "ZG-1"},
    }


def address(name, place, who):
    month = "2026-10"
    arguments = {
        "registers": [],
        "submission": [month, place["submission"]],
        "problems": [month, place["submission"]],
        "job": [place.get(f"job of {who}", place["job"])],
        "items": [],
        "item": [place["ledger"]],
    }
    if name == "api_nowhere":
        return "/api/v1/patients/"
    return reverse(name, args=arguments.get(name.partition(":")[2], [month]))


def ask(method, name, place, who, callers, client=None):
    """Ask as a system, and take back whatever the asking changed."""
    headers = {"If-Match": "*", "Idempotency-Key": "eins"}
    if who in callers:
        headers["Authorization"] = f"Bearer {callers[who].token}"
    body = {"rows": [sent(900)], "reason": "漏报"} if name.endswith("submissions") else {}
    if name == "api_ledger:items":
        body = {"problem": "候诊区无座椅", "found_on": "2026-11-11"}
    options = {"headers": headers}
    if method != "get":
        options |= {"data": json.dumps(body), "content_type": "application/json"}
    with transaction.atomic():
        answered = getattr(client or Client(), method)(address(name, place, who), **options)
        transaction.set_rollback(True)
    return answered


def test_every_key_gets_at_every_address_the_answer_the_table_says(places, callers):
    answers = {key: ask(*key[:2], places[key[3]], key[2], callers) for key in EXPECTED}

    found = {key: answered.status_code for key, answered in answers.items()}
    wrong = {key: (found[key], status) for key, status in EXPECTED.items() if found[key] != status}
    assert not wrong
    kinds = {one["Content-Type"] for key, one in answers.items() if EXPECTED[key] >= 400}
    assert kinds == {"application/problem+json"}


def test_what_is_anothers_answers_exactly_like_what_is_not_there(places, callers):
    hidden = [key for key, status in EXPECTED.items() if status == 404 and key[3] == "other"]

    for method, name, who, _at in hidden:
        foreign = ask(method, name, places["other"], who, callers)
        missing = ask(method, name, places["missing"], who, callers)
        assert without_place(foreign) == without_place(missing), name


def without_place(answered):
    own = {"X-Request-ID", "Content-Length", "RateLimit"}
    headers = {name: value for name, value in answered.headers.items() if name not in own}
    return headers, {**answered.json(), "instance": ""}


@pytest.mark.parametrize("role", list(Role))
def test_no_log_in_to_the_pages_opens_an_address_of_the_api(places, callers, hospital, role):
    client = Client()
    client.force_login(UserFactory(institution=hospital, roles=[role], is_superuser=True))

    found = {
        ask(method, name, places["own"], "nobody", callers, client).status_code
        for method, name, *_statuses in ROWS
        if name != "api_nowhere"
    }

    assert found == {401}


def test_no_answer_for_one_house_tells_of_the_other(places, callers, township):
    told = [
        ask("get", name, places["own"], "all", callers).content.decode()
        for name in ("api_registers:registers", "api_registers:register")
    ]

    assert not any(township.code in one or township.name in one for one in told)
