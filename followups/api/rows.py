"""A register's rows as JSON: their description for the reference, and the reading of them."""

from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from bureau.api.serializers import UNKNOWN
from followups import sheets
from followups.models import FollowUpRecord
from followups.sheets.columns import COLUMNS, Column, Kind

MOST_ROWS = 10_000
LONGEST_TEXT = 32_767
"""What a cell of a workbook holds."""
MOST_FAULTS = 100

TYPES: dict[Kind, tuple[type, ...]] = {
    Kind.AGE: (int, str),
    Kind.ORDINAL: (int, str),
    Kind.FLAG: (bool, str),
}
OF_FIELD = {column.field: TYPES.get(column.kind, (str,)) for column in COLUMNS}
NAMES = {int: "integer", str: "string", bool: "boolean"}
WANTED: dict[tuple[type, ...], Any] = {
    (str,): gettext_lazy("Must be a string or null."),
    (int, str): gettext_lazy("Must be a whole number, a string or null."),
    (bool, str): gettext_lazy("Must be true, false, a string or null."),
}
SAID = {
    Kind.DATE: "日期，如 2026-10-03 · A day such as 2026-10-03.",
    Kind.PHONE: "手机号或带区号的座机，用字符串"
    " · A mobile number, or a landline with its area code, as a string.",
    Kind.CODE: "用字符串，不要用数字 · As a string, never as a number.",
    Kind.FLAG: "true / false，或“是”“否” · true / false, or 是 / 否.",
}


def _in_english(column: Column) -> str:
    """Name a column as the pages do in English; a column that no record keeps, by its field."""
    kept = {field.name: field for field in FollowUpRecord._meta.concrete_fields}
    with translation.override("en"):
        known = kept.get(column.field)
        words = str(known.verbose_name) if known else column.field.replace("_", " ")
    return words[0].upper() + words[1:]


def _described(column: Column) -> dict[str, Any]:
    types = [NAMES[one] for one in OF_FIELD[column.field]]
    # A line in Chinese and then in English: a page shows one of the two.
    lines = [f"{column.heading} · {_in_english(column)}", SAID.get(column.kind, "")]
    if codes := sheets.CODES.get(column.field):
        lines.append("代码或模板用词： · A code or the template's word:")
        lines.append(", ".join(f"{code} = {word}" for code, word in codes.items()))
    return {"type": [*types, "null"], "description": "\n".join(line for line in lines if line)}


ROW = {
    "type": "object",
    "additionalProperties": False,
    "properties": {column.field: _described(column) for column in COLUMNS},
}


@extend_schema_field(
    {"type": "array", "items": ROW, "minItems": 1, "maxItems": MOST_ROWS}, component_name="Rows"
)
class Rows(serializers.Field):
    """Reads ten thousand rows in one go: a field object for each cell would take seconds.

    Only names and types are looked at here; what the cells say is the register's own matter.
    """

    def to_internal_value(self, data: Any) -> list[dict[str, Any]]:
        if not isinstance(data, list):
            raise serializers.ValidationError(_("Here an array of rows is wanted."), "type")
        if not data:
            said = _("There is no row. For a month without discharges there is the nil report.")
            raise serializers.ValidationError(said, "too_few")
        if len(data) > MOST_ROWS:
            said = _("At most %(n)s rows are taken at once.") % {"n": MOST_ROWS}
            raise serializers.ValidationError(said, "too_many")
        found: dict[int, dict[str, list[ErrorDetail]]] = {}
        for count, (index, name, fault) in enumerate(_faults(data), start=1):
            found.setdefault(index, {})[name] = [fault]
            if count >= MOST_FAULTS:
                break
        if found:
            raise serializers.ValidationError(found)
        return data

    def to_representation(self, value: Any) -> Any:
        return value


def _faults(rows: list[Any]) -> Iterator[tuple[int, str, ErrorDetail]]:
    for index, row in enumerate(rows):
        if type(row) is not dict:
            yield index, "", ErrorDetail(_("Here an object is wanted."), "type")
            continue
        for name, value in row.items():
            if value is None:
                if name in OF_FIELD:
                    continue
            elif type(value) in OF_FIELD.get(name, ()) and not _is_too_long(value):
                continue
            yield index, name[:80], _fault(name, value)


def _is_too_long(value: Any) -> bool:
    return type(value) is str and len(value) > LONGEST_TEXT


def _fault(name: str, value: Any) -> ErrorDetail:
    if name not in OF_FIELD:
        return ErrorDetail(_("There is no such field."), UNKNOWN)
    if _is_too_long(value):
        return ErrorDetail(_("At most %(n)s characters.") % {"n": LONGEST_TEXT}, "too_long")
    return ErrorDetail(str(WANTED[OF_FIELD[name]]), "type")
