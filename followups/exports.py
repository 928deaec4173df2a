"""The lists of this app that may leave the house, as `bureau.exports` wants them told."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import pgettext_lazy

from bureau import exports, masks
from bureau.exports import Arguments, ExportKind, Listing
from bureau.fields import Sealed
from bureau.rules import SectionCode
from bureau.tables import Cell, Share
from followups import papers, selectors, sheets
from followups.converters import MonthConverter, month_of
from followups.forms import CheckFilterForm
from followups.models import FollowUpRecord, MonthlyRegister, SpotCheck, SpotCheckItem
from followups.models.records import COLUMN_OF
from followups.rules import register as rules
from followups.rules.outcomes import word_of
from followups.sheets.columns import Kind

ROWS, MATRIX = "followups.rows", "followups.matrix"
CHECKS, PEOPLE = "followups.checks", "followups.people"
AT_A_TIME = 2000
MONTHS_SHOWN = 6
YES, NO, MISSING = "是", "否", "—"
FIELDS = (
    *sheets.FIELDS,
    *(column.field for column in sheets.COLUMNS if column.field not in sheets.FIELDS),
)
"""All a row has, the template's columns first: what is exported can be handed in again."""


def register_rows(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out a register's rows as the page lists them, under the house template's headings."""
    register = (
        MonthlyRegister.objects.visible_to(user)
        .select_related("institution")
        .get(
            institution__code=arguments.get("code", ""), month=month_of(arguments.get("month", ""))
        )
    )
    records = selectors.search_records(register.records.all(), arguments.get("q", ""))
    records = records.order_by("discharged_on", "inpatient_no", "seq")
    month = f"{register.month.year}年{register.month.month}月"
    return Listing(
        title=f"{register.institution.name}{month}随访登记",
        headings=[sheets.BY_FIELD[field].heading for field in FIELDS],
        rows=lambda: _row_cells(register, records, clear),
        count=records.count(),
        institution=register.institution,
    )


def _row_cells(register: MonthlyRegister, records: Any, clear: bool) -> Iterator[list[Cell]]:
    code = register.institution.code
    for record in records.iterator(chunk_size=AT_A_TIME):
        yield [code if field == "institution" else _cell(record, field, clear) for field in FIELDS]


def _cell(record: FollowUpRecord, field: str, clear: bool) -> Cell:
    value = getattr(record, COLUMN_OF.get(field, field))
    if field == "outcome":
        return word_of(value, names_who=bool(record.answered_by))
    if isinstance(value, Sealed):
        return value.reveal() if clear else str(value)
    kind = sheets.BY_FIELD[field].kind
    if kind is Kind.FLAG:
        return YES if value else NO
    if kind is Kind.OPTION:
        return sheets.label_of(field, value)
    return value


def matrix_until(user: Any, until: str, day: date) -> tuple[selectors.Matrix, date]:
    """Lay out the months until the one asked for, or until last month."""
    month = rules.month_before(rules.first_of_month(day))
    if re.fullmatch(MonthConverter.regex, until):
        month = MonthConverter().to_python(until)
    laid_out = selectors.matrix(
        MonthlyRegister.objects.visible_to(user),
        months=rules.months_until(month, count=MONTHS_SHOWN),
        month=month,
        day=day,
        checks_among=SpotCheck.objects.visible_to(user),
    )
    return laid_out, month


def narrowed(laid_out: selectors.Matrix, month: date, only: str, day: date) -> selectors.Matrix:
    """Keep the institutions that one of the month's numbers counts; what is none keeps all."""
    if only not in rules.COUNTED:
        return laid_out
    is_early = only == "missing" and not rules.is_over(month, day)
    return laid_out.narrowed(() if is_early else rules.COUNTED[only])


def month_matrix(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out the matrix as the page shows it: the same institutions, the same months."""
    laid_out, month = matrix_until(user, arguments.get("until", ""), day)
    shown = narrowed(laid_out, month, arguments.get("only", ""), day)
    title = f"随访报送{month.year}年{month.month}月"
    return _listing(title, papers.matrix_lines(shown))


def checks_asked_for(user: Any, arguments: Arguments) -> tuple[Any, CheckFilterForm]:
    """Return the spot-checks that the filters ask for; what they say wrongly is not heeded."""
    visible = SpotCheck.objects.visible_to(user)
    form = CheckFilterForm(arguments, checks=visible)
    form.is_valid()
    found = selectors.narrowed_checks(
        visible,
        code=form.cleaned_data.get("of", ""),
        month=form.cleaned_data.get("in", ""),
        state=form.cleaned_data.get("state", ""),
    )
    return found, form


def spot_checks(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out the spot-checks that the page shows, all pages of them."""
    found, _form = checks_asked_for(user, arguments)
    checks = list(found)
    figures = selectors.figures_of_checks(checks)
    lines = papers.checks_lines(
        (
            one.register.institution.code, one.register.institution.name, one.register.month,
            one.number, one.state, figures[one.pk],
        )
        for one in checks
    )  # fmt: skip
    return _listing("随访抽查", lines)


def people_drawn(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out the people of one spot-check as on its page: names masked, no number."""
    number = str if user.has_perm("followups.view_followuprecord") else masks.number
    visible = SpotCheck.objects.visible_to(user).select_related("register__institution")
    check = visible.get(pk=_uuid(arguments.get("check", "")))
    lines = papers.people_lines(
        [
            one.position, str(one.record.patient_name), number(one.record.inpatient_no),
            one.record.department, f"{one.record.discharged_on:%Y-%m-%d}",
            one.is_replacement, len(one.calls.all()), one.verdict, _before(one),
            one.changed_since_drawn,
        ]
        for one in selectors.people_of(check)
    )  # fmt: skip
    register = check.register
    title = f"{register.institution.name}{register.month:%Y-%m}抽查名单"
    return _listing(title, lines, register.institution)


def _before(item: SpotCheckItem) -> tuple[str, date] | None:
    last = item.correction
    return (last.was, timezone.localdate(last.at)) if last else None


def _listing(title: str, lines: papers.Lines, institution: Any = None) -> Listing:
    rows = [[_as_cell(value) for value in row] for row in lines.rows]
    return Listing(title, lines.headings, lambda: rows, len(rows), institution)


def _as_cell(value: Any) -> Cell:
    if value is None:
        return MISSING
    return Share(value) if isinstance(value, float) else value


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise SpotCheck.DoesNotExist from None


def register_kinds() -> None:
    """Name this app's lists to the ground floor; called once, when the app is ready."""
    exports.register(
        ExportKind(
            name=ROWS,
            label=pgettext_lazy("list", "Follow-up rows"),
            permission="followups.export_followuprecord",
            clear_permission="followups.export_clear_followuprecord",
            lay_out=register_rows,
            section=SectionCode.MEDICAL_ADMIN,
        )
    )
    for name, label, permission, lay_out in (
        (
            MATRIX,
            pgettext_lazy("list", "Registers handed in"),
            "followups.view_monthlyregister",
            month_matrix,
        ),
        (CHECKS, pgettext_lazy("list", "Spot-checks"), "followups.view_spotcheck", spot_checks),
        (PEOPLE, pgettext_lazy("list", "People drawn"), "followups.view_spotcheck", people_drawn),
    ):
        exports.register(ExportKind(name, label, permission, lay_out))
