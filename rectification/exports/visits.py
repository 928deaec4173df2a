"""What was found at visits, as it leaves the house."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from bureau.exports import Arguments, ExportKind, Listing
from rectification.models import VisitResult
from rectification.rules.inspections import Finding, VisitKind, VisitState

RESULTS = "rectification.visit_results"
KINDS = {
    VisitKind.INSPECTION: "检查",
    VisitKind.SUPERVISION: "督导",
    VisitKind.UNANNOUNCED: "暗访",
}
FINDINGS = {
    Finding.MET: "符合",
    Finding.PARTIAL: "部分符合",
    Finding.UNMET: "不符合",
    Finding.NOT_APPLICABLE: "不适用",
}
HEADINGS = ["检查编号", "方式", "完成日期", "机构代码", "机构名称", "项目", "检查内容", "结果",
            "说明", "台账编号"]  # fmt: skip
DAYS = {"since": "visit__done_at__date__gte", "until": "visit__done_at__date__lte"}
ASKED = {"item": "item__code", "house": "visit__institution__code", "finding": "finding"}


def narrowed(rows: QuerySet[VisitResult], asked: Mapping[str, str]) -> QuerySet[VisitResult]:
    """Keep the findings that a figure counts; what is not asked for narrows nothing."""
    exact = {ASKED[name]: asked[name].replace("\x00", "") for name in ASKED if asked.get(name)}
    rows = rows.filter(**exact)
    for name, lookup in DAYS.items():
        with suppress(ValueError):
            rows = rows.filter(**{lookup: date.fromisoformat(asked.get(name, ""))})
    return rows


def visit_results(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out the findings of done visits that a person may see, as the page narrows them."""
    rows = VisitResult.objects.visible_to(user).filter(visit__state=VisitState.DONE)
    found = narrowed(rows, arguments).order_by("-visit__done_at", "item__position")
    found = found.select_related("visit__institution", "item", "ledger_item")
    return Listing("检查结果", HEADINGS, lambda: map(_row, found), found.count())


def _row(result: VisitResult) -> list[Any]:
    visit = result.visit
    return [
        visit.no,
        KINDS[VisitKind(visit.kind)],
        timezone.localdate(visit.done_at),
        visit.institution.code,
        visit.institution.name,
        result.item.code,
        result.item.text,
        FINDINGS[Finding(result.finding)],
        result.note,
        result.ledger_item.no if result.ledger_item else "",
    ]


KIND = ExportKind(RESULTS, "检查结果", "rectification.view_visit", visit_results)
