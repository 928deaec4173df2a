"""Words for a check of eligibility: its lines on the page, its paper, its workbook."""

from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.choices import BAN_SCOPES, MEASURES
from accountability.eligibility_choices import PURPOSES, RESULTS, UNCLEAR
from accountability.models import EligibilityCheck
from accountability.papers import eligibility as papers
from accountability.rules.effects import Purpose
from accountability.rules.eligibility import Result
from accountability.rules.eligibility_code import in_parts
from bureau.papers import Paper
from bureau.tables import Table, write_workbook
from bureau.templatetags.shell import day as in_full
from bureau.templatetags.shell import listed

TONES = {Result.ELIGIBLE: "success", Result.NOT_ELIGIBLE: "danger", Result.UNCLEAR: "warning"}


class Line(NamedTuple):
    """One name and what was answered of it."""

    row: int
    name: str
    staff_no: str
    house: str
    tone: str
    result: Any
    basis: str


def lines(check: EligibilityCheck) -> list[Line]:
    return [
        Line(one["row"], one["name"], one["staff_no"], one["house"],
             TONES[Result(one["result"])], RESULTS[one["result"]], basis(one))
        for one in check.lines()
    ]  # fmt: skip


def left_out(check: EligibilityCheck) -> list[int]:
    """Name the rows between those of a list in which nothing stood that could be read."""
    rows = {one["row"] for one in check.lines()}
    return sorted(set(range(min(rows, default=0), max(rows, default=0))) - rows)


def basis(one: dict[str, Any]) -> str:
    """Say what keeps somebody from it by which decision, or what is needed to tell."""
    if one["result"] == Result.UNCLEAR:
        return f"{one.get('number', '')} {UNCLEAR[one['why']]}".strip()
    if one["result"] == Result.ELIGIBLE:
        return ""
    measure = str(MEASURES[one["measure"]])
    if scope := one.get("scope"):
        kept = {"measure": measure, "scope": listed([BAN_SCOPES[word] for word in scope])}
        measure = _("%(measure)s (%(scope)s)") % kept
    if not one["until"]:
        return f"{one['number']} {measure}"
    said = _("%(number)s %(measure)s, until %(day)s")
    day = in_full(date.fromisoformat(one["until"]))
    return said % {"number": one["number"], "measure": measure, "day": day}


def purpose(check: EligibilityCheck) -> str:
    """Name what was looked up, awards with their year."""
    label = str(PURPOSES[check.purpose])
    return " · ".join(filter(None, (label, str(check.year or ""), check.award)))


def paper(check: EligibilityCheck) -> Paper:
    said = papers.Answered(
        no=check.no, code=in_parts(check.code), purpose=Purpose(check.purpose), year=check.year,
        award=check.award, on=check.on, checked_on=timezone.localdate(check.at),
        asked_by=check.asked_by, lines=check.lines(),
    )  # fmt: skip
    return papers.answer(said, bureau=settings.BUREAU_NAME)


def workbook(check: EligibilityCheck) -> bytes:
    table = Table("资格核查结果", papers.HEADINGS, papers.rows(check.lines()))
    mark = f"{check.no} 核验码：{in_parts(check.code)} 核查截止日：{check.on:%Y-%m-%d}"
    return write_workbook([table], mark=mark, batch=check.no).content
