"""Files kept as they came, encrypted."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from bureau.models import StoredFile
from bureau.sealing import keyring, place
from bureau.services.acts import Doer, user_of

_kept: ContextVar[list[str] | None] = ContextVar("_kept", default=None)


@contextmanager
def atomic_with_files() -> Iterator[None]:
    """Open a transaction that takes the files kept in it along when it is rolled back.

    The store knows no transactions: without this a file would stay of which no row tells.
    """
    around, names = _kept.get(), list[str]()
    token = _kept.set(names)
    is_kept = False
    try:
        with transaction.atomic():
            yield
            is_kept = not transaction.get_rollback()
    except BaseException:
        is_kept = False
        raise
    finally:
        _kept.reset(token)
        if not is_kept:
            for name in names:
                default_storage.delete(name)
        elif around is not None:
            around += names


@atomic_with_files()
def keep_file(*, name: str, content: bytes, by: Doer | None, at: datetime) -> StoredFile:
    """Keep a file as it came, encrypted, with the hash of its clear content.

    A caller with more to write opens `atomic_with_files` around it, or what fails later would
    leave the file behind.
    """
    stored = StoredFile(
        name=name[-255:],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        by=user_of(by),
        at=at,
    )
    sealed = keyring().seal(content, place("bureau_storedfile.content", stored.id))
    if (kept := _kept.get()) is not None:
        kept.append(stored.storage_name)
    default_storage.save(stored.storage_name, ContentFile(sealed))
    stored.save(force_insert=True)
    return stored


def open_file(stored: StoredFile | None) -> bytes:
    """Read a kept file's clear content. Who calls this has checked that the reader may.

    :raises SealBroken: if the file in the store is not the one that was kept.
    :raises StoredFile.DoesNotExist: if there is none.
    """
    if stored is None:
        raise StoredFile.DoesNotExist
    with default_storage.open(stored.storage_name) as sealed:
        return keyring().open(sealed.read(), place("bureau_storedfile.content", stored.id))


def forget_file(stored: StoredFile) -> None:
    """Delete a kept file's content for good; its row with name, size and hash stays."""
    default_storage.delete(stored.storage_name)
