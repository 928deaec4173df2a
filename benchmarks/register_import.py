"""One register of 10,000 rows: four ways to bring it in, side by side.

stock   django-import-export as it comes: a ModelResource onto the same table
tuned   the same with bulk writes and look-ups from a dict
ours    keep, read in a child, check, seal, stage, take over
floor   read the file and one COPY of its cells as text: no check, no seal, no second table

Each runs in a process of its own, in a transaction that is rolled back, in turns. Its memory is
looked at from outside, together with that of the child that reads the file.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks import goals
from benchmarks.memory import run_watched

SAMPLE = Path(__file__).parent.parent / "tests/samples/05-一万行.xlsx"
ROUNDS = {"ours": 5, "floor": 5, "tuned": 3, "stock": 1}
GOALS = {"stock": 30.0, "tuned": 2.5}
MOST_TIMES_FLOOR = 4.0
MOST_MEMORY_MB = 200
MONTH = date(2026, 10, 1)


def run() -> None:
    measured: dict[str, list[dict]] = {way: [] for way in ROUNDS}
    for turn in range(max(ROUNDS.values())):
        for way, rounds in ROUNDS.items():
            if turn < rounds:
                measured[way].append(_in_own_process(way))
    seconds = {way: statistics.median(one["seconds"] for one in of) for way, of in measured.items()}
    print(f"\n10,000 rows, {SAMPLE.name}; median of {ROUNDS}")
    print(f"{'':8}{'seconds':>9}{'ours is':>18}{'peak MB':>9}")
    for way, median in sorted(seconds.items(), key=lambda pair: -pair[1]):
        peak = max(one["peak_mb"] for one in measured[way])
        ratio = f"{median / seconds['ours']:.1f}× faster" if way in GOALS else ""
        if way == "floor":
            ratio = f"{seconds['ours'] / median:.1f}× the floor"
        print(f"{way:8}{median:9.2f}{ratio:>18}{peak:9.0f}")
    _tell(seconds, peak=max(one["peak_mb"] for one in measured["ours"]))


def _tell(seconds: dict[str, float], *, peak: float) -> None:
    what = "import of 10,000 rows"
    for way, least in GOALS.items():
        times = seconds[way] / seconds["ours"]
        goals.tell(
            what, wanted=f"at least {least}× faster than {way}", measured=f"{times:.1f}×",
            is_met=times >= least,
        )  # fmt: skip
    times = seconds["ours"] / seconds["floor"]
    goals.tell(
        what, wanted=f"at most {MOST_TIMES_FLOOR}× the floor", measured=f"{times:.1f}×",
        is_met=times <= MOST_TIMES_FLOOR,
    )  # fmt: skip
    goals.tell(
        "peak memory of the import", wanted=f"at most {MOST_MEMORY_MB} MB",
        measured=f"{peak:.0f} MB", is_met=peak <= MOST_MEMORY_MB,
    )  # fmt: skip


def _in_own_process(way: str) -> dict:
    argv = [sys.executable, "-m", "benchmarks.register_import", way]
    told, peak_mb = run_watched(argv)
    return {**json.loads(told.splitlines()[-1]), "peak_mb": peak_mb}


def _way(way: str) -> Callable[[bytes], int]:
    """Import only what a way needs: its memory is measured too."""
    from benchmarks import ways

    if way in GOALS:
        from benchmarks import stock

        return getattr(stock, way)
    return getattr(ways, way)


def _measure(way: str) -> None:
    import django

    django.setup()
    from django.db import transaction

    from benchmarks import ways

    content = SAMPLE.read_bytes()
    bring_in = _way(way)
    with transaction.atomic():
        ways.make_institution()
        started = time.perf_counter()
        rows = bring_in(content)
        seconds = time.perf_counter() - started
        transaction.set_rollback(True)
    assert rows == 10_000, f"{way} brought in {rows} rows"
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    _measure(sys.argv[1])
