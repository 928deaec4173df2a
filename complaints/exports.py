"""The cases as they leave the house: the same rows as on the page, masked unless asked for."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from bureau import exports
from bureau.exports import Arguments, ExportKind, Listing
from bureau.rules import SectionCode
from bureau.tables import Cell
from complaints import choices
from complaints.forms.filters import QueueFilter, tab_of
from complaints.models import Case, Fabrication, Recheck, Supervision
from complaints.models.queue import CasesQuerySet
from complaints.wording import due_parts

CASES = "complaints.cases"
AT_A_TIME = 500
HEADINGS = (
    "编号", "来源", "来源编号", "收到时间", "类型", "机构", "科室", "类别", "交办内容", "状态",
    "最近时限", "承办人", "认定结果", "捏造事实", "办结时间", "投诉人", "联系电话",
)  # fmt: skip


SUPERVISED_HEADINGS = (
    "督办原因", "数量", "投诉编号", "机构", "类别", "状态", "承办人", "列入时间", "领导批示",
    "批示人", "批示时间",
)  # fmt: skip
RECHECK_HEADINGS = (
    "认定月份", "投诉编号", "机构", "认定时间", "承办人", "复查结果", "复查情况", "复查人",
    "复查时间",
)  # fmt: skip
OF_RECHECKS = ("draw", "case__institution", "case__handler", "by")
OF_SUPERVISED = ("case__institution", "case__category", "case__handler", "noted_by")


def register_kinds() -> None:
    """Name this app's lists to the ground floor; called once, when the app is ready."""
    exports.register(KIND)
    exports.register(SUPERVISED_KIND)
    exports.register(RECHECK_KIND)


def cases(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out what the page shows for the same address, all its pages."""
    form = QueueFilter(arguments, user=user, day=day)
    rows = form.narrow(Case.objects.visible_to(user)).with_own_text(user)
    if arguments.get("tab"):
        rows = rows.in_tab(tab_of(arguments["tab"], user))
    rows = rows.order_by("-received_at", "-pk")
    return Listing(
        title=f"投诉{day:%Y-%m-%d}",
        headings=HEADINGS,
        rows=lambda: _rows(rows, clear=clear),
        count=rows.count(),
        institution=user.institution,
        records=rows,
    )


def opened(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Leave out accusations: who made one stays masked whatever is asked for."""
    return rows.filter(is_accusation=False)


def _rows(rows: CasesQuerySet, *, clear: bool) -> Iterator[list[Cell]]:
    people = ("institution", "department", "category", "handler")
    marks = Fabrication.objects.standing().filter(case=OuterRef("pk"))
    marked = rows.annotate(is_fabricated=Exists(marks)).select_related(*people)
    for case in marked.iterator(chunk_size=AT_A_TIME):
        yield [*cells_of(case), *_who(case, clear=clear)]


def cells_of(case: Case) -> list[Cell]:
    return [
        case.no, str(choices.CHANNELS[case.channel]), case.external_no, _minute(case.received_at),
        str(choices.TYPES[case.type]), _name(case.institution), _name(case.department),
        _name(case.category), getattr(case, "own_text", case.dispatch_text),
        str(choices.STATES[case.state]),
        _due(case), _name(case.handler),
        str(choices.FINDINGS[case.finding]) if case.finding else "",
        "是" if getattr(case, "is_fabricated", False) else "", _minute(case.closed_at),
    ]  # fmt: skip


def _who(case: Case, *, clear: bool) -> list[Cell]:
    """Say who complained, masked; of an accusation it stays so whatever is asked for."""
    is_open = clear and not case.is_accusation
    return [one.reveal() if is_open else str(one) for one in (case.complainant, case.phone)]


def supervised(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out what is listed for supervision, as the page for the same address shows it."""
    seen = Supervision.objects.visible_to(user)
    rows = seen.exclude(noted_at=None) if arguments.get("noted") else seen.waiting()
    return Listing(
        title=f"督办事项{day:%Y-%m-%d}",
        headings=SUPERVISED_HEADINGS,
        rows=lambda: (_supervised_cells(one) for one in rows.select_related(*OF_SUPERVISED)),
        count=rows.count(),
    )


def _supervised_cells(one: Supervision) -> list[Cell]:
    case = one.case
    return [
        str(choices.LISTED[one.reason]), one.count, case.no, _name(case.institution),
        _name(case.category), str(choices.STATES[case.state]), _name(case.handler),
        _minute(one.found_at), one.note, _name(one.noted_by), _minute(one.noted_at),
    ]  # fmt: skip


def rechecks(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out the re-checks as the page for the same address shows them."""
    seen = Recheck.objects.visible_to(user)
    rows = seen.exclude(result="") if arguments.get("done") else seen.waiting()
    return Listing(
        title=f"不属实件复查{day:%Y-%m-%d}",
        headings=RECHECK_HEADINGS,
        rows=lambda: (_recheck_cells(one) for one in rows.select_related(*OF_RECHECKS)),
        count=rows.count(),
    )


def _recheck_cells(one: Recheck) -> list[Cell]:
    case = one.case
    return [
        str(one.draw), case.no, _name(case.institution), _minute(one.verified_at),
        _name(case.handler), str(choices.RECHECKS[one.result]) if one.result else "", one.note,
        _name(one.by), _minute(one.at),
    ]  # fmt: skip


def _name(row: Any) -> str:
    return row.name if row else ""


def _minute(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _due(case: Case) -> str:
    """Write the day that the page shows; of what is due by the hour with the hour."""
    if case.next_due_at is None:
        return ""
    due_on, hour = due_parts(case.next_due_at)
    return f"{due_on:%Y-%m-%d} {hour}".strip()


SUPERVISED_KIND = ExportKind(
    "complaints.supervised",
    pgettext_lazy("list", "Supervised matters"),
    "complaints.export_case",
    supervised,
)
RECHECK_KIND = ExportKind(
    "complaints.rechecks",
    pgettext_lazy("list", "Re-checks of findings"),
    "complaints.export_case",
    rechecks,
)
KIND = ExportKind(
    name=CASES,
    label=pgettext_lazy("list", "Complaints"),
    permission="complaints.export_case",
    clear_permission="complaints.export_clear_case",
    lay_out=cases,
    section=SectionCode.MEDICAL_ADMIN,
    opened=opened,
)
