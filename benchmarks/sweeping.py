"""Sweep a table until it is swept: another snapshot, a worker's own too, may hold that back."""

import time

from django.db import connection
from django.db.backends.utils import CursorWrapper

PATIENCE, PAUSE = 60.0, 0.2
PAGES = "SELECT relallvisible, relpages FROM pg_class WHERE oid = %s::regclass"
HOLDING = """
SELECT coalesce(string_agg(backend_type || ' ' || pid || ': ' || left(query, 80), '; '), 'nobody')
FROM pg_stat_activity
WHERE backend_xmin IS NOT NULL AND datname = current_database() AND pid <> pg_backend_pid()
"""


def sweep(table: str, *, patience: float = PATIENCE) -> None:
    """Sweep a table until every page of it is marked as visible to all, then look at its rows.

    Only then an index alone answers, as it does at work. Outside a transaction.

    :raises TimeoutError: if it is held back for so many seconds; says by whom.
    """
    until = time.monotonic() + patience
    with connection.cursor() as cursor:
        while not _is_swept_by(cursor, table):
            if time.monotonic() > until:
                cursor.execute(HOLDING)
                raise TimeoutError(f"{table} cannot be swept, held back by {cursor.fetchone()[0]}")
            time.sleep(PAUSE)
        cursor.execute(f"ANALYZE {table}")


def _is_swept_by(cursor: CursorWrapper, table: str) -> bool:
    cursor.execute(f"VACUUM {table}")
    cursor.execute(PAGES, [table])
    marked, pages = cursor.fetchone()
    return bool(marked == pages)
