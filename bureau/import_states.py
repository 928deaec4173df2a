"""The words of bringing a sheet in: where a handed-in file stands, what becomes of a row."""

from enum import StrEnum


class ImportState(StrEnum):
    """Where a handed-in file stands. Read at once, it waits for a person at each step."""

    ASKING = "asking"  # which column is what
    CHECKED = "checked"
    REFUSED = "refused"
    IMPORTED = "imported"
    WITHDRAWN = "withdrawn"


class RowState(StrEnum):
    NEW = "new"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


OPEN = frozenset({ImportState.ASKING, ImportState.CHECKED})
"""Columns can be said anew and the file laid aside."""
