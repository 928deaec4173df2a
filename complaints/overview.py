"""The overview of complaints as a page and as a list: what a person may see, in numbers."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import pgettext_lazy

from bureau.exports import Arguments, ExportKind, Listing
from bureau.figures import Figure
from bureau.models import Institution, User
from bureau.selectors import work_calendar
from bureau.tables import Cell, Share
from complaints.figure_words import EXPORTED
from complaints.figures import by_house, figure_of, reckon
from complaints.figures.counting import Period
from complaints.forms.overview import OverviewFilter
from complaints.models import Case
from complaints.selectors.as_of import NO_HOUSE

FIGURES = "complaints.figures"
HEADINGS = ("机构编码", "机构", "指标", "件数", "比率分母", "分母", "比率")
COUNTY, NOBODYS = "全县", "未指明机构"


class Overview(NamedTuple):
    """The numbers of everything, and by house; "" is what names no institution."""

    total: list[Figure]
    houses: list[tuple[Institution | None, list[Figure]]]


def overview_for(user: User, period: Period) -> Overview:
    """Reckon what a person may see; a house without any case of the time is left out."""
    counted = reckon(Case.objects.visible_to(user), period)
    total = [figure_of(code, rows, period.first, period.last, {}) for code, rows in counted.items()]
    found = {one.house for rows in counted.values() for one in rows}
    named = Institution.objects.filter(pk__in=found - {NO_HOUSE}).order_by("code")
    houses = {str(one.pk): one for one in named}
    codes = {key: one.code for key, one in houses.items()}
    if NO_HOUSE in found:
        codes[NO_HOUSE] = ""
    parts = by_house(counted, period, codes)
    return Overview(total, [(houses.get(key), line) for key, line in parts.items()])


def listing(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out the page's numbers, one a line."""
    period = OverviewFilter(arguments, day=day).period(work_calendar())
    rows = list(_rows(overview_for(user, period)))
    return Listing(
        title=f"投诉统计{period.first:%Y-%m-%d}至{period.last:%Y-%m-%d}",
        headings=HEADINGS,
        rows=lambda: rows,
        count=len(rows),
        institution=user.institution,
    )


def _rows(overview: Overview) -> Iterator[list[Cell]]:
    for figure in overview.total:
        yield ["", COUNTY, *_cells(figure)]
    for house, line in overview.houses:
        names = [house.code, house.name] if house else ["", NOBODYS]
        for figure in line:
            yield [*names, *_cells(figure)]


def _cells(figure: Figure) -> list[Cell]:
    word = EXPORTED[figure.code]
    value = Share(figure.value) if figure.value is not None else ""
    return [word.name, figure.numerator, word.of, figure.denominator, value]


KIND = ExportKind(
    FIGURES, pgettext_lazy("list", "Complaint figures"), "complaints.export_case", listing
)
