"""The ledger by program: a hospital names a problem it found itself, and reads its own items.

What is handed in is a draft that the bureau takes up or not; no program strikes anything off.
"""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request

from bureau.access_keys import Scope
from bureau.api.answers import answer, answer_tagged
from bureau.api.base import ApiView
from bureau.api.once import once
from bureau.api.pages import answer_page, read_cursor
from bureau.api.problems import STATE_FORBIDS, Problem
from bureau.api.schema import IDEMPOTENCY_KEY
from bureau.api.serializers import read_body
from rectification import selectors, services
from rectification.api import examples
from rectification.api.faces import (
    LINE,
    LINE_FIELDS,
    entered_face,
    item_face,
    item_line,
    named_face,
)
from rectification.api.shapes import EnteredOut, ItemIn, ItemOut, ItemPage, ItemQuery, NamedOut
from rectification.models import Item
from rectification.rules.words import Severity, SourceKind
from rectification.services import EnteredAlready, LedgerError

EITHER = PolymorphicProxySerializer(
    component_name="LedgerItem", serializers=[ItemOut, NamedOut], resource_type_field_name=None
)
TAGS = ["整改台账 · Rectification ledger"]


class ItemList(ApiView):
    scopes = {"GET": Scope.LEDGER_READ, "POST": Scope.LEDGER_WRITE}
    queries = {"GET": ItemQuery}
    refusals = (LedgerError,)

    @extend_schema(
        operation_id="listLedgerItems",
        tags=TAGS,
        summary="列出本机构的整改项 · List your institution's items, newest number first",
        description="自下达整改起可见。 · An item appears when its rectification is ordered.",
        parameters=[ItemQuery],
        responses={200: ItemPage},
        examples=[examples.ITEMS],
    )
    def get(self, request: Request) -> HttpResponse:
        asked, day = self.asked, timezone.localdate()
        items = Item.objects.visible_to(request.user)
        if after := read_cursor(asked, int):
            items = items.filter(pk__lt=min(after, 2**63 - 1))
        if asked.get("state"):
            items = items.filter(state=asked["state"])
        rows = list(items.order_by("-pk").values("pk", *LINE)[: asked["limit"] + 1])
        marks = {row["no"]: row["pk"] for row in rows}
        lines = [item_line(row, day) | {"mark": row["no"]} for row in rows]
        return answer_page(
            request, lines, asked=asked, known=LINE_FIELDS, mark=lambda line: marks[line["mark"]]
        )

    @extend_schema(
        operation_id="nameProblem",
        tags=TAGS,
        summary="报送自查发现的问题 · Report a problem that you found yourselves",
        description="作为待立项的草稿录入，由局里决定是否下达整改。"
        " · It is entered as a draft; the bureau decides whether to order its rectification."
        "\nLocation 给出查询地址。 · Location is the address where its state is read."
        "\n同一编号下已有该问题的，返回 409，`standing` 给出已有的台账编号。"
        " · If your number has this problem already, the answer is 409 and `standing` names it.",
        parameters=[IDEMPOTENCY_KEY],
        request=ItemIn,
        responses={201: EnteredOut},
        examples=[examples.ITEM_IN, examples.ENTERED],
    )
    def post(self, request: Request) -> HttpResponse:
        body = read_body(ItemIn, request.data)
        try:
            return once(request, lambda: self._enter(request, body))
        except EnteredAlready as refused:
            more = {"standing": entered_face(refused.standing)}
            raise Problem(STATE_FORBIDS, str(refused), more=more) from refused

    def _enter(self, request: Request, body: dict[str, Any]) -> HttpResponse:
        house, own_no = request.user.institution, body["source_no"]
        item = services.enter_item(
            institution=house,
            problem=body["problem"],
            found_on=body["found_on"],
            source=SourceKind.SELF_CHECK,
            # Two houses may count alike: the number is the house's own.
            source_no=f"{house.code}/{own_no}" if own_no else "",
            part=body["part"],
            severity=Severity(body["severity"]),
            by=request.user,
            at=timezone.now(),
        )
        told = entered_face(item)
        return answer(told, status=201, headers={"Location": told["url"]})


class ItemDetail(ApiView):
    scopes = {"GET": Scope.LEDGER_READ}

    @extend_schema(
        operation_id="readLedgerItem",
        tags=TAGS,
        summary="查询一个整改项 · Read the state of an item",
        description="本机构经接口报送、尚未下达整改的问题，只列状态与报送内容。带 ETag。"
        " · A problem that your own systems reported and that is not ordered yet shows its state"
        " and what was reported. The answer carries an ETag.",
        responses={200: EITHER},
        examples=[examples.ITEM, examples.NAMED],
    )
    def get(self, request: Request, no: str) -> HttpResponse:
        if item := Item.objects.visible_to(request.user).filter(no=no).first():
            return answer_tagged(request, item_face(item, timezone.localdate()))
        if named := selectors.named_by_program(request.user).filter(no=no).first():
            return answer_tagged(request, named_face(named))
        raise Http404
