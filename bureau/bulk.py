"""Working on many rows at once: COPY, and a garbage collector that rests meanwhile."""

import csv
import gc
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, models


@contextmanager
def without_collection() -> Iterator[None]:
    """Let the garbage collector rest over hundreds of thousands of live cells.

    It would search them for cycles again and again and find none: a fifth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# So many rows stand in memory as text at a time.
BATCH = 500


def copy_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Copy rows of ready values into a model's table, within the caller's transaction.

    Values are what CSV can hold: text, numbers, dates, UUIDs, booleans, None for NULL, and
    bytes for binary columns. Neither `save()` nor defaults play a part. The database takes in
    one batch while the next is being made.
    """
    fields = [model._meta.get_field(name) for name in columns]
    binary = [place for place, field in enumerate(fields) if isinstance(field, models.BinaryField)]
    with connection.cursor() as cursor:
        cursor.copy_expert(_statement(model, fields), CsvStream(rows, binary))


class CsvStream:
    """Rows as the file that COPY reads from: made batch by batch, as they are asked for."""

    def __init__(self, rows: Iterable[Sequence[Any]], binary: Sequence[int]) -> None:
        self.rows, self.binary = iter(rows), binary

    def read(self, size: int) -> str:
        """Return the next batch, whatever its size; the driver takes what it is given."""
        lines = io.StringIO()
        writer = csv.writer(lines)
        for row in islice(self.rows, BATCH):
            cells = list(row)
            for place in self.binary:
                cells[place] = "\\x" + cells[place].hex()
            writer.writerow(cells)
        return lines.getvalue()


def _statement(model: type[models.Model], fields: Sequence[Any]) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    # Without this CSV reads an empty text as NULL.
    texts = [field for field in fields if not field.null and field.empty_strings_allowed]
    not_null = ", ".join(quote(field.column) for field in texts)
    options = f", FORCE_NOT_NULL ({not_null})" if not_null else ""
    return f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN WITH (FORMAT csv{options})"
