"""Invented examples for the reference."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

LINE: dict[str, Any] = {
    "no": "ZG-2026-0007",
    "state": "rectifying",
    "problem": "门诊大厅无人导医",
    "source": "inspection",
    "severity": "ordinary",
    "found_on": "2026-10-08",
    "issued_on": "2026-10-09",
    "plan_due_on": "2026-10-16",
    "due_on": "2026-11-08",
    "closed_on": None,
    "round": 1,
    "state_display": "整改中",
    "is_overdue": False,
    "url": "/api/v1/ledger-items/ZG-2026-0007/",
}
ENTERED_ITEM = {
    "no": "ZG-2026-0008",
    "state": "draft",
    "state_display": "待立项",
    "url": "/api/v1/ledger-items/ZG-2026-0008/",
}


def _answer(name: str, said: str, value: Any, code: str = "200") -> OpenApiExample:
    return OpenApiExample(name, summary=said, value=value, response_only=True, status_codes=[code])


ITEMS = _answer("items", "整改项一览 · Items", {"results": [LINE], "next": None})
ITEM = _answer(
    "item",
    "整改中 · Being rectified",
    {
        **LINE,
        "kind": "limited",
        "cause": "排班有空档",
        "goal": "",
        "responsible": "王主任",
        "measures": ["设导医台并排班"],
        "progress": [{"on": "2026-10-20", "text": "已排班"}],
        "closures": [],
    },
)
ITEM_IN = OpenApiExample(
    "problem",
    summary="自查发现的问题 · A problem that you found yourselves",
    value={"problem": "候诊区座椅不足", "found_on": "2026-11-08", "source_no": "QC-2026-118"},
    request_only=True,
)
ENTERED = _answer("entered", "已录入，待立项 · Entered as a draft", ENTERED_ITEM, "201")
NAMED = _answer(
    "named",
    "尚未下达整改 · Not ordered yet",
    ENTERED_ITEM | {"problem": "候诊区座椅不足", "found_on": "2026-11-08"},
)
