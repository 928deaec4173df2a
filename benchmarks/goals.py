"""What is to be reached beside what was measured: told at once, and in one table at the end."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Goal(NamedTuple):
    what: str
    wanted: str
    measured: str
    is_met: bool


TOLD: list[Goal] = []


def tell(what: str, *, wanted: str, measured: str, is_met: bool) -> None:
    goal = Goal(what, wanted, measured, is_met)
    TOLD.append(goal)
    print(f"  {verdict(is_met)}  {what}: {wanted}, measured {measured}", flush=True)


def verdict(is_met: bool) -> str:
    return "met    " if is_met else "NOT MET"


def table(goals: Iterable[Goal]) -> Iterator[str]:
    """Write one line for each goal under its heading, each column as wide as it needs."""
    lines = [("goal", "wanted", "measured", ""), *_cells(goals)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for cells in lines:
        line = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        yield line.rstrip()


def _cells(goals: Iterable[Goal]) -> Iterator[tuple[str, str, str, str]]:
    for goal in goals:
        yield goal.what, goal.wanted, goal.measured, "MET" if goal.is_met else "NOT MET"
