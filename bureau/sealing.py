"""Sealing: AES-256-GCM for what must be read again, keyed hashes for what must be found again.

A sealed value is bound to its place: the additional data names the column and the row's own
`seal_id`, so that a value copied into another row or column does not open. The key's id is
part of the value, so that keys can be changed without losing what older ones sealed.
"""

import base64
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE_BYTES = 12
NONCES_AT_ONCE = 1_000
HASH_BYTES = 16
SEPARATOR = b"\x1f"


class SealBroken(Exception):
    """The value was altered, moved to another place, or sealed with a key that is gone."""


def _nonces() -> Iterator[bytes]:
    """Yield random nonces without end; the system is asked for many at once."""
    while True:
        noise = os.urandom(NONCE_BYTES * NONCES_AT_ONCE)
        yield from (noise[at : at + NONCE_BYTES] for at in range(0, len(noise), NONCE_BYTES))


RowSealer = Callable[[Iterable[str], bytes], list[bytes]]


@dataclass(frozen=True)
class Keyring:
    """`keys` in the order of the setting: the first one seals, every one opens."""

    keys: dict[bytes, bytes]
    hash_key: bytes

    @cached_property
    def _ciphers(self) -> dict[bytes, AESGCM]:
        return {key_id: AESGCM(key) for key_id, key in self.keys.items()}

    @cached_property
    def _sealing(self) -> tuple[bytes, AESGCM]:
        """The head that names the first key, and its cipher."""
        key_id = next(iter(self.keys))
        return bytes([len(key_id)]) + key_id, self._ciphers[key_id]

    def seal(self, text: bytes, place: bytes) -> bytes:
        head, cipher = self._sealing
        nonce = os.urandom(NONCE_BYTES)
        return head + nonce + cipher.encrypt(nonce, text, place)

    def row_sealer(self, columns: Sequence[bytes]) -> RowSealer:
        """Make what seals the texts of one row after another, each for its column and the row.

        An empty text stays empty.
        """
        head, cipher = self._sealing
        encrypt, nonces = cipher.encrypt, _nonces()

        def seal(texts: Iterable[str], seal_id: bytes) -> list[bytes]:
            return [
                head + (nonce := next(nonces)) + encrypt(nonce, text.encode(), column + seal_id)
                if text
                else b""
                for text, column in zip(texts, columns, strict=True)
            ]

        return seal

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """Open a sealed value.

        :raises SealBroken: if it does not belong to this place or its key is not known.
        """
        start = 1 + sealed[0] if sealed else 0
        cipher = self._ciphers.get(sealed[1:start])
        if cipher is None:
            raise SealBroken("unknown key")
        nonce, body = sealed[start : start + NONCE_BYTES], memoryview(sealed)[start + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, body, place)
        except (InvalidTag, ValueError) as error:  # ValueError: cut off within the nonce
            raise SealBroken("the value does not belong here") from error

    @cached_property
    def _hash(self) -> HMAC:
        """The keyed hash of nothing yet: a copy of it is made in half the time of a new one."""
        return HMAC(self.hash_key, SHA256())

    def hash(self, text: str | bytes, purpose: str) -> bytes:
        """Hash a normalised value so that equals can be found; empty stays empty.

        `purpose` keeps apart hashes of different things: a phone never equals a name.
        """
        if not text:
            return b""
        content = text if isinstance(text, bytes) else text.encode()
        message = self._hash.copy()
        message.update(purpose.encode() + SEPARATOR + content)
        return message.finalize()[:HASH_BYTES]


@lru_cache(maxsize=1)
def _keyring(keys: tuple[str, ...], hash_key: str) -> Keyring:
    parsed = {}
    for entry in keys:
        key_id, _, encoded = entry.partition(":")
        parsed[key_id.encode()] = _key("SEAL_KEYS", encoded)
    if not parsed:
        raise ImproperlyConfigured("SEAL_KEYS is empty: set id:base64 of 32 bytes")
    return Keyring(parsed, _key("HASH_KEY", hash_key))


def _key(setting: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded)
    except ValueError as error:
        raise ImproperlyConfigured(f"{setting}: a key is not base64") from error
    if len(key) != 32:
        raise ImproperlyConfigured(f"{setting}: a key is 32 bytes in base64, not {len(key)}")
    return key


def keyring() -> Keyring:
    return _keyring(tuple(settings.SEAL_KEYS), settings.HASH_KEY)


def place(column: str, seal_id: UUID) -> bytes:
    """Name the place a value is bound to; `column` is table.column."""
    return column_place(column) + seal_id.bytes


def column_place(column: str) -> bytes:
    """Name what the places of a column begin with; the `seal_id` of a row completes it."""
    return column.encode() + SEPARATOR


def seal_text(text: str, *, column: str, seal_id: UUID) -> bytes:
    """Seal a text for one column of one row. The empty text stays empty."""
    return keyring().seal(text.encode(), place(column, seal_id)) if text else b""


def open_text(sealed: bytes, *, column: str, seal_id: UUID) -> str:
    """Open what `seal_text` sealed.

    :raises SealBroken: if it was not sealed for this place.
    """
    return keyring().open(sealed, place(column, seal_id)).decode() if sealed else ""


def keyed_hash(text: str, *, purpose: str) -> bytes:
    """Hash one value; see `Keyring.hash`."""
    return keyring().hash(text, purpose)
