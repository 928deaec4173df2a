"""Clusters of opinions as the figures of a month hold them, and what the ledger lacks of them."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from bureau.categories import lexicon_in_use
from bureau.models import Institution, ProblemCategory
from followups.models import MonthlyRegister, MonthReport
from followups.rules.clusters import Cluster
from followups.rules.words import ReportKind
from rectification.models import Item
from rectification.rules.words import SourceKind


class ToOpen(NamedTuple):
    """A cluster of a closed month that the ledger does not have yet."""

    source_no: str
    institution: Institution
    category: ProblemCategory
    cluster: Cluster
    month: date
    found_on: date


class Unsorted(NamedTuple):
    """A wording that many gave and that no phrase sorts, with the institutions it came from."""

    text: str
    n: int
    institutions: list[str]


def clusters_of(line: dict[str, Any]) -> list[Cluster]:
    """Read one institution's clusters; figures older than the clusters have none."""
    return [Cluster(one["category"], one["n"], one["reached"]) for one in line.get("clusters", [])]


def clusters_of_register(register: MonthlyRegister) -> list[dict[str, Any]]:
    """Read what the figures of its month found at one register, once they are frozen."""
    reports = MonthReport.objects.filter(month=register.month, kind=ReportKind.FINAL)
    lines = reports.values_list("figures__lines", flat=True).first() or []
    code = register.institution.code
    return next((line.get("clusters", []) for line in lines if line["code"] == code), [])


def clusters_to_open(*, since: date) -> list[ToOpen]:
    """List what months closed since a day found and the ledger lacks; asked again, nothing.

    A draft that somebody laid aside is there as well: it does not come back.
    """
    opened = Item.objects.filter(source=SourceKind.FOLLOWUP).values_list("source_no", flat=True)
    known = set(opened)
    found = {one[0]: one for one in _found(since) if one[0] not in known}
    at_houses = {code for _no, code, *_ in found.values()}
    houses = Institution.objects.in_bulk(at_houses, field_name="code")
    codes = {cluster.category for *_, cluster in found.values()}
    categories = ProblemCategory.objects.in_bulk(codes, field_name="code")
    return [
        ToOpen(no, houses[code], categories[cluster.category], cluster, month, found_on)
        for no, code, month, found_on, cluster in found.values()
    ]


def _found(since: date) -> Iterator[tuple[str, str, date, date, Cluster]]:
    reports = MonthReport.objects.filter(kind=ReportKind.FINAL).order_by("month")
    for month, figures in reports.values_list("month", "figures"):
        found_on = date.fromisoformat(figures["day"])
        if found_on < since:
            continue
        for line in figures["lines"]:
            for cluster in clusters_of(line):
                no = f"{line['code']}/{month:%Y-%m}/{cluster.category}"
                yield no, line["code"], month, found_on, cluster


def unsorted_wordings(report: MonthReport) -> list[Unsorted]:
    """List what the month's figures show of opinions and the lexicon has no word for today.

    That is only what `common_from` patients of an institution said: no sentence of one person.
    """
    lexicon, found = lexicon_in_use(), dict[str, list[tuple[str, int]]]()
    for line in report.figures["lines"]:
        for text, n in line["opinions"]:
            if not lexicon.knows(text):
                found.setdefault(text, []).append((line["name"], n))
    wordings = [
        Unsorted(text, sum(n for _name, n in said), [name for name, _n in said])
        for text, said in found.items()
    ]
    return sorted(wordings, key=lambda one: (-one.n, one.text))
