"""The poster of one posting place: both phones in large figures, and its own QR code."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import segno
import typst

from bureau.papers import fonts

LAYOUT = Path(__file__).parent / "layout"


class Size(StrEnum):
    A4 = "a4"
    A5 = "a5"


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it, both numbers among it.

    :raises ValueError: if a number is missing: a poster with a gap is none.
    """

    institution: str
    bureau: str
    place: str
    code: str
    url: str
    own_number: str
    bureau_number: str

    def __post_init__(self) -> None:
        if not (self.own_number and self.bureau_number):
            raise ValueError("a poster shows both numbers")


def qr_rows(url: str) -> list[str]:
    """Draw a QR code of level Q, a quarter of which may be torn off, as rows of 0 and 1."""
    code = segno.make(url, error="q", micro=False, boost_error=False)
    return ["".join("1" if dark else "0" for dark in row) for row in code.matrix]


def write_poster(poster: Poster, *, size: Size, at: datetime) -> bytes:
    """Set the poster as PDF. What it says is data: no word of it is read as markup."""
    given: dict[str, Any] = {
        "root": str(LAYOUT),
        "package_path": str(LAYOUT),
        "package_cache_path": str(LAYOUT),
        "font_paths": fonts.faces(),
        "ignore_system_fonts": True,
        "sys_inputs": {
            "poster": json.dumps(asdict(poster) | {"qr": qr_rows(poster.url)}),
            "fonts": json.dumps(fonts.chosen()),
            "size": str(size),
        },
    }
    layout = (LAYOUT / "poster.typ").read_bytes()
    return typst.compile(layout, format="pdf", timestamp=int(at.timestamp()), **given)
