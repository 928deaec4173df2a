"""What a workbook says about itself: the house template's hidden mark, and the month it names."""

import re
import unicodedata
from dataclasses import dataclass

from bureau.workbooks import Workbook

TEMPLATE_VERSION = 1
MARK_SHEET = "模板信息"
MARK = "出院患者随访登记表模板"
MONTH_NAMED = re.compile(
    r"(?<!\d)(?:(20\d{2})\s?年\s?|(20\d{2})[-.])?(?<!\d)(1[0-2]|0?[1-9])\s?月份?(?!\s?\d)", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Mark:
    """The template a workbook was made from: its version, for whom, and for which month."""

    version: int
    institution_code: str
    month: str


def read_mark(workbook: Workbook) -> Mark | None:
    """Read the house template's mark; None in a workbook of other origin."""
    for sheet in workbook.sheets:
        if sheet.name != MARK_SHEET or not sheet.rows or not sheet.rows[0]:
            continue
        first = [*sheet.rows[0], None, None, None, None][:4]
        name, version, code, month = first
        if name == MARK and isinstance(version, float | int) and abs(version) < 1e6:
            return Mark(int(version), str(code or ""), str(month or ""))
    return None


def months_named(title: str, year: int | None = None) -> list[tuple[int | None, int]]:
    """List the months a title names; `year` where it gives none. A full date names no month."""
    text = unicodedata.normalize("NFKC", title[:200])
    return [
        (int(match[1] or match[2]) if match[1] or match[2] else year, int(match[3]))
        for match in MONTH_NAMED.finditer(text)
    ]
