"""Invented examples for the reference. Nobody in them exists."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

from bureau.api.jobs import EXAMPLE as JOB
from bureau.api.problems import PROBLEM_JSON
from bureau.api.problems import ROWS_REFUSED as KIND
from bureau.api.schema import example_of

PLACE = "/api/v1/registers/2026-10/"
SUBMITTED = f"{PLACE}submissions/0b0e6a60-58e6-4b5e-9d6b-6b8f5d0b8a11/"
COUNTS = {"new": 1, "updated": 0, "unchanged": 0, "refused": 1}

LINE: dict[str, Any] = {
    "month": "2026-10",
    "due_on": "2026-11-10",
    "arrived_on": "2026-11-08",
    "completed_on": None,
    "is_nil": False,
    "returned_at": None,
    "state": "partial",
    "state_display": "部分报送",
    "late_days": 0,
    "url": PLACE,
}
ROW = {
    "department": "内一科",
    "patient_name": "张某某",
    "sex": "female",
    "age": 67,
    "inpatient_no": "ZY2610001",
    "admitted_on": "2026-10-01",
    "discharged_on": "2026-10-05",
    "diagnosis": "肺炎",
    "attending_doctor": "王医生",
    "phone": "13800000001",
    "followed_on": "2026-10-09",
    "method": "phone",
    "content": "恢复可，按时服药",
    "outcome": "reached_patient",
    "grade": "satisfied",
    "follower": "李护士",
}
PROBLEM_ROW = {
    "row": 2,
    "state": "refused",
    "state_display": "有问题",
    "problems": [
        {
            "field": "discharged_on",
            "column": "出院日期",
            "pointer": "/rows/1/discharged_on",
            "code": "impossible_date",
            "severity": "error",
            "severity_display": "错误",
            "message": "没有这一天",
            "remedy": "请把日期写成 2026-10-03 的样子。",
        }
    ],
}
ONE_SUBMISSION: dict[str, Any] = {
    "id": "0b0e6a60-58e6-4b5e-9d6b-6b8f5d0b8a11",
    "url": SUBMITTED,
    "month": "2026-10",
    "state": "submitted",
    "state_display": "已提交",
    "arrived_at": "2026-11-08T09:00:00+08:00",
    "rows": 2,
    "counts": COUNTS,
    "warnings": 0,
    "version": 1,
    "receipt_no": "371323A01-202610-1",
    "problems_url": f"{SUBMITTED}problems/",
}
STATE = {"register_state": "partial", "register_state_display": "部分报送"}


def _answer(name: str, said: str, value: Any, code: str = "200") -> OpenApiExample:
    """Name an example for programs and, in both languages, for readers."""
    return OpenApiExample(name, summary=said, value=value, response_only=True, status_codes=[code])


REGISTERS = _answer("registers", "登记表一览 · Registers", {"results": [LINE], "next": None})
REGISTER = _answer(
    "register",
    "部分报送，有一行被拒 · Handed in, with one row refused",
    {
        **LINE,
        "institution": {"code": "371323A01", "name": "县人民医院"},
        "return_reason": "",
        "is_closed": False,
        "rows": 1,
        "rows_taken_out": [],
        "versions": [
            {
                "number": 1,
                "receipt_no": "371323A01-202610-1",
                "arrived_at": "2026-11-08T09:00:00+08:00",
                "submitted_at": "2026-11-08T09:00:00+08:00",
                "after_closing": False,
                "reason": "",
                "counts": COUNTS,
                "submission_url": SUBMITTED,
            }
        ],
        "spot_checks": [],
    },
)
NIL_IN = OpenApiExample(
    "nil", summary="当月无出院患者 · Nobody was discharged", value={"reason": ""}, request_only=True
)
RECEIPT = _answer(
    "receipt",
    "回执 · Receipt",
    {
        "month": "2026-10",
        "version": 1,
        "receipt_no": "371323A01-202610-1",
        "register_state": "nil",
        "register_state_display": "零报告",
    },
    "201",
)
SUBMISSION_IN = OpenApiExample(
    "rows",
    summary="两行，其中一行日期有误 · Two rows, one with an impossible date",
    value={"rows": [ROW, {**ROW, "discharged_on": "2026-10-32"}]},
    request_only=True,
)
HANDED_IN = _answer(
    "handed in",
    "一行入库，一行被拒 · One row taken, one refused",
    {
        **ONE_SUBMISSION,
        "dry_run": False,
        "brings_nothing_new": False,
        **STATE,
        "refused_rows": [PROBLEM_ROW],
    },
    "201",
)
DRY_RUN = _answer(
    "dry run",
    "只检查 · A dry run",
    {
        **ONE_SUBMISSION,
        **dict.fromkeys(("id", "url", "version", "receipt_no", "problems_url")),
        "state": "checked",
        "state_display": "待提交",
        "dry_run": True,
        "brings_nothing_new": False,
        "register_state": "not_due",
        "register_state_display": "未到期",
        "refused_rows": [PROBLEM_ROW],
    },
)
QUEUED = _answer(
    "queued",
    "已排队 · Queued",
    {
        **JOB,
        "state": "queued",
        "state_display": "等待中",
        "message": "等待中",
        "progress": {"done": 0, "total": 0},
        "result_url": None,
        "finished_at": None,
    },
    "202",
)
ROWS_REFUSED = OpenApiExample(
    "rows-refused",
    summary="有别的机构的行，一行不收 · A row of another institution: none is taken",
    value=example_of(
        KIND,
        instance=f"{PLACE}submissions/",
        errors=[
            {
                "code": "foreign_institution",
                "message": "是别的机构的编码，贵机构为371323A01。请删去这一行。",
                "pointer": "/rows/0/institution",
                "row": 1,
                "column": "机构编码",
            }
        ],
    ),
    response_only=True,
    status_codes=["400"],
    media_type=PROBLEM_JSON,
)
SUBMISSION = _answer("submission", "一次报送 · A submission", ONE_SUBMISSION)
PROBLEMS = _answer(
    "problems", "有问题的行 · Rows with problems", {"results": [PROBLEM_ROW], "next": None}
)
