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


def _answer(name: str, value: Any, code: str = "200") -> OpenApiExample:
    return OpenApiExample(name, value=value, response_only=True, status_codes=[code])


ITEMS = _answer("items", {"results": [LINE], "next": None})
ITEM = _answer(
    "item",
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
    value={"problem": "候诊区座椅不足", "found_on": "2026-11-08", "source_no": "QC-2026-118"},
    request_only=True,
)
ENTERED = _answer("entered", ENTERED_ITEM, "201")
NAMED = _answer("named", ENTERED_ITEM | {"problem": "候诊区座椅不足", "found_on": "2026-11-08"})
