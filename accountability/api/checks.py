"""Checks of eligibility by program: a house's personnel system asks about its own people."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request

from accountability import services
from accountability.api.shapes import CheckIn, CheckOut
from accountability.eligibility_choices import RESULTS
from accountability.models import EligibilityCheck
from accountability.rules.effects import Purpose
from accountability.rules.eligibility import Wanted
from accountability.rules.eligibility_code import in_parts
from accountability.services.eligibility import Asked
from bureau.access_keys import Scope
from bureau.api.answers import answer
from bureau.api.base import ApiView
from bureau.api.once import once
from bureau.api.schema import IDEMPOTENCY_KEY
from bureau.api.serializers import read_body

ASKED = OpenApiExample(
    "asked", summary="核查一人 · One person", request_only=True,
    value={"purpose": "title", "on": "2026-12-10",
           "people": [{"name": "李霞", "staff_no": "B0107"}]},
)  # fmt: skip
ANSWERED = OpenApiExample(
    "answered", summary="核查结果 · The answer", response_only=True, status_codes=["201"],
    value={
        "no": "HC-2026-0001", "code": "7QX2-M0KD-4TWB-9C1H", "purpose": "title", "year": None,
        "award": "", "on": "2026-12-10",
        "results": [{
            "name": "李霞", "staff_no": "B0107", "result": "not_eligible",
            "result_display": "不符合", "why": None, "measure": "title_promotion_ban",
            "number": "安卫处〔2026〕3号", "until": "2031-11-26",
            "scope": ["apply", "appoint"],
        }],
    },
)  # fmt: skip


class CheckList(ApiView):
    scopes = {"POST": Scope.ELIGIBILITY_CHECK}
    refusals = (services.EligibilityError,)

    @extend_schema(
        operation_id="checkEligibility",
        tags=["资格核查 · Eligibility"],
        summary="核查本机构人员资格 · Check who of your people is eligible",
        description="同名人员不作推测，result 为 unclear 时 why 说明所需材料。每次核查均留存记录。"
        " · People of one name are never guessed: where the result is unclear, why says what is"
        " needed. Each check is on record.",
        parameters=[IDEMPOTENCY_KEY],
        request=CheckIn,
        responses={201: CheckOut},
        examples=[ASKED, ANSWERED],
    )
    def post(self, request: Request) -> HttpResponse:
        body = read_body(CheckIn, request.data)
        return once(request, lambda: self._check(request, body))

    def _check(self, request: Request, body: dict[str, Any]) -> HttpResponse:
        check = services.check_eligibility(
            asked=Asked(
                purpose=Purpose(body["purpose"]),
                on=body["on"],
                year=body["year"],
                award=body["award"],
            ),
            wanted=[Wanted(row, **person) for row, person in enumerate(body["people"], 1)],
            by=request.user,
            at=timezone.now(),
        )
        return answer(_face(check), status=201)


def _face(check: EligibilityCheck) -> dict[str, Any]:
    said = {"no": check.no, "code": in_parts(check.code), "purpose": check.purpose}
    results = [
        {
            "name": one["name"],
            "staff_no": one["staff_no"],
            "result": one["result"],
            "result_display": str(RESULTS[one["result"]]),
            "why": one.get("why"),
            "measure": one.get("measure"),
            "number": one.get("number", ""),
            "until": one.get("until") or None,
            "scope": one.get("scope", []),
        }
        for one in check.lines()
    ]
    return {**said, "year": check.year, "award": check.award, "on": check.on, "results": results}
