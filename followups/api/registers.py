"""The registers an institution owes: how they stand, and the nil report."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from bureau.access_keys import Scope
from bureau.api.answers import answer, answer_tagged, check_match
from bureau.api.base import ApiView
from bureau.api.once import once
from bureau.api.pages import answer_page, read_cursor
from bureau.api.schema import IDEMPOTENCY_KEY, IF_MATCH
from bureau.api.serializers import read_body
from followups import services
from followups.api import examples
from followups.api.faces import (
    LINE,
    LINE_FIELDS,
    register_face,
    register_line,
    state_of,
)
from followups.api.shapes import NilIn, Receipt, RegisterOut, RegisterPage, RegisterQuery
from followups.models import MonthlyRegister
from followups.services import RegisterError

TAGS = ["登记表 · Registers"]


def read_month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def find_register(request: Request, month: date) -> MonthlyRegister:
    """Find the institution's own register of a month; one that it owes is met.

    The institution is the key's. There is no other way to name one.
    """
    registers = MonthlyRegister.objects.visible_to(request.user).select_related("institution")
    register = registers.filter(month=month).first()
    institution = request.user.institution
    day = timezone.localdate()
    register = register or services.own_register(institution=institution, month=month, day=day)
    if register is None:
        raise Http404
    return register


class RegisterList(ApiView):
    scopes = {"GET": Scope.REGISTERS_READ}
    queries = {"GET": RegisterQuery}

    @extend_schema(
        operation_id="listRegisters",
        tags=TAGS,
        summary="列出本机构各月登记表 · List your institution's registers, newest month first",
        description="游标分页：下一页的地址在 `next` 和 Link 头中。"
        " · Pages by cursor: the address of the next page is in `next` and in the Link header.",
        parameters=[RegisterQuery],
        responses={200: RegisterPage},
        examples=[examples.REGISTERS],
    )
    def get(self, request: Request) -> HttpResponse:
        asked, day = self.asked, timezone.localdate()
        registers = MonthlyRegister.objects.visible_to(request.user)
        if after := read_cursor(asked, read_month):
            registers = registers.filter(month__lt=after)
        for name in ("month__gte", "month__lte"):
            if asked.get(name):
                registers = registers.filter(**{name: read_month(asked[name])})
        if "is_nil" in asked:
            registers = registers.filter(is_nil=asked["is_nil"])
        rows = registers.order_by("-month").values(*LINE)[: asked["limit"] + 1]
        lines = [register_line(row, day) for row in rows]
        return answer_page(
            request, lines, asked=asked, known=LINE_FIELDS, mark=lambda line: line["month"]
        )


class RegisterDetail(ApiView):
    scopes = {"GET": Scope.REGISTERS_READ}

    @extend_schema(
        operation_id="readRegister",
        tags=TAGS,
        summary="查询一个月的报送状态 · Read the state of a month's register",
        description="版本与回执、行数；抽查结果在全部录入后才出现。带 ETag。"
        " · Its versions with their receipts, and how many rows it has; a spot-check appears when"
        " all its results are in. The answer carries an ETag.",
        responses={200: RegisterOut},
        examples=[examples.REGISTER],
    )
    def get(self, request: Request, month: date) -> HttpResponse:
        return answer_tagged(request, face_of(request, find_register(request, month)))


def face_of(request: Request, register: MonthlyRegister) -> dict[str, Any]:
    return register_face(register, client=request.user, day=timezone.localdate())


class NilReport(ApiView):
    scopes = {"POST": Scope.REGISTERS_WRITE}
    refusals = (RegisterError,)

    @extend_schema(
        operation_id="fileNilReport",
        tags=TAGS,
        summary="零报告 · Report that nobody was discharged",
        description="须先读取该月登记表，并把它的 ETag 放进 If-Match。"
        " · Read the month's register first and send its ETag as If-Match.",
        parameters=[IDEMPOTENCY_KEY, IF_MATCH],
        request=NilIn,
        responses={201: Receipt},
        examples=[examples.NIL_IN, examples.RECEIPT],
    )
    def post(self, request: Request, month: date) -> HttpResponse:
        body = read_body(NilIn, request.data)
        return once(request, lambda: self._file(request, month, body["reason"]))

    def _file(self, request: Request, month: date, reason: str) -> HttpResponse:
        register = find_register(request, month)
        check_match(request, face_of(request, register), is_required=True)
        version = services.file_nil_report(
            institution=register.institution,
            month=month,
            by=request.user,
            at=timezone.now(),
            reason=reason,
        )
        register = version.register
        told = {
            "month": register.month_text,
            "version": version.number,
            "receipt_no": version.receipt_no,
            **state_of(register.standing(timezone.localdate()).state, "register_state"),
        }
        return answer(told, status=201)
