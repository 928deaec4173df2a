"""No pattern costs more than its text is long, whatever a stranger writes into a cell."""

import importlib
import pkgutil
import re
import time as clock

import pytest

from followups import sheets


def patterns():
    modules = [
        importlib.import_module(f"{package.__name__}.{module.name}")
        for package in (sheets, importlib.import_module("followups.rules"))
        for module in pkgutil.iter_modules(package.__path__)
    ]
    found = {
        pattern.pattern: pattern
        for module in modules
        for pattern in vars(module).values()
        if isinstance(pattern, re.Pattern)
    }
    return list(found.values())


HOSTILE = [
    "1",
    " ",
    "(",
    "年",
    "1-",
    "1 ",
    "a ",
    "签字 ",
    "1年1",
    "[(<",
    "转1",
    "1.",
    "第1次",
    "月",
]


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.pattern[:30])
@pytest.mark.parametrize("size", [100, 5_000, 50_000])
def test_no_pattern_is_slow_on_a_hostile_cell(pattern, size):
    texts = [(seed * size)[: size - 1] + end for seed in HOSTILE for end in ("!", "\n")]

    uses = (pattern.search, pattern.match, pattern.findall)

    def cost(use, text):
        started = clock.process_time()
        use(text)
        return clock.process_time() - started

    # Processor time, and the best of several: other work on the machine does not count.
    slow = [
        text[:10]
        for text in texts
        for use in uses
        if cost(use, text) > 0.05 and min(cost(use, text) for _ in range(3)) > 0.05
    ]
    assert slow == []
