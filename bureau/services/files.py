"""Files kept as they came, encrypted."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from bureau.models import StoredFile
from bureau.sealing import keyring, place
from bureau.services.acts import Doer, user_of


def keep_file(*, name: str, content: bytes, by: Doer | None, at: datetime) -> StoredFile:
    """Keep a file as it came, encrypted, with the hash of its clear content."""
    stored = StoredFile(
        name=name[-255:],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        by=user_of(by),
        at=at,
    )
    sealed = keyring().seal(content, place("bureau_storedfile.content", stored.id))
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
