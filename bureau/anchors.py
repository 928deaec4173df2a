"""Where the chain over the acts ended, kept in the file store: out of reach of the database."""

import json
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from bureau.sealing import keyed_hash
from bureau.trail import Anchor

FOLDER = "anchors"
LATEST = "latest"


def is_kept(day: str) -> bool:
    return default_storage.exists(_name(day))


def keep(anchor: Anchor) -> None:
    """Write an anchor with its signature, in place of what stands under its day."""
    said = {**anchor._asdict(), "signature": _signature(anchor)}
    default_storage.delete(_name(anchor.day))
    default_storage.save(_name(anchor.day), ContentFile(json.dumps(said).encode()))


def find(day: str) -> Anchor | None:
    """Read the anchor that stands under a day; None if there is none, or it is not ours."""
    return _read(_name(day)) if is_kept(day) else None


def kept() -> Iterator[Anchor]:
    """Read the anchors there are; one whose signature is not ours is none."""
    if not default_storage.exists(FOLDER):
        return
    for name in sorted(default_storage.listdir(FOLDER)[1]):
        if anchor := _read(f"{FOLDER}/{name}"):
            yield anchor


def _read(name: str) -> Anchor | None:
    with default_storage.open(name) as file:
        said = json.loads(file.read())
    anchor = Anchor(said["day"], said["position"], said["digest"])
    return anchor if said["signature"] == _signature(anchor) else None


def _name(day: str) -> str:
    return f"{FOLDER}/{day}.json"


def _signature(anchor: Anchor) -> str:
    return keyed_hash(json.dumps(list(anchor)), purpose="anchor").hex()
