"""A page of the cases given to a house, of 200,000 in the county, asked for in four ways in turn.

Every way is a whole request through the same middleware; all but the floor ask for the same key and
count the same rate. The first page, and one in the middle of what the house has.
"""

import json
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.test import Client, override_settings
from django.utils import timezone

from benchmarks import goals
from benchmarks.cases import fill, people, taken_back
from bureau.access_keys import Scope
from bureau.models import ApiClient, Institution

CASES, ROUNDS, WARM = 200_000, 15, 2
LEAST = {"stock": 10.0, "tuned": 2.0}
WAYS = {
    "stock": "/bench/stock/",
    "tuned": "/bench/tuned/",
    "ours": "/api/v1/cases/",
    "floor": "/bench/floor/",
}
Measured = dict[tuple[str, str], float]


def run() -> None:
    with taken_back():
        clerk = people()["clerk"]
        fill(1, CASES, clerk=clerk)
        _tell(measured(_house()))


def _house() -> Institution:
    return Institution.objects.filter(code__startswith="B0").order_by("pk")[1]


def measured(house: Institution) -> Measured:
    """Ask in turns; return the median seconds of each way and place.

    The four say the same cases, or nothing is measured.
    """
    with override_settings(ROOT_URLCONF="benchmarks.case_ways"):
        client = _client(house)
        addresses = dict(_addresses(client, house))
        _check_same(client, addresses)
        taken: dict[tuple[str, str], list[float]] = {key: [] for key in addresses}
        for turn in range(WARM + ROUNDS):
            for key, address in addresses.items():
                started = time.perf_counter()
                client.get(address)
                if turn >= WARM:
                    taken[key].append(time.perf_counter() - started)
    return {key: statistics.median(times) for key, times in taken.items()}


def _client(house: Institution) -> Client:
    from bureau import services

    at = timezone.now()
    key = services.issue_api_key(
        institution=house, name="bench", scopes=list(Scope),
        expires_on=timezone.localdate(at) + timedelta(days=2), by=None, at=at,
    )  # fmt: skip
    ApiClient.objects.filter(institution=house).update(per_minute=1_000_000)
    return Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {key.token}"})


def _addresses(client: Client, house: Institution) -> Iterator[tuple[tuple[str, str], str]]:
    """Name the address of each way for the first page and for the one in the middle."""
    floor = f"{WAYS['floor']}?house={house.pk}"
    for way, address in WAYS.items():
        yield (way, "first"), floor if way == "floor" else address
    page, mark = _middle(house)
    yield ("stock", "middle"), f"{WAYS['stock']}?page={page}"
    yield ("tuned", "middle"), _cursor_of(client, mark)
    yield ("ours", "middle"), f"{WAYS['ours']}?cursor={_our_cursor(mark)}"
    yield ("floor", "middle"), f"{floor}&before={mark}"


def _middle(house: Institution) -> tuple[int, int]:
    """Return the number of the page in the middle, and the assignment before it."""
    from benchmarks.case_ways import PER_PAGE
    from complaints.models import Assignment

    given = Assignment.objects.filter(institution=house, returned_at=None).order_by("-pk")
    pages = given.count() // PER_PAGE // 2
    return pages + 1, given.values_list("pk", flat=True)[pages * PER_PAGE - 1]


def _our_cursor(mark: int) -> str:
    from bureau.api.pages import write_cursor

    return write_cursor(mark)


def _cursor_of(client: Client, mark: int) -> str:
    """Write a cursor of the framework's own; it is the position behind which a page begins."""
    from base64 import b64encode
    from urllib.parse import urlencode

    cursor = b64encode(urlencode({"p": mark}).encode()).decode()
    return f"{WAYS['tuned']}?{urlencode({'cursor': cursor})}"


def _check_same(client: Client, addresses: dict[tuple[str, str], str]) -> None:
    for place in ("first", "middle"):
        said = {way: _numbers(client, addresses[way, place]) for way in WAYS}
        assert len(said["ours"]) == 50, said["ours"][:3]
        assert all(numbers == said["ours"] for numbers in said.values()), (place, said)


def _numbers(client: Client, address: str) -> list[str]:
    answered = client.get(address)
    assert answered.status_code == 200, (address, answered.status_code, answered.content[:300])
    said: dict[str, Any] = json.loads(answered.content)
    return [line["no"] for line in said["results"]]


def _tell(seconds: Measured) -> None:
    print(f"\na page of 50 of a house's cases, {CASES:,} in the county; median of {ROUNDS}")
    for place in ("first", "middle"):
        ours = seconds["ours", place]
        for way in WAYS:
            taken = seconds[way, place]
            print(f"{way:7}{place:8}{taken * 1000:8.1f} ms {taken / ours:7.2f}× ours")
        for way, least in LEAST.items():
            times = seconds[way, place] / ours
            goals.tell(
                f"{place} page of a house's cases", wanted=f"at least {least}× as fast as {way}",
                measured=f"{times:.1f}×", is_met=times >= least,
            )  # fmt: skip
