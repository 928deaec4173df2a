"""What a stranger's file is, and whether its archive is what it claims to be.

Imported by the child process only, so nothing of Django may be imported here.
"""

import io
import math
import re
import struct
import traceback
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from types import SimpleNamespace
from typing import NoReturn

Limits = SimpleNamespace
"""The fields of `workbooks.Limits`, as they came over the wire."""

PIECE = 1 << 20
BOMB_BYTES = 10_000_000  # below this a high ratio is only a dull table


class Refused(Exception):
    """`reason` is one of `workbooks.Refusal`, `facts` what its sentence asks for."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason, self.facts = reason, facts


def refuse(reason: str, **facts: object) -> NoReturn:
    raise Refused(reason, **facts)


def place_of(error: BaseException) -> str:
    """Say where an error arose, without its words: they may quote a patient's row."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {PurePath(last.filename).name}:{last.lineno}"


def ran_out_of_memory(error: BaseException | None) -> bool:
    """Test if memory was short: code in C may answer a MemoryError with an error of its own."""
    while error:
        if isinstance(error, MemoryError | SystemError):
            return True
        error = error.__cause__ or error.__context__
    return False


COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"\x09\x08", "old_format"),
    (b"\x09\x04", "old_format"),
    (b"\x09\x02", "old_format"),
    (b"{\\rtf", "other_document"),
)
COMPOUND_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "old_format"),
    ("Book", "old_format"),
    ("WordDocument", "other_document"),
    ("PowerPoint Document", "other_document"),
)
WEB_MARKS = (b"<html", b"<table", b"<workbook", b"excel.sheet", b"mime-version:")


def kind_without_zip(content: bytes) -> str:
    """Name what a file is that cannot be an .xlsx, from its first bytes."""
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            return kind
    if content.startswith(COMPOUND_FILE):
        streams = (kind for name, kind in COMPOUND_STREAMS if name.encode("utf-16-le") in content)
        return next(streams, "not_workbook")
    start = content[:4096]
    if any(mark in start.lower() for mark in WEB_MARKS):
        return "web_page"
    return "text" if _reads_as_text(start) else "not_workbook"


def _reads_as_text(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if re.search(rb"[\x00-\x08\x0e-\x1f]", start):
        return False
    # The last character may be cut in two, so some of the end may be left out.
    return any(_decodes(start[: len(start) - cut]) for cut in range(4))


def _decodes(start: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            start.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


UNSAFE_NAME = re.compile(r"^/|^[A-Za-z]:|\\|[\x00-\x1f]|(^|/)\.\.(/|$)")
NESTED = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf")


class Package:
    """A zip whose directory has been checked; a member is checked while it is inflated."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        if not content.startswith(b"PK\x03\x04"):
            refuse(kind_without_zip(content))
        # Counted before zipfile builds an object for each: a directory alone can fill memory.
        if content.count(b"PK\x01\x02") > limits.members:
            refuse("too_many_members", limit=limits.members)
        try:
            infos = zipfile.ZipFile(io.BytesIO(content)).infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
            refuse("damaged")
        _check_directory(infos, limits)
        self.content = content
        self.members = {info.filename.lower(): info for info in infos}
        self.has_error_cells = False
        _check_kind(self.members)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a member inflated; its length and checksum are what the directory says."""
        info = self.members.get(name) or refuse("damaged")
        length = checksum = 0
        for piece in filter(None, _inflated(self.content, info)):
            length += len(piece)
            if length > info.file_size:
                refuse("damaged")
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if (length, checksum) != (info.file_size, info.CRC):
            refuse("damaged")


def _check_directory(infos: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    if any(info.flag_bits & 1 for info in infos):
        refuse("encrypted")
    if any(UNSAFE_NAME.search(info.orig_filename) for info in infos):
        refuse("unsafe_names")
    if len({info.filename.lower() for info in infos}) < len(infos):
        refuse("unsafe_names")
    _refuse_bomb(sum(info.file_size for info in infos), limits.unpacked_bytes)
    for info in infos:
        _refuse_bomb(info.file_size, max(BOMB_BYTES, limits.ratio * info.compress_size))
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        refuse("damaged")


def _refuse_bomb(unpacked: int, limit: int) -> None:
    if unpacked > limit:
        megabytes = math.ceil(unpacked / 1_000_000)
        refuse("bomb", megabytes=megabytes, limit=limit // 1_000_000)


def _check_kind(members: dict[str, zipfile.ZipInfo]) -> None:
    if "xl/workbook.bin" in members:
        refuse("binary_format")
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in members):
        refuse("macros")
    if "xl/workbook.xml" in members and "[content_types].xml" in members:
        return
    if "mimetype" in members and "content.xml" in members:
        refuse("open_document")
    if any(name.startswith(("word/", "ppt/")) for name in members):
        refuse("other_document")
    refuse("damaged" if "[content_types].xml" in members else "archive")


def _inflated(content: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Inflate a member from where it lies, as far as its stream goes.

    `zipfile` stops at the length the directory claims and would not see that more follows.
    """
    header = content[info.header_offset : info.header_offset + 30]
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        refuse("damaged")
    name_length, extra_length = struct.unpack("<HH", header[26:])
    start = info.header_offset + 30 + name_length + extra_length
    end = start + info.compress_size
    if info.compress_type == zipfile.ZIP_STORED:
        yield from (content[at : min(at + PIECE, end)] for at in range(start, end, PIECE))
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(start, end, PIECE // 16):
            fed = content[at : min(at + PIECE // 16, end)]
            while fed:
                yield inflater.decompress(fed, PIECE)
                fed = inflater.unconsumed_tail
    except zlib.error:
        refuse("damaged")
