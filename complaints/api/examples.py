"""Invented examples for the reference. Nobody in them exists."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

PLACE = "/api/v1/cases/TS-20261103-0007/"
FILE_ID = "5f0c7c1e-8a55-4a42-9f0e-0d7a5d1b9c11"
LINE: dict[str, Any] = {
    "no": "TS-20261103-0007",
    "state": "assigned",
    "state_display": "已交办",
    "type": "complaint",
    "type_display": "投诉",
    "channel": "bureau_phone",
    "channel_display": "局投诉电话",
    "category": "ATT",
    "category_display": "服务态度",
    "department": "内一科",
    "safety_urgent": False,
    "is_lead": True,
    "given_at": "2026-11-03T10:00:00+08:00",
    "report_due_on": "2026-11-06",
    "is_overdue": False,
    "url": PLACE,
}
ONE_FILE = {
    "id": FILE_ID,
    "name": "排班表.pdf",
    "media_type": "application/pdf",
    "size": 48211,
    "is_own": True,
    "at": "2026-11-04T09:30:00+08:00",
    "url": f"{PLACE}attachments/{FILE_ID}/",
}
ALLEGED = {"text": "说话生硬", "finding": None, "finding_display": None, "basis": None}


def _answer(name: str, said: str, value: Any, code: str = "200", **more: Any) -> OpenApiExample:
    return OpenApiExample(
        name, summary=said, value=value, response_only=True, status_codes=[code], **more
    )


def _body(name: str, said: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, summary=said, value=value, request_only=True)


CASES = _answer("cases", "投诉一览 · Complaints", {"results": [LINE], "next": None})
CASE = _answer(
    "case",
    "一件投诉 · A complaint",
    {
        **LINE,
        "text": "反映门诊窗口工作人员解释不耐心，请核实。",
        "received_at": "2026-11-02T15:20:00+08:00",
        "occurred_on": "2026-11-01",
        "finding": None,
        "finding_display": None,
        "is_fabricated": False,
        "allegations": [ALLEGED],
        "people": [{"id": 31, "name": "张建国"}],
        "reports": [],
        "statements": [],
        "notes": [],
        "attachments": [ONE_FILE],
    },
)
CASE_IN = _body(
    "complaint",
    "本机构接到的投诉 · A complaint that you were told",
    {
        "words": "挂号窗口等了一个多小时，没有人解释原因",
        "received_at": "2026-11-03T09:10:00+08:00",
        "channel": "house_phone",
        "department": "门诊部",
        "category": "WAIT",
        "complainant": {"name": "张某某", "phone": "13800000001"},
        "source_no": "YB-2026-031",
    },
)
OWN: dict[str, Any] = {
    "no": "TS-20261103-0008",
    "state": "submitted",
    "state_display": "已提交",
    "source_no": "YB-2026-031",
    "url": "/api/v1/cases/TS-20261103-0008/",
}
REGISTERED = _answer("registered", "已登记 · Registered", OWN, "201")
TOLD = _answer("told", "局里尚未交办 · Not given out by the bureau yet", OWN)
REPORT_IN = _body(
    "report",
    "核实情况 · What you found",
    {"text": "已核实并对当事人谈话提醒", "opinion": "partly_substantiated"},
)
REPORTED = _answer(
    "reported",
    "已报送 · Handed in",
    {"no": LINE["no"], "state": "finding_submitted", "state_display": "单位已报意见"},
    "201",
)
STATEMENT: dict[str, Any] = {"person": 31, "is_waived": False, "text": "当日我在抢救病人"}
STATEMENT_IN = _body("statement", "情况说明 · A statement", STATEMENT)
STATED = _answer("stated", "已收存 · Kept", {**STATEMENT, "at": "2026-11-05T16:40:00+08:00"}, "201")
RETURN_IN = _body("return", "退回理由 · Why it is not yours", {"reason": "所述门诊部不属于本院"})
RETURNED = _answer(
    "returned",
    "已退回 · Given back",
    {"no": LINE["no"], "state": "returned", "state_display": "单位退回"},
)
FILE: dict[str, Any] = {"name": "排班表.pdf", "content": "JVBERi0xLjQKJSVFT0YK"}
FILE_IN = _body("file", "一份证据 · A piece of evidence", FILE)
HUNG = _answer("hung", "已收存 · Kept", ONE_FILE, "201")
CONTENT = _answer(
    "content", "文件内容 · What the file holds", "%PDF-1.4 …", media_type="application/octet-stream"
)
