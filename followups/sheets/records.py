"""Rows that come as records rather than in a workbook: the same columns, no sheet around them.

A record's options may be given by their code as well as by the template's word; days and codes
are read as cells are.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bureau.workbooks import Cell
from followups.sheets.columns import COLUMNS, Kind
from followups.sheets.options import labels_of
from followups.sheets.table import Table

FIELDS = tuple(column.field for column in COLUMNS)


CODES = {column.field: labels_of(column.field) for column in COLUMNS if column.kind is Kind.OPTION}
"""The codes of each option field, and the template's word for each."""


def table_of_records(records: Sequence[Mapping[str, Any]]) -> Table:
    """Lay records out as the table a workbook would give, their rows numbered from 1."""
    given = {field for record in records for field in record}
    used = [field for field in FIELDS if field in given]
    must = [column.field for column in COLUMNS if column.must_have and column.field not in given]
    columns = {field: index for index, field in enumerate([*used, *must])}
    return Table(
        sheet="",
        header_row=0,
        columns=columns,
        headings={},
        near={},
        unknown=(),
        repeated=(),
        rows=tuple(
            (number, [_cell(field, record.get(field)) for field in columns])
            for number, record in enumerate(records, start=1)
        ),
        below=(),
        months=frozenset(),
        mark=None,
    )


def _cell(field: str, value: Any) -> Cell:
    codes = CODES.get(field)
    return codes.get(value, value) if codes and isinstance(value, str) else value
