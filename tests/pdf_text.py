"""Reads the words of a PDF that the layout set back out of it, as a reader's program would."""

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
FONT = re.compile(rb"/(f\d+) [\d.]+ Tf")
HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
CODES = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")


def text_of(pdf: bytes) -> str:
    """Return the words in the order in which they are set, without any space between."""
    objects = {int(no): body for no, body in OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if b"/Type/Page/" in body]
    return "".join(_page(page, objects) for page in pages)


def _page(page: bytes, objects: dict[int, bytes]) -> str:
    resources = objects[_reference(page, b"Resources")]
    named = re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    fonts = {name: _signs(objects[int(no)], objects) for name, no in named}
    said, font, at = [], {}, 0
    content = _content(objects[_reference(page, b"Contents")])
    while at < len(content):
        if found := FONT.match(content, at):
            font, at = fonts[found[1]], found.end()
        elif found := HEX.match(content, at):
            said, at = said + _words(bytes.fromhex(found[1].decode()), font), found.end()
        elif content[at : at + 1] == b"(":
            shown, at = _string(content, at)
            said += _words(shown, font)
        else:
            at += 1
    return "".join(said)


def _words(codes: bytes, font: dict[bytes, str]) -> list[str]:
    return [font[codes[at : at + 2]] for at in range(0, len(codes), 2)]


def _string(content: bytes, start: int) -> tuple[bytes, int]:
    """Read a string from its bracket on: brackets within stand as they are where they are pairs."""
    at, depth = start + 1, 1
    while True:
        sign = content[at : at + 1]
        depth += {b"(": 1, b")": -1}.get(sign, 0)
        if not depth:
            return ESCAPE.sub(_plain, content[start + 1 : at]), at + 1
        at += 2 if sign == b"\\" else 1


def _signs(font: bytes, objects: dict[int, bytes]) -> dict[bytes, str]:
    table = _content(objects[_reference(font, b"ToUnicode")])
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(sign.decode()).decode("utf-16-be")
        for code, sign in CODES.findall(table)
    }


def _reference(body: bytes, name: bytes) -> int:
    return int(re.search(rb"/" + name + rb" (\d+) 0 R", body)[1])


def _content(body: bytes) -> bytes:
    return zlib.decompress(STREAM.search(body)[1])


def _plain(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8)]) if sign.isdigit() else SIGNS.get(sign, sign)
