"""Where the chain over the acts ended, kept in the file store: out of reach of the database."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from bureau.sealing import keyed_hash
from bureau.trail import Anchor

FOLDER = "anchors"
LATEST = "latest"
DAY = re.compile(r"\d{4}-\d\d-\d\d\.(json|new)$")
PARTS = {*Anchor._fields, "signature"}


def is_kept(day: str) -> bool:
    """Tell whether something stands under a day, whoever signed it; what broke off does not."""
    return any(_said(name) is not None for name in _names_of(day))


def keep(anchor: Anchor) -> None:
    """Write an anchor with its signature, in place of what stands under its day.

    It is written beside first: whatever moment a machine dies in, the old one or the new one
    stands. One sealer at a time calls this.
    """
    content = json.dumps({**anchor._asdict(), "signature": _signature(anchor)}).encode()
    name, beside = _names_of(anchor.day)
    for one in (beside, name):
        default_storage.delete(one)
        default_storage.save(one, ContentFile(content))
    default_storage.delete(beside)


def find(day: str) -> Anchor | None:
    """Read the anchor that stands under a day; None if there is none, or it is not ours."""
    return next(filter(None, map(_read, _names_of(day))), None)


def newest(*, before: date) -> Anchor | None:
    """Find the last day's anchor from before a day; None where no day has one that is ours."""
    days = (name for name in _names() if DAY.match(name) and name < before.isoformat())
    found = (_read(f"{FOLDER}/{name}") for name in sorted(days, reverse=True))
    return next((anchor for anchor in found if anchor), None)


def kept() -> Iterator[Anchor]:
    """Read the anchors there are; one that broke off, or whose signature is not ours, is none."""
    for name in sorted(_names()):
        if anchor := _read(f"{FOLDER}/{name}"):
            yield anchor


def _names() -> list[str]:
    return default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []


def _read(name: str) -> Anchor | None:
    if (said := _said(name)) is None:
        return None
    anchor = Anchor(said["day"], said["position"], said["digest"])
    return anchor if said["signature"] == _signature(anchor) else None


def _said(name: str) -> dict[str, Any] | None:
    """Read what stands under a name; None for nothing, and for what a power cut left of it."""
    if not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        try:
            said = json.loads(file.read())
        except ValueError:
            return None
    return said if isinstance(said, dict) and said.keys() >= PARTS else None


def _names_of(day: str) -> tuple[str, str]:
    """Name where the anchor of a day stands, and where it is written first."""
    return f"{FOLDER}/{day}.json", f"{FOLDER}/{day}.new"


def _signature(anchor: Anchor) -> str:
    return keyed_hash(json.dumps(list(anchor)), purpose="anchor").hex()
