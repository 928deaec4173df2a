"""What was found at visits, as it leaves the house."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from bureau.exports import Arguments, ExportKind, Listing
from bureau.signs import without_nul
from rectification.models import Item, VisitResult
from rectification.rules.inspections import Finding, VisitKind, VisitState
from rectification.selectors.visits import as_found_on

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
ASKED = {"item": "item__code", "house": "visit__institution__code", "finding": "finding_then"}


def narrowed(rows: QuerySet[VisitResult], asked: Mapping[str, str]) -> QuerySet[VisitResult]:
    """Keep the findings that a figure counts; what is not asked for narrows nothing.

    With a last day, as they stood at its end: that is what the figure counted.
    """
    days = {name: day for name in DAYS if (day := _day(asked.get(name, "")))}
    rows = rows.filter(**{DAYS[name]: day for name, day in days.items()})
    rows = as_found_on(rows, days.get("until", date.max))
    exact = {ASKED[name]: without_nul(asked[name]) for name in ASKED if asked.get(name)}
    return rows.filter(**exact)


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None


def as_said_then(rows: Iterable[VisitResult]) -> Iterator[VisitResult]:
    """Let findings, unsaved, say what `narrowed` found that they said."""
    for row in rows:
        row.finding, row.note = row.finding_then, row.note_then  # type: ignore[attr-defined]
        yield row


def visit_results(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out the findings of done visits that a person may see, as the page narrows them."""
    rows = VisitResult.objects.visible_to(user).filter(visit__state=VisitState.DONE)
    found = narrowed(rows, arguments).order_by("-visit__done_at", "item__position")
    found = found.select_related("visit__institution", "item", "ledger_item")
    # A draft is not there for its unit: the sheet names no entry that its reader may not open.
    seen = Item.objects.visible_to(user).filter(pk=OuterRef("ledger_item"))
    found = found.annotate(is_entry_seen=Exists(seen))
    return Listing("检查结果", HEADINGS, lambda: map(_row, as_said_then(found)), found.count())


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
        result.ledger_item.no if result.is_entry_seen else "",  # type: ignore[attr-defined, union-attr]
    ]


KIND = ExportKind(
    RESULTS, pgettext_lazy("list", "Inspection results"), "rectification.view_visit", visit_results
)
