"""An institution's own posting places and inspections. Reading alone; both start at the key's."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from bureau.access_keys import Scope
from bureau.api.answers import answer_tagged, moment
from bureau.api.base import ApiView
from bureau.api.pages import PageQuery, answer_page, read_cursor
from rectification.choices.places import CHECK_RESULTS, ZONES
from rectification.choices.visits import FINDINGS, VISIT_KINDS, VISIT_STATES
from rectification.models import PostingPlace, Visit, VisitResult
from rectification.rules.inspections import Finding, VisitKind, VisitState, compliance
from rectification.rules.postings import CheckResult, Zone

POSTING_TAGS, VISIT_TAGS = ["公示点位 · Posting places"], ["检查 · Inspections"]


def _words(kind: Any) -> list[str]:
    return [str(word) for word in kind]


class PlaceLine(serializers.Serializer):
    code = serializers.CharField()
    zone = serializers.ChoiceField(_words(Zone))
    zone_display = serializers.CharField()
    department = serializers.CharField(allow_null=True)
    place = serializers.CharField()
    own_number = serializers.CharField()
    bureau_number = serializers.CharField()
    checked_on = serializers.DateField(allow_null=True)
    check_result = serializers.ChoiceField(_words(CheckResult), allow_null=True)
    check_result_display = serializers.CharField(allow_null=True)


class PlacePage(serializers.Serializer):
    results = PlaceLine(many=True)
    next = serializers.CharField(allow_null=True)


class VisitLine(serializers.Serializer):
    no = serializers.CharField()
    kind = serializers.ChoiceField(_words(VisitKind))
    kind_display = serializers.CharField()
    state = serializers.ChoiceField(_words(VisitState))
    state_display = serializers.CharField()
    planned_on = serializers.DateField()
    done_at = serializers.DateTimeField(allow_null=True)


class VisitPage(serializers.Serializer):
    results = VisitLine(many=True)
    next = serializers.CharField(allow_null=True)


class FindingOut(serializers.Serializer):
    code = serializers.CharField()
    text = serializers.CharField()
    clause = serializers.CharField()
    finding = serializers.ChoiceField(_words(Finding))
    finding_display = serializers.CharField()
    note = serializers.CharField()


class VisitOut(VisitLine):
    met = serializers.IntegerField()
    applicable = serializers.IntegerField()
    findings = FindingOut(many=True)


PLACE = {
    "code": "K7MQ2XRA",
    "zone": "outpatient",
    "zone_display": "门诊大厅",
    "department": None,
    "place": "门诊大厅入口东墙",
    "own_number": "0539-2251000",
    "bureau_number": "0539-2250000",
    "checked_on": "2026-11-02",
    "check_result": "in_order",
    "check_result_display": "在位，号码无误",
}
VISIT = {
    "no": "JC-2026-0001",
    "kind": "inspection",
    "kind_display": "检查",
    "state": "done",
    "state_display": "已完成",
    "planned_on": "2026-10-13",
    "done_at": "2026-10-13T16:00:00+08:00",
}
FINDING = {
    "code": "S-04",
    "text": "门诊设有导医台，并有导医人员在岗",
    "clause": "满意度工作方案",
    "finding": "unmet",
    "finding_display": "不符合",
    "note": "导医台无人在岗",
}


def _example(name: str, said: str, value: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample(name, summary=said, value=value, response_only=True)


EXAMPLES: dict[str, OpenApiExample] = {
    "places": _example("places", "公示点位 · Posting places", {"results": [PLACE], "next": None}),
    "visits": _example("visits", "检查一览 · Inspections", {"results": [VISIT], "next": None}),
    "visit": _example(
        "visit",
        "检查结果 · What an inspection found",
        {**VISIT, "met": 20, "applicable": 21, "findings": [FINDING]},
    ),
}


class PostingList(ApiView):
    scopes = {"GET": Scope.POSTINGS_READ}
    queries = {"GET": PageQuery}

    @extend_schema(
        operation_id="listPostingPlaces",
        tags=POSTING_TAGS,
        summary="列出本机构的投诉电话公示点位 · List where your complaint numbers are posted",
        description="只列在位的点位。 · Only places in use: those taken down are left out.",
        parameters=[PageQuery],
        responses={200: PlacePage},
        examples=[EXAMPLES["places"]],
    )
    def get(self, request: Request) -> HttpResponse:
        asked = self.asked
        places = PostingPlace.objects.visible_to(request.user).standing()
        if after := read_cursor(asked, str):
            places = places.filter(code__gt=after)
        rows = places.select_related("department").order_by("code")[: asked["limit"] + 1]
        lines = [_place(row) for row in rows]
        return answer_page(
            request, lines, asked=asked, known=tuple(PLACE), mark=lambda line: line["code"]
        )


def _place(row: PostingPlace) -> dict[str, Any]:
    result = row.check_result
    return {
        "code": row.code,
        "zone": row.zone,
        "zone_display": str(ZONES[row.zone]),
        "department": row.department.name if row.department else None,
        "place": row.place,
        "own_number": row.own_number,
        "bureau_number": row.bureau_number,
        "checked_on": row.checked_on,
        "check_result": result or None,
        "check_result_display": str(CHECK_RESULTS[result]) if result else None,
    }


class VisitList(ApiView):
    scopes = {"GET": Scope.INSPECTIONS_READ}
    queries = {"GET": PageQuery}

    @extend_schema(
        operation_id="listVisits",
        tags=VISIT_TAGS,
        summary="列出对本机构的检查 · List the inspections of your institution",
        description="暗访在完成后才出现。 · An unannounced inspection appears once it is done.",
        parameters=[PageQuery],
        responses={200: VisitPage},
        examples=[EXAMPLES["visits"]],
    )
    def get(self, request: Request) -> HttpResponse:
        asked = self.asked
        visits = Visit.objects.visible_to(request.user)
        if after := read_cursor(asked, str):
            visits = visits.filter(no__lt=after)
        lines = [_visit(row) for row in visits.order_by("-no")[: asked["limit"] + 1]]
        return answer_page(
            request, lines, asked=asked, known=tuple(VISIT), mark=lambda line: line["no"]
        )


class VisitDetail(ApiView):
    scopes = {"GET": Scope.INSPECTIONS_READ}

    @extend_schema(
        operation_id="readVisit",
        tags=VISIT_TAGS,
        summary="查询一次检查的结果 · Read what an inspection found",
        description="结果在检查完成后才有。带 ETag。"
        " · Findings appear once it is done. The answer carries an ETag.",
        responses={200: VisitOut},
        examples=[EXAMPLES["visit"]],
    )
    def get(self, request: Request, no: str) -> HttpResponse:
        visit = Visit.objects.visible_to(request.user).filter(no=no).first()
        if visit is None:
            raise Http404
        found = VisitResult.objects.visible_to(request.user).filter(visit=visit)
        rows = list(found.select_related("item").order_by("item__position"))
        kept = compliance(row.finding for row in rows)
        told = {"met": kept.met, "applicable": kept.applicable, "findings": [*map(_finding, rows)]}
        return answer_tagged(request, {**_visit(visit), **told})


def _visit(row: Visit) -> dict[str, Any]:
    return {
        "no": row.no,
        "kind": row.kind,
        "kind_display": str(VISIT_KINDS[row.kind]),
        "state": row.state,
        "state_display": str(VISIT_STATES[row.state]),
        "planned_on": row.planned_on,
        "done_at": moment(row.done_at),
    }


def _finding(row: VisitResult) -> dict[str, Any]:
    return {
        "code": row.item.code,
        "text": row.item.text,
        "clause": row.item.clause,
        "finding": row.finding,
        "finding_display": str(FINDINGS[row.finding]),
        "note": row.note,
    }
