"""What field history and acts cost a register of 10,000 rows: with them and without, in turns.

new        the rows come in for the first time
corrected  all of them come in again and every one is an update: the dearest there is

Each runs in a process of its own, in a transaction that is rolled back. Without means: the
triggers of history switched off, no context told, no act written. A few per cent are at stake, so
the goal is over processor time, ours, our children's and the database's: the clock on the wall,
told beside it, says more about who else uses the machine.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from benchmarks import goals
from benchmarks.register_import import SAMPLE

ROUNDS = 5
CASES = ("new", "corrected")
MOST = 1.15


def run() -> None:
    measured: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for _ in range(ROUNDS):
        for case in CASES:
            for kept in ("without", "with"):
                measured.setdefault((case, kept), []).append(_in_own_process(case, kept))
    print(f"\nhistory and acts over 10,000 rows, {SAMPLE.name}; median of {ROUNDS}")
    print(f"{'':10}{'':12}{'without':>9}{'with':>9}{'costs':>9}")
    ratios = {}
    for case in CASES:
        for column, meant in enumerate(("on the wall", "processor")):
            without, with_them = (
                statistics.median(one[column] for one in measured[case, kept])
                for kept in ("without", "with")
            )
            ratios[case] = with_them / without
            print(f"{case:10}{meant:12}{without:9.2f}{with_them:9.2f}{ratios[case] - 1:+9.1%}")
    for case, ratio in ratios.items():
        goals.tell(
            f"history and acts over {case} rows", wanted=f"at most {MOST - 1:+.0%}",
            measured=f"{ratio - 1:+.1%}", is_met=ratio <= MOST,
        )  # fmt: skip


def _in_own_process(case: str, kept: str) -> tuple[float, float]:
    argv = [sys.executable, "-m", "benchmarks.field_history", case, kept]
    told = subprocess.run(argv, check=True, capture_output=True, text=True).stdout
    wall, processor = json.loads(told.splitlines()[-1])
    return wall, processor


def _processor_seconds() -> float:
    """Add up what this process, its children and its session of the database have used."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [session] = cursor.fetchone()
    ticks = Path(f"/proc/{session}/stat").read_text().rpartition(")")[2].split()[11:13]
    own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    used = sum(one.ru_utime + one.ru_stime for one in own)
    return used + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _measure(case: str, kept: str) -> tuple[float, float]:
    import django

    django.setup()
    from django.db import connection, transaction

    from benchmarks import ways
    from bureau.history import changes_of
    from followups.models import FollowUpRecord

    content = SAMPLE.read_bytes()
    with transaction.atomic(), _nothing_kept() if kept == "without" else _told():
        ways.make_institution()
        if case == "corrected":
            ways.ours(content)
            with connection.cursor() as cursor:
                # As if every row had said something else.
                cursor.execute("UPDATE followups_followuprecord SET content_mac = '\\x00'")
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        started, used = time.perf_counter(), _processor_seconds()
        rows = ways.ours(content)
        seconds = time.perf_counter() - started, _processor_seconds() - used
        changes = changes_of(FollowUpRecord).objects.count()
        transaction.set_rollback(True)
    expected = 10_000 if (case, kept) == ("corrected", "with") else 0
    assert (rows, changes) == (10_000, expected), (rows, changes)
    return seconds


@contextmanager
def _told() -> Iterator[None]:
    from bureau.history import told
    from bureau.trace import Trace

    with told(Trace("0" * 32), account=1):
        yield


@contextmanager
def _nothing_kept() -> Iterator[None]:
    from django.apps import apps
    from django.db import connection

    from bureau.history import trail_models
    from bureau.models import Act

    with connection.cursor() as cursor:
        for model in trail_models(apps.get_models()):
            table = model.pgh_tracked_model._meta.db_table
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    with patch.object(type(Act.objects), "create"):
        yield


if __name__ == "__main__":
    print(json.dumps(_measure(*sys.argv[1:3])))
