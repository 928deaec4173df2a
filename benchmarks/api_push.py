"""The same 10,000 rows handed in as a workbook and pushed through the API, side by side.

workbook  keep, read in a child, check, seal, stage, take over
api       the whole request: key, rate, idempotency, strict JSON, check, seal, stage, take over

Each runs in a process of its own, in a transaction that is rolled back, in turns.
"""

import json
import statistics
import subprocess
import sys
import time
from datetime import timedelta

from benchmarks import goals
from benchmarks.register_import import MONTH, SAMPLE

ROUNDS = 5
MOST_TIMES_WORKBOOK = 2.0
WAYS = ("workbook", "api")


def run() -> None:
    measured: dict[str, list[dict]] = {way: [] for way in WAYS}
    for _turn in range(ROUNDS):
        for way in WAYS:
            measured[way].append(_in_own_process(way))
    seconds = {way: statistics.median(one["seconds"] for one in of) for way, of in measured.items()}
    print(f"\n10,000 rows of {SAMPLE.name} by workbook and by API; median of {ROUNDS}")
    for way in WAYS:
        sent = measured[way][0]["bytes"] / 1e6
        times = seconds[way] / seconds["workbook"]
        print(f"{way:9}{seconds[way]:7.2f} s {sent:6.1f} MB {times:6.2f}× the workbook")
    times = seconds["api"] / seconds["workbook"]
    goals.tell(
        "API push of 10,000 rows", wanted=f"at most {MOST_TIMES_WORKBOOK}× the workbook",
        measured=f"{times:.2f}×", is_met=times <= MOST_TIMES_WORKBOOK,
    )  # fmt: skip


def _in_own_process(way: str) -> dict:
    argv = [sys.executable, "-m", "benchmarks.api_push", way]
    told = subprocess.run(argv, check=True, capture_output=True, text=True).stdout
    return json.loads(told.splitlines()[-1])


def _records(content: bytes) -> list[dict]:
    """Write the workbook's rows as a hospital's system would send them."""
    from bureau.sheet_cells import written
    from bureau.workbooks import read_workbook
    from followups import sheets

    table = sheets.find_table(read_workbook(content), month=MONTH)
    fields = {index: field for field, index in table.columns.items()}
    return [
        {fields[index]: written(cell) for index, cell in enumerate(cells) if index in fields}
        for _number, cells in table.rows
    ]


def _measure(way: str) -> None:
    import django

    django.setup()
    from django.db import transaction

    from followups.models import FollowUpRecord

    content = SAMPLE.read_bytes()
    with as_on_that_day(), transaction.atomic():
        act, size = _prepared(way, content)
        started = time.perf_counter()
        act()
        seconds = time.perf_counter() - started
        rows = FollowUpRecord.objects.count()
        transaction.set_rollback(True)
    assert rows == 10_000, f"{way} brought in {rows} rows"
    print(json.dumps({"seconds": seconds, "bytes": size}))


def as_on_that_day():
    """Set the clock to a day on which the sample's month could be handed in, whatever today is."""
    import time_machine

    from benchmarks.ways import AT

    return time_machine.travel(AT)


def _prepared(way: str, content: bytes):
    from django.test import Client
    from django.utils import timezone

    from benchmarks import ways
    from bureau import services
    from bureau.access_keys import Scope

    house = ways.make_institution()
    if way == "workbook":
        return lambda: ways.ours(content), len(content)
    at = timezone.now()
    key = services.issue_api_key(
        institution=house,
        name="bench",
        scopes=list(Scope),
        expires_on=timezone.localdate(at) + timedelta(days=2),
        by=None,
        at=at,
    )
    headers = {"Authorization": f"Bearer {key.token}", "Idempotency-Key": "bench"}
    body = json.dumps({"rows": _records(content)}, ensure_ascii=False).encode()

    def push() -> None:
        path = f"/api/v1/registers/{MONTH:%Y-%m}/submissions/"
        # Not told of the host beforehand: the settings are those of production.
        client = Client(SERVER_NAME="localhost", headers=headers)
        answered = client.post(path, body, content_type="application/json")
        assert answered.status_code == 201, answered.content[:500]

    # The first request of a process reads the addresses; a workbook's way has none to read.
    Client(SERVER_NAME="localhost", headers=headers).get("/api/v1/registers/")
    return push, len(body)


if __name__ == "__main__":
    _measure(sys.argv[1])
