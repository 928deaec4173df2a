"""Files in the store of which no row tells: written by a transaction that a kill cut short."""

import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.storage import default_storage

from bureau.models import StoredFile

logger = logging.getLogger(__name__)

OLD = timedelta(days=1)
"""No transaction is under way for as long as this."""
MOST = 100
"""More than a kill leaves behind: then it is the database that is wrong, or brought back."""
OUR_FOLDER, OUR_NAME = re.compile("[0-9a-f]{2}"), re.compile("[0-9a-f]{30}")


def sweep_files(*, at: datetime) -> list[str]:
    """Delete the files older than a day that no row names; return their names.

    What else lies in the store stays. Where no row names a great many, none is deleted.
    """
    left = [name for folder in _folders() for name in _left(folder, at)]
    if len(left) > MOST:
        logger.error("%d files are named by no row: is this their database?", len(left))
        return []
    for name in left:
        default_storage.delete(name)
    return left


def _folders() -> list[str]:
    # Before the first file is kept there is no store.
    with suppress(FileNotFoundError):
        return sorted(filter(OUR_FOLDER.fullmatch, default_storage.listdir("")[0]))
    return []


def _left(folder: str, at: datetime) -> Iterator[str]:
    found = filter(OUR_NAME.fullmatch, default_storage.listdir(folder)[1])
    names = {UUID(hex=folder + name): f"{folder}/{name}" for name in found}
    old = [pk for pk, name in names.items() if _is_old(name, at)]
    told = set(StoredFile.objects.filter(pk__in=old).values_list("pk", flat=True))
    yield from sorted(names[pk] for pk in old if pk not in told)


def _is_old(name: str, at: datetime) -> bool:
    return default_storage.get_modified_time(name) < at - OLD
