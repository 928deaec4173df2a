"""Working on many rows at once: COPY, and a garbage collector that rests meanwhile."""

import csv
import gc
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import compress, islice
from operator import not_
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


# What stands before each binary cell.
BINARY = ",\\x"
# So many rows stand in memory as text at a time: what the socket holds, so that neither waits.
BATCH = 100


def copy_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Copy rows of ready values into a model's table, within the caller's transaction.

    Values are what CSV can hold: text, numbers, dates, UUIDs, booleans, None for NULL, and
    bytes for binary columns, of which there may not be only those. Neither `save()` nor
    defaults play a part. The database takes in one batch while the next is being made.
    """
    fields = [model._meta.get_field(name) for name in columns]
    is_binary = [isinstance(field, models.BinaryField) for field in fields]
    plain, binary = compress(fields, map(not_, is_binary)), compress(fields, is_binary)
    # The driver's COPY raises the driver's errors; callers look for the database's.
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.copy_expert(_statement(model, [*plain, *binary]), CsvStream(rows, is_binary))


class CsvStream:
    """Rows as the file that COPY reads from: made batch by batch, as they are asked for.

    Binary cells go to the end of each line, past the writer of CSV: hexadecimal needs none of
    its quoting, and searching for what to quote was half the time.
    """

    def __init__(self, rows: Iterable[Sequence[Any]], is_binary: Sequence[bool]) -> None:
        self.rows, self.is_binary = iter(rows), is_binary
        self.is_plain = [not one for one in is_binary]

    def read(self, size: int) -> str:
        """Return the next batch, whatever its size; the driver takes what it is given."""
        lines = io.StringIO()
        write_plain = csv.writer(lines, lineterminator="").writerow
        for row in islice(self.rows, BATCH):
            write_plain(compress(row, self.is_plain))
            binary = map(bytes.hex, compress(row, self.is_binary))
            lines.write(BINARY.join(["", *binary]) + "\n")
        return lines.getvalue()


def _statement(model: type[models.Model], fields: Sequence[Any]) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    # Without this CSV reads an empty text as NULL.
    texts = [field for field in fields if not field.null and field.empty_strings_allowed]
    not_null = ", ".join(quote(field.column) for field in texts)
    options = f", FORCE_NOT_NULL ({not_null})" if not_null else ""
    return f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN WITH (FORMAT csv{options})"
