"""What stands in a cell, and in a heading, freed of what only looks like something."""

import math
import re
import unicodedata
from datetime import datetime

from bureau.workbooks import Cell

FORMULA_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
)
NOTHING = frozenset(
    ("", "/", "\\", "-", "--", "---", "—", "——", "–", "无", "暂无", "不详", "未知", "空", "未填")
)
"""What people put where there is nothing to say."""
INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    r"\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
BLANKS = re.compile(r"\s+")
LONGEST_HEADING = 60
BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>")
NOT_OF_A_HEADING = re.compile(r"[\s\u200b-\u200f\u2060-\u2064\ufeff\u00ad*★☆※:;。、,'\"_]+")


def normal_heading(cell: object) -> str:
    """Strip a heading of spaces, hints in brackets, asterisks and widths; "" for anything else."""
    if not isinstance(cell, str) or len(cell) > LONGEST_HEADING:
        return ""
    text = unicodedata.normalize("NFKC", cell)
    return NOT_OF_A_HEADING.sub("", BRACKETED.sub("", text)).lower()


def written(cell: Cell) -> str:
    """Write a cell as its sheet shows it.

    Numbers keep the 15 digits they have; longer ones show as 3.71E+17, their tail being lost.
    """
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        return f"{cell:.15G}" if math.isfinite(cell) else str(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return cell.isoformat()


def plain(text: str) -> str:
    """Free a text of invisible signs and of blanks at its ends."""
    return INVISIBLE.sub("", text).strip()


def narrow(text: str) -> str:
    """Turn full width into half, and drop the apostrophe that makes a spreadsheet keep text."""
    if not text.isascii():
        text = plain(unicodedata.normalize("NFKC", text))
    return text.lstrip("'‘’`").strip()


def is_empty(cell: Cell) -> bool:
    """Test if nothing stands in a cell."""
    # What has nothing but letters and digits is told without looking for invisible signs.
    return cell is None or (isinstance(cell, str) and not cell.isalnum() and not plain(cell))
