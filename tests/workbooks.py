"""Workbooks read and marked up in this process: starting the child takes longer than its work."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any
from unittest.mock import patch

import orjson

from bureau import workbook_child as child
from bureau import workbooks
from bureau.workbook_container import Limits as ChildLimits
from bureau.workbook_container import Refused
from bureau.workbooks import Limits, Refusal, WorkbookRefused


@contextmanager
def without_a_child() -> Iterator[None]:
    """Let the code of the child answer here, neither confined nor able to die of a file."""
    with patch.object(workbooks, "_ask_child", _answer):
        yield


def _answer(verb: str, content: bytes, limits: Limits, **arguments: Any) -> Iterator[Any]:
    workbooks._check_size(content, limits)
    request = json.loads(json.dumps({"limits": asdict(limits), **arguments}))
    own = ChildLimits(**request["limits"])
    try:
        answer = child.read(content, own) if verb == "read" else child.marked(content, request, own)
        for line in answer:
            yield orjson.loads(line)
    except Refused as refusal:
        raise WorkbookRefused(Refusal(refusal.reason), **refusal.facts) from None
    finally:
        # The child leaves it off, for it has seconds to live.
        gc.enable()
