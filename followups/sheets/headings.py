"""Finding the row of headings: titles above it, two levels, unknown and repeated ones."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from bureau.sheet_cells import normal_heading
from bureau.workbooks import Cell
from followups.rules.rows import EXPECTED, MUST_HAVE
from followups.sheets.columns import BY_FIELD, COLUMNS, named

ROWS_SEARCHED = 40
COLUMNS_SEARCHED = 200
FEWEST_KNOWN = 4
NEAR = 0.66
SUMMING_UP = ("情况", "信息", "记录", "资料")
"""What an upper heading ends in and its lower ones leave out: 随访情况 over 时间."""

OTHER_HEADINGS = frozenset(
    named(
        "序号 编号 行号 no no. 床号 床位号 职业 民族 籍贯 国籍 文化程度 婚姻状况 出生日期 "
        "出生年月 身份证类型 证件类型 费用类别 医保类型 住院天数 入院诊断 入院科室 入院情况 "
        "入院方式 手术日期 手术名称 护理级别 责任护士 手术医生 单位 填报单位 工作单位"
    )
)
"""Known, and not asked for: neither read nor mentioned, and never taken for another."""


def _ranked_headings() -> dict[str, tuple[str, int]]:
    known: dict[str, tuple[str, int]] = {}
    for column in COLUMNS:
        for rank, name in enumerate((column.heading, *column.aliases)):
            known.setdefault(normal_heading(name), (column.field, rank))
    return known


HEADINGS = _ranked_headings()
"""Each known heading, with its field and how near it is to the house template's (0 is its own)."""


@dataclass(slots=True)
class Header:
    """The headings found: `row` is the last row they take (counted from 1), `first_row` the first.

    Fields as in `Table`.
    """

    row: int
    first_row: int
    columns: dict[str, int] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    near: dict[int, str] = field(default_factory=dict)
    unknown: tuple[tuple[int, str], ...] = ()
    repeated: tuple[str, ...] = ()

    @property
    def lacks_must_have(self) -> bool:
        return not set(MUST_HAVE) <= {*self.columns, *self.near.values()}


Known = dict[int, tuple[str, int]]
"""A column's field, and the rank of its heading among that field's."""


def find_header(rows: Sequence[Sequence[Cell]]) -> Header | None:
    """Find the row, or the two rows, with the most known headings; None if there are too few.

    Equally good rows: the first. An upper row of merged headings only helps: it gives a column
    its heading where the lower one is empty, and its context where the lower one is too short.
    """
    best: tuple[int, Header] | None = None
    upper: list[str] = []
    for number, cells in enumerate(islice(rows, ROWS_SEARCHED), start=1):
        lower = [normal_heading(cell) for cell in cells[:COLUMNS_SEARCHED]]
        for known, written, levels in (
            (_known(lower), lower, 1),
            (_known_with(upper, lower), _filled_from(upper, lower), 2),
        ):
            named = {name for name, _ in known.values()}
            is_one = len(named) >= FEWEST_KNOWN or named >= set(MUST_HAVE)
            if is_one and (best is None or len(named) > best[0]):
                above = rows[number - 2] if levels == 2 else ()
                best = len(named), _header(number, levels, known, written, (cells, above))
        upper = lower
    return best[1] if best else None


def _known(texts: Sequence[str]) -> Known:
    return {index: HEADINGS[text] for index, text in enumerate(texts) if text in HEADINGS}


def _filled_from(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Give columns without a lower heading the upper one: cells merged downwards."""
    wide = max(len(upper), len(lower))
    above, below = _padded(upper, wide), _padded(lower, wide)
    return [own or over for own, over in zip(below, above, strict=True)]


def _known_with(upper: Sequence[str], lower: Sequence[str]) -> Known:
    known = _known(_filled_from(upper, lower))
    over = ""
    for index, own in enumerate(lower):
        # A cell merged to the right leaves its followers empty.
        over = upper[index] if index < len(upper) and upper[index] else over
        if not own or not over:
            continue
        stems = (over, *(over.removesuffix(ending) for ending in SUMMING_UP))
        found = next((HEADINGS[stem + own] for stem in stems if stem + own in HEADINGS), None)
        if found:
            known[index] = found
    return known


def _padded(texts: Sequence[str], wide: int) -> list[str]:
    return [*texts, *[""] * (wide - len(texts))]


def _header(
    number: int,
    levels: int,
    known: Known,
    texts: Sequence[str],
    cells: tuple[Sequence[Cell], Sequence[Cell]],
) -> Header:
    def as_written(index: int) -> str:
        for row in cells:
            if index < len(row) and normal_heading(row[index]):
                return str(row[index]).strip()
        return texts[index]

    header = Header(row=number, first_row=number - levels + 1)
    repeated = []
    # The heading nearest to the house template's wins, then the one further left.
    for index, (name, _) in sorted(known.items(), key=lambda one: (one[1][1], one[0])):
        if name in header.columns:
            repeated.append(as_written(index))
        else:
            header.columns[name] = index
            header.headings[name] = as_written(index)
    strange = {
        index: text
        for index, text in enumerate(texts)
        if text and index not in known and text not in OTHER_HEADINGS
    }
    header.repeated = tuple(repeated)
    header.unknown = tuple((index, as_written(index)) for index in strange)
    header.near = _near(strange, header.columns)
    return header


def _near(strange: dict[int, str], columns: dict[str, int]) -> dict[int, str]:
    """Pair unknown headings with the missing columns they look like, the likest first."""
    wanted = [name for name in (*MUST_HAVE, *EXPECTED) if name not in columns]
    likeness = sorted(
        ((_ratio(text, name), -index, name) for index, text in strange.items() for name in wanted),
        reverse=True,
    )
    near: dict[int, str] = {}
    for ratio, minus_index, name in likeness:
        if ratio >= NEAR and -minus_index not in near and name not in near.values():
            near[-minus_index] = name
    return near


def _ratio(text: str, name: str) -> float:
    names = (BY_FIELD[name].heading, *BY_FIELD[name].aliases)
    return max(difflib.SequenceMatcher(None, text, one).ratio() for one in names)
