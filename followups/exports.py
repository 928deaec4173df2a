"""The lists of this app that may leave the house, as `bureau.exports` wants them told."""

from collections.abc import Iterator
from typing import Any

from bureau import exports
from bureau.exports import Arguments, ExportKind, Listing
from bureau.fields import Sealed
from bureau.rules import SectionCode
from bureau.tables import Cell
from followups import selectors, sheets
from followups.converters import month_of
from followups.models import FollowUpRecord, MonthlyRegister
from followups.sheets.columns import Kind

AT_A_TIME = 2000
YES, NO = "是", "否"


def register_rows(user: Any, arguments: Arguments, clear: bool) -> Listing:
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
        headings=[sheets.BY_FIELD[field].heading for field in sheets.FIELDS],
        rows=lambda: _row_cells(register, records, clear),
        count=records.count(),
        institution=register.institution,
    )


def _row_cells(register: MonthlyRegister, records: Any, clear: bool) -> Iterator[list[Cell]]:
    code = register.institution.code
    for record in records.iterator(chunk_size=AT_A_TIME):
        yield [
            code if field == "institution" else _cell(record, field, clear)
            for field in sheets.FIELDS
        ]


def _cell(record: FollowUpRecord, field: str, clear: bool) -> Cell:
    value = getattr(record, field)
    if isinstance(value, Sealed):
        return value.reveal() if clear else str(value)
    kind = sheets.BY_FIELD[field].kind
    if kind is Kind.FLAG:
        return YES if value else NO
    if kind is Kind.OPTION:
        return sheets.label_of(field, value)
    return value


def register_kinds() -> None:
    """Name this app's lists to the ground floor; called once, when the app is ready."""
    exports.register(
        ExportKind(
            name="followups.rows",
            label="随访登记",
            permission="followups.export_followuprecord",
            clear_permission="followups.export_clear_followuprecord",
            lay_out=register_rows,
            section=SectionCode.MEDICAL_ADMIN,
        )
    )
