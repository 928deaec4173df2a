"""What a house's own systems read of accountability, from the notice on. No program decides.

Whom a measure is about stands there by staff number and masked name. What an accusation counts
for is told on paper to the person alone, and to no unit.
"""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request

from accountability import services
from accountability.api.faces import LINE_FIELDS, proposal_face, proposal_line
from accountability.api.shapes import ProposalOut, ProposalPage, ProposalQuery
from accountability.choices import PROPOSAL_STATES
from accountability.models import SanctionProposal
from accountability.models.scope import ProposalQuerySet
from accountability.road_choices import LACKING
from accountability.rules.words import ProposalState
from accountability.selectors.told import missing_told, state_told, telling
from bureau.access_keys import Scope
from bureau.api.answers import answer_tagged
from bureau.api.base import ApiView
from bureau.api.pages import answer_page, read_cursor

TAGS = ["责任追究 · Accountability"]
LINE: dict[str, Any] = {
    "no": "ZZ-2026-0007", "ladder": "staff", "ladder_display": "个人", "kind": "impose",
    "kind_display": "给予处理", "tier": 1, "year": 2026, "state": "notice_served",
    "state_display": "已告知", "staff_no": "B0107", "name": "李*", "notice_on": "2026-11-23",
    "statement_due_on": "2026-11-30", "decision_on": None, "decision_no": "",
    "url": "/api/v1/accountability/proposals/ZZ-2026-0007/",
}  # fmt: skip
WHOLE = {
    **LINE, "missing_step": "statement",
    "missing_step_display": "陈述申辩尚未收到，也未放弃，期限未满。", "in_effect_from": None,
    "measures": [{
        "measure": "county_bulletin", "measure_display": "全县通报批评", "is_decided": None,
        "starts_on": None, "ends_on": None, "done_on": None,
    }],
}  # fmt: skip


def _answered(name: str, said: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, summary=said, value=value, response_only=True, status_codes=["200"])


def told_to(request: Request) -> ProposalQuerySet:
    """List what the asking house was told of: from the notice on, of no accusation."""
    rows = telling(SanctionProposal.objects.visible_to(request.user).told_to_units())
    return rows.select_related("staff", "handling").prefetch_related("services__paper__number")


def _find(request: Request, no: str) -> SanctionProposal:
    found = told_to(request).prefetch_related("measures").filter(no=no).first()
    if found is None:
        raise Http404
    return found


class ProposalList(ApiView):
    scopes = {"GET": Scope.ACCOUNTABILITY_READ}
    queries = {"GET": ProposalQuery}

    @extend_schema(
        operation_id="listProposals",
        tags=TAGS,
        summary="列出本机构的责任追究事项 · List what is intended or decided, newest first",
        description="自送达拟处理告知书起可见；姓名打码，以工号对应。"
        " · An entry appears when its notice is served. Names are masked: the staff number tells"
        " who it is.",
        parameters=[ProposalQuery],
        responses={200: ProposalPage},
        examples=[_answered("proposals", "责任追究事项 · Entries",
                            {"results": [LINE], "next": None})],
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        asked, rows = self.asked, told_to(request)
        if after := read_cursor(asked, int):
            rows = rows.filter(pk__lt=min(after, 2**63 - 1))
        for name, column in (("state", "state_told"), ("ladder", "ladder")):
            if asked.get(name):
                rows = rows.filter(**{column: asked[name]})
        if asked.get("year"):
            rows = rows.of_year(asked["year"])
        found = list(rows.order_by("-pk")[: asked["limit"] + 1])
        marks = {one.no: one.pk for one in found}
        lines = [proposal_line(one) for one in found]
        return answer_page(
            request, lines, asked=asked, known=LINE_FIELDS, mark=lambda line: marks[line["no"]]
        )


class ProposalDetail(ApiView):
    scopes = {"GET": Scope.ACCOUNTABILITY_READ}

    @extend_schema(
        operation_id="readProposal",
        tags=TAGS,
        summary="查询一个责任追究事项 · Read one entry, with its measures",
        description="missing_step 指明生效之前还缺哪一步。带 ETag。"
        " · missing_step names what is missing before it takes effect. The answer carries an ETag.",
        responses={200: ProposalOut},
        examples=[_answered("proposal", "已告知 · Notice served", WHOLE)],
    )
    def get(self, request: Request, no: str) -> HttpResponse:
        return answer_tagged(request, proposal_face(_find(request, no)))


class Effect(ApiView):
    scopes = {"POST": Scope.ACCOUNTABILITY_READ}
    refusals = (services.RoadError,)

    @extend_schema(
        operation_id="putInEffect",
        tags=TAGS,
        summary="生效由局里办理 · No program puts anything in effect",
        description="总是回答 409，detail 指明还缺哪一步；步骤齐全的，由局人事科办理生效。"
        " · The answer is always 409. Its detail names the step that is missing; where none is, the"
        " bureau's personnel section puts it in effect.",
        request=None,
        responses={},
    )
    def post(self, request: Request, no: str) -> HttpResponse:
        raise services.RoadError(_why_not(_find(request, no)))


def _why_not(found: SanctionProposal) -> str:
    if missing := missing_told(found):
        return str(LACKING[missing])
    state = state_told(found)
    if state is ProposalState.SERVED:
        return _("Nothing is missing. The bureau's personnel section puts it in effect.")
    day = timezone.localdate()
    said = _("It is “%(state)s” on %(day)s.")
    return said % {"state": PROPOSAL_STATES[state], "day": day.isoformat()}
