"""Refuse what no parser should be given: the checks on a workbook before it is opened.

Imported by the child process only, so nothing of Django may be imported here. Every member of the
archive is inflated once, in small pieces, and compared with what the archive claims. What slips
through still meets the limits on memory and time that the child sets on itself.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from defusedxml.ElementTree import ParseError, fromstring

from bureau.workbook_container import NESTED, Limits, Package, refuse

LONGEST_RUN = 4 << 20  # no text that fits a cell fills this much XML without a tag
GAP_ROWS = 10_000  # blank rows we bear above or inside a table before we call a cell far away
TAG = re.compile(rb"<(?:\w+:)?(row|c)((?:\s[^<>]*?)?)(/?)>(</)?")
BLANK = re.compile(rb"<(?:\w+:)?c(?=\s(?:[^<>]*?\s)?r\s*=)[^<>]*+>(?:(?<=/>)|</(?:\w+:)?c\s*>)")
REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,7})["']""")
FAR_REFERENCE = re.compile(  # beyond column BH or row 29999; what is surely near goes first
    rb'<c r="(?![A-Z][0-9]{1,4}")(?:[A-Z]{3}|[C-Z][A-Z]|B[I-Z]|[A-Z]+(?:[0-9]{6}|[3-9][0-9]{4}))'
)
UNREAD = "customxml/"  # add-ins keep what they like there; nothing of ours opens it


def check(content: bytes, limits: Limits) -> tuple[Package, dict[str, str]]:
    """Look at every byte once; return the package and the name of the sheet in each part.

    External links pass: nothing here follows one, only the values saved beside them are read,
    and honest workbooks are full of them.
    """
    package = Package(content, limits)
    sheets = _sheet_parts(package)
    if len(sheets) > limits.sheets:
        refuse("too_many_sheets", sheets=len(sheets), limit=limits.sheets)
    cells = 0
    for name in package.members:
        if name in sheets:
            cells += _count_cells(package, name, sheets[name], limits)
        elif name.endswith((".xml", ".rels", ".vml")) and not name.startswith(UNREAD):
            _check_part(name, _whole_tags(package.pieces(name)), limits)
        elif _start_of(package.pieces(name)).startswith(NESTED):
            refuse("embedded_files")
    if cells > limits.cells:
        refuse("too_many_cells", limit=limits.cells)
    return package, sheets


def _start_of(pieces: Iterator[bytes]) -> bytes:
    start = next(pieces, b"")
    for _ in pieces:  # to the end, so that length and checksum are compared
        pass
    return start


def _sheet_parts(package: Package) -> dict[str, str]:
    parts = {}
    try:
        relations = _parsed(package, "xl/_rels/workbook.xml.rels")
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
        for sheet in _parsed(package, "xl/workbook.xml").findall(".//{*}sheet"):
            key = next(value for name, value in sheet.items() if name.endswith("}id"))
            part = posixpath.normpath(posixpath.join("/xl", targets[key]))
            parts[part.lstrip("/").lower()] = sheet.get("name", "")
    except (ParseError, StopIteration, KeyError, ValueError):
        refuse("damaged")
    return parts


def _parsed(package: Package, name: str) -> Any:
    pieces = []
    for piece in _whole_tags(package.pieces(name)):
        _refuse_entities(piece)
        pieces.append(piece)
    return fromstring(b"".join(pieces))


def _whole_tags(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Cut the stream before opening tags, so that no tag and no empty cell is split."""
    kept = next(pieces, b"")
    # UTF-16 hides every tag from us, and calamine takes it for an empty sheet.
    if b"\x00" in kept[:64]:
        refuse("damaged")
    for piece in pieces:
        cut = kept.rfind(b"<")
        while cut > 0 and kept[cut + 1 : cut + 2] in (b"/", b""):
            cut = kept.rfind(b"<", 0, cut)
        if cut > 0:
            yield kept[:cut]
            kept = kept[cut:]
        if len(kept) > LONGEST_RUN:
            refuse("too_much_text")
        kept += piece
    yield kept


def _has(piece: bytes, mark: bytes, *, rare: bytes) -> bool:
    """Test for a mark, its rarest sign first: one sign is found ten times faster."""
    return rare in piece and mark in piece


def _refuse_entities(piece: bytes) -> None:
    if _has(piece, b"<!DOCTYPE", rare=b"!"):  # without one there are none
        refuse("entities")


def _check_part(name: str, pieces: Iterator[bytes], limits: Limits) -> None:
    texts = styles = 0
    for piece in pieces:
        _refuse_entities(piece)
        if name == "[content_types].xml" and b"macroEnabled" in piece:
            refuse("macros")
        if name == "xl/sharedstrings.xml":
            texts += piece.count(b"si>")  # each text is opened once and closed once
        elif name == "xl/styles.xml":
            styles += piece.count(b"<xf")
    if texts > 2 * limits.texts:
        refuse("too_much_text")
    if styles > limits.styles:
        refuse("too_many_styles", limit=limits.styles)


def _count_cells(package: Package, part: str, sheet: str, limits: Limits) -> int:
    quick = _quick_count(package, part)
    if quick and quick[0] <= limits.rows + 1 and quick[1] <= limits.cells:
        return quick[1]
    return _exact_count(_whole_tags(package.pieces(part)), sheet, limits)


def _quick_count(package: Package, part: str) -> tuple[int, int] | None:
    """Count rows and cells as Excel and WPS write them; None if anything is written otherwise.

    Empty cells that only carry a format count too, so this is an upper bound.
    """
    rows = cells = 0
    usual = True
    for piece in _whole_tags(package.pieces(part)):
        _refuse_entities(piece)
        if _has(piece, b"<![CDATA[", rare=b"!"):  # calamine would read such a cell as empty
            refuse("damaged")
        package.has_error_cells |= b't="e"' in piece or _has(piece, b"t='e'", rare=b"'")
        found = piece.count(b'<c r="')
        usual = usual and found == piece.count(b"<c ") + piece.count(b"<c>")
        usual = usual and not FAR_REFERENCE.search(piece) and not _has(piece, b":row", rare=b":")
        rows, cells = rows + piece.count(b"<row"), cells + found
    return (rows, cells) if usual else None


def _exact_count(pieces: Iterator[bytes], sheet: str, limits: Limits) -> int:
    """Count the cells that hold something, wherever and however they are written."""
    row = column = filled = filled_rows = last_row = 0
    columns, far = set(), ""
    # Formatted blanks that say where they are go first: there may be millions, in honest files too.
    tags = (tag for piece in pieces for tag in TAG.findall(BLANK.sub(b"", piece)))
    for kind, attributes, closed, empty in tags:
        reference = REFERENCE.search(attributes)
        if kind == b"row":
            row, column = (int(reference[2]) if reference else row + 1), 0
            continue
        column = _column_number(reference[1]) if reference else column + 1
        if closed or empty:
            continue
        at = int(reference[2]) if reference else row
        filled += 1
        filled_rows += at != last_row
        last_row = at
        columns.add(column)
        if at > limits.rows + GAP_ROWS or column > limits.columns:
            far = far or f"{column_letters(column)}{at}"
        if filled_rows > limits.rows + 1:  # one is the heading
            refuse("too_many_rows", sheet=sheet, limit=limits.rows)
        if len(columns) > limits.columns:
            refuse("too_many_columns", sheet=sheet, limit=limits.columns)
    return refuse("far_cell", sheet=sheet, cell=far) if far else filled


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> str:
    """Name a column as Excel does; the first is 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
