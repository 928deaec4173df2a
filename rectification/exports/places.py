"""The list of posting places and the county's coverage, as they leave the house."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import pgettext_lazy

from bureau.exports import Arguments, ExportKind, Listing
from bureau.selectors import work_calendar
from bureau.tables import Cell
from rectification.choices.places import missing_in_words
from rectification.rules.postings import Zone
from rectification.rules.table import FIRST_DAY
from rectification.selectors.places import Standing, houses_to_post, posting_standings

PLACES = "rectification.places"
ZONES = {
    Zone.OUTPATIENT: "门诊大厅",
    Zone.WARD: "病房",
    Zone.OFFICE: "行政办公",
    Zone.PUBLIC_HEALTH: "公共卫生区域",
}
HEADINGS = ["机构代码", "机构名称", *ZONES.values(), "张贴点位", "应有点位", "科室病房已张贴",
            "科室病房", "是否达标", "缺项", "本月试拨", "其中非工作时间", "其中接通"]  # fmt: skip
NOT_THERE = "无此区域"


def day_asked(arguments: Arguments, today: date) -> date:
    """Return the day by which the matrix is asked for: a figure of a month asks for its last."""
    try:
        return max(FIRST_DAY, min(date.fromisoformat(str(arguments.get("on", ""))), today))
    except ValueError:
        return today


def standings(user: Any, only: str, day: date) -> list[Standing]:
    """List how the institutions stand that a person sees, all of them or those that lack."""
    houses = houses_to_post(user, day)
    found = posting_standings(houses, day=day, calendar=work_calendar())
    return [one for one in found if only != "lacking" or not one.coverage.is_complete]


def county_coverage(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out the matrix as the page shows it: the same institutions, the same numbers."""
    day = day_asked(arguments, day)
    found = standings(user, arguments.get("only", ""), day)
    title = f"投诉电话公示{day:%Y-%m-%d}"
    return Listing(title, HEADINGS, lambda: _rows(found), len(found))


def _rows(found: list[Standing]) -> Iterator[list[Cell]]:
    for one in found:
        said, calls = one.coverage, one.calls
        yield [
            one.institution.code,
            one.institution.name,
            *(NOT_THERE if count is None else count for _zone, count in one.zones),
            said.places,
            said.least_places,
            said.departments_posted,
            said.departments,
            "是" if said.is_complete else "否",
            "；".join(missing_in_words(missing) for missing in said.missing),
            calls.made,
            calls.out_of_hours,
            calls.answered,
        ]


KIND = ExportKind(
    PLACES,
    pgettext_lazy("list", "Complaint phones posted"),
    "rectification.view_postingplace",
    county_coverage,
)
