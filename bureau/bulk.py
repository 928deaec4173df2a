"""Writing many rows at once with PostgreSQL's COPY."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models


# So many rows stand in memory as text at a time.
BATCH = 2_000


def copy_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Copy rows of ready values into a model's table, within the caller's transaction.

    Values are what CSV can hold: text, numbers, dates, UUIDs, booleans, None for NULL, and
    bytes for binary columns. Neither `save()` nor defaults play a part.
    """
    fields = [model._meta.get_field(name) for name in columns]
    binary = [place for place, field in enumerate(fields) if isinstance(field, models.BinaryField)]
    statement = _statement(model, fields)
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, BATCH)):
            cursor.copy_expert(statement, _as_csv(batch, binary))


def _as_csv(rows: Iterable[Sequence[Any]], binary: Sequence[int]) -> io.StringIO:
    lines = io.StringIO()
    writer = csv.writer(lines)
    for row in rows:
        cells = list(row)
        for place in binary:
            cells[place] = "\\x" + cells[place].hex()
        writer.writerow(cells)
    lines.seek(0)
    return lines


def _statement(model: type[models.Model], fields: Sequence[Any]) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    # Without this CSV reads an empty text as NULL.
    texts = [field for field in fields if not field.null and field.empty_strings_allowed]
    not_null = ", ".join(quote(field.column) for field in texts)
    options = f", FORCE_NOT_NULL ({not_null})" if not_null else ""
    return f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN WITH (FORMAT csv{options})"
