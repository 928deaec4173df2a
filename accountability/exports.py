"""The register of a year and the board as they leave the house.

People stand masked there; in the clear it takes a reason, and for many somebody else's consent.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import pgettext_lazy

from accountability.annual_wording import Line, line, sums
from accountability.choices import LADDERS, PROPOSAL_KINDS, PROPOSAL_STATES
from accountability.forms.figures import AnnualFilter
from accountability.models import CountableEvent, SamePerson, SanctionProposal
from accountability.rules import states
from accountability.rules.fairness import per_visits
from accountability.rules.words import Column, LadderCode
from accountability.selectors import annual as selectors
from accountability.selectors import pages
from accountability.selectors.persons import WITH_BOTH
from accountability.wording import measures, times, year
from bureau import exports, masks
from bureau.exports import Arguments, ExportKind, Listing
from bureau.rules import SectionCode
from bureau.tables import Cell

REGISTER_HEADINGS = ("年度", "对象", "姓名", "机构", "计入次数", "事项数", "每万诊疗人次",
                     "最近计入日期")  # fmt: skip
BOARD_HEADINGS = ("编号", "状态", "类型", "对象", "姓名", "机构", "年度", "档次", "措施",
                  "提出日期")  # fmt: skip
ANNUAL_HEADINGS = (
    "序号", "编号", "年度", "类型", "对象", "姓名", "机构", "档次", "计入次数", "措施",
    "拟处理告知送达", "陈述申辩", "处理决定文号", "决定日期", "决定送达", "生效日期", "状态",
    "复核申诉",
)  # fmt: skip
JOINED_HEADINGS = ("姓名", "并入人员编号", "并入人员机构", "计入人员编号", "计入人员机构", "依据",
                   "提出人", "提出日期", "批准人", "批准日期", "撤销日期", "撤销原因")  # fmt: skip
ON_BOARD = sorted(state for column in Column for state in states.COLUMNS[column])


def register(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out the annual register as its page shows it, all its pages."""
    asked, named = arguments.get("year", ""), arguments.get("ladder", "")
    of = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else day.year
    ladder = LadderCode(named) if named in set(LadderCode) else LadderCode.INSTITUTION
    seen = CountableEvent.objects.visible_to(user)
    found = pages.sums(seen, ladder=ladder, year=of)
    visits = pages.visits_in(of, ladder)
    return Listing(
        title=f"问责登记册{of}",
        headings=REGISTER_HEADINGS,
        rows=lambda: (_summed(one, ladder, of, clear, visits) for one in found),
        count=found.count(),
        institution=user.institution,
        records=seen.active().of_year(of).filter(ladder=ladder),
    )


def _summed(
    one: dict[str, Any], ladder: LadderCode, of: int, clear: bool, visits: Mapping[str, int]
) -> list[Cell]:
    rate = per_visits(one["total"], visits.get(one.get("institution__code", "")))
    house = one.get("staff__institution__name") or one.get("institution__name", "")
    return [
        of, str(LADDERS[ladder]), _named(one.get("staff__name", ""), clear), house,
        times(one["total"]), one["matters"], "" if rate is None else rate, one["latest"] or "",
    ]  # fmt: skip


def board(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out what stands on the board: proposed, under way, in effect."""
    rows = SanctionProposal.objects.visible_to(user).filter(state__in=ON_BOARD)
    return Listing(
        title=f"问责事项{day:%Y-%m-%d}",
        headings=BOARD_HEADINGS,
        rows=lambda: _proposals(rows, clear, day),
        count=rows.count(),
        institution=user.institution,
        records=rows,
    )


def _proposals(rows: Any, clear: bool, day: date) -> Iterator[list[Cell]]:
    for one in rows.select_related(*pages.WITH_SUBJECT).prefetch_related("measures"):
        yield [
            one.no, str(PROPOSAL_STATES[one.state]), str(PROPOSAL_KINDS[one.kind]),
            str(LADDERS[one.ladder]), _named(one.staff.name if one.staff else "", clear),
            one.institution.name, year(one.window_from), one.tier,
            "；".join(measures(pages.called_for(one, day=day))),
            timezone.localdate(one.proposed_at),
        ]  # fmt: skip


def annual(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out the register of a year as it stood on a day, with its counts below it."""
    form = AnnualFilter(arguments, day=day)
    seen = SanctionProposal.objects.visible_to(user)
    rows = selectors.of_year(seen, form.asked_year, form.asked_ladder, form.day)
    lines = [line(one, form.day) for one in selectors.with_all(rows)]
    cells = [*(_entry(n, one, clear) for n, one in enumerate(lines, 1)), *_sums(lines)]
    return Listing(
        title=f"{form.asked_year}年度责任追究登记册（截至{form.day:%Y-%m-%d}）",
        headings=ANNUAL_HEADINGS,
        rows=lambda: cells,
        count=len(cells),
        institution=user.institution,
        records=rows,
    )


def _entry(n: int, one: Line, clear: bool) -> list[Cell]:
    of = one.proposal
    return [
        n, of.no, one.year, str(PROPOSAL_KINDS[of.kind]), str(LADDERS[of.ladder]),
        _named(of.staff.name if of.staff else "", clear), of.institution.name, of.tier, one.times,
        "；".join(one.measures), one.notice_on or "", one.heard, one.number, one.decided_on or "",
        one.served_on or "", one.effect_from or "", one.state, "；".join(one.again),
    ]  # fmt: skip


def _sums(lines: Sequence[Line]) -> Iterator[list[Cell]]:
    counted = sums(lines)
    blank: list[Cell] = [""] * (len(ANNUAL_HEADINGS) - 2)
    for label, n in (("合计", counted.total), *counted.by_tier, *counted.by_state):
        yield [label, n, *blank]


def joined(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out which records count as one person, those that were undone too."""
    rows = SamePerson.objects.visible_to(user)
    return Listing(
        title=f"同一人员并计登记{day:%Y-%m-%d}",
        headings=JOINED_HEADINGS,
        rows=lambda: (_joined(one, clear) for one in rows.select_related(*WITH_BOTH)),
        count=rows.count(),
        institution=user.institution,
        records=rows,
    )


def _joined(one: SamePerson, clear: bool) -> list[Cell]:
    return [
        _named(one.record.name, clear), one.record.staff_no, one.record.institution.name,
        one.counts_as.staff_no, one.counts_as.institution.name, one.reason if clear else "",
        one.proposed_by.name, timezone.localdate(one.proposed_at),
        one.approved_by.name if one.approved_by else "",
        timezone.localdate(one.approved_at) if one.approved_at else "",
        timezone.localdate(one.undone_at) if one.undone_at else "",
        one.why_undone if clear else "",
    ]  # fmt: skip


def _named(name: str, clear: bool) -> str:
    return name if clear or not name else masks.name(name)


def register_kinds() -> None:
    """Name this app's lists to the ground floor; called once, when the app is ready."""
    for name, label, lay_out in (
        ("register", pgettext_lazy("list", "Register of accountability"), register),
        ("annual", pgettext_lazy("list", "Annual register of accountability"), annual),
        ("board", pgettext_lazy("list", "Accountability board"), board),
        ("joined", pgettext_lazy("list", "Records of one person"), joined),
    ):
        exports.register(
            ExportKind(
                name=f"accountability.{name}",
                label=label,
                permission="accountability.export_sanctionproposal",
                clear_permission="accountability.export_clear_sanctionproposal",
                lay_out=lay_out,
                section=SectionCode.PERSONNEL,
            )
        )
