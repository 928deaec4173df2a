"""What may be attached, told by its content and made harmless: rules over bytes.

The name a file comes with decides nothing but what it is called afterwards.
"""

import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import filetype

MEGABYTE = 1_000_000
MOST_BYTES = 10 * MEGABYTE
MOST_PIXELS = 40_000_000
MOST_MEMBERS = 2_000
MOST_UNZIPPED = 100 * MEGABYTE
LONGEST_NAME = 80
QUALITY = 88

OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "pptx": f"{OFFICE}presentationml.presentation",
}
PICTURES = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
MAIN_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}
ACTIVE_PARTS = re.compile(
    r"(?i)(vbaproject|activex/|embeddings/|externallinks/|macrosheets/|customui/|\.(bin|exe|js|vbs)$)"
)
SCHEMAS = "http://schemas.openxmlformats.org"
CORE = f"{SCHEMAS}/package/2006/metadata/core-properties"
EXTENDED = f"{SCHEMAS}/officeDocument/2006/extended-properties"
CUSTOM = f"{SCHEMAS}/officeDocument/2006/custom-properties"
BARE = {
    "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{CORE}"/>',
    "docProps/app.xml": f'<Properties xmlns="{EXTENDED}"/>',
    "docProps/custom.xml": f'<Properties xmlns="{CUSTOM}"/>',
}
# PDF programs run these: scripts, launches, files inside the file, forms that send.
ACTIVE_PDF = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFile|EmbeddedFiles|RichMedia|XFA|SubmitForm|ImportData|AA)\b"
)
# What a browser that guesses would take for a page, wherever it begins.
MARKUP = re.compile(rb"(?i)<(!doctype|html|svg|script|iframe|body|head|\?xml|math|object|embed)\b")
DEVICES = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])$")
NOT_IN_NAME = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|'`;%&$#{}\[\]^~=]")


class Unfit(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    UNKNOWN_TYPE = "unknown_type"
    ACTIVE = "active"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"


class AttachmentRefused(Exception):
    """A file that is not taken, with why."""

    def __init__(self, why: Unfit):
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Harmless:
    """A file as it is kept: pictures drawn anew, office files without their author."""

    name: str
    kind: str
    content: bytes

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind]


def made_harmless(name: str, content: bytes) -> Harmless:
    """Tell what a file is by its content, and make it fit to be kept.

    :raises AttachmentRefused: if it is nothing that may be attached.
    """
    if not content:
        raise AttachmentRefused(Unfit.EMPTY)
    if len(content) > MOST_BYTES:
        raise AttachmentRefused(Unfit.TOO_BIG)
    kind = kind_of(content)
    if kind in PICTURES:
        content = _drawn_anew(content, kind)
    elif kind == "pdf":
        _check_pdf(content)
    else:
        content = _without_author(content)
    return Harmless(f"{_stem(name)}.{kind}", kind, content)


def kind_of(content: bytes) -> str:
    """Tell the kind of a file by what it begins with and what is in it.

    :raises AttachmentRefused: if it is none that is taken.
    """
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        # The old container: old office files with their macros, and encrypted new ones.
        raise AttachmentRefused(
            Unfit.ENCRYPTED if b"E\0n\0c\0r\0y\0p\0t" in content else Unfit.UNKNOWN_TYPE
        )
    guessed = filetype.guess(content[:8192])
    kind = guessed.extension if guessed else ""
    if kind not in {*PICTURES, "pdf"}:
        raise AttachmentRefused(
            Unfit.ACTIVE if MARKUP.search(content[:4096]) else Unfit.UNKNOWN_TYPE
        )
    return kind


def _office_kind(content: bytes) -> str:
    with _damage_refused(), zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
    names = {member.filename for member in members}
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNZIPPED:
        raise AttachmentRefused(Unfit.TOO_BIG)
    if any(member.flag_bits & 1 for member in members):
        raise AttachmentRefused(Unfit.ENCRYPTED)
    kinds = [kind for kind, part in MAIN_PARTS.items() if part in names]
    if len(kinds) != 1 or "[Content_Types].xml" not in names:
        raise AttachmentRefused(Unfit.UNKNOWN_TYPE)
    if any(ACTIVE_PARTS.search(name) or ".." in name for name in names):
        raise AttachmentRefused(Unfit.ACTIVE)
    return kinds[0]


def _without_author(content: bytes) -> bytes:
    """Pack an office file anew without what it says of its author, his firm and his template."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in dict.fromkeys(given.namelist()):
            with _damage_refused():
                made.writestr(name, BARE.get(name) or given.read(name))
    return buffer.getvalue()


def _check_pdf(content: bytes) -> None:
    if b"/Encrypt" in content:
        raise AttachmentRefused(Unfit.ENCRYPTED)
    if ACTIVE_PDF.search(_unescaped(content)):
        raise AttachmentRefused(Unfit.ACTIVE)
    if b"%%EOF" not in content[-2048:]:
        raise AttachmentRefused(Unfit.BROKEN)


def _unescaped(content: bytes) -> bytes:
    """Undo #xx in names: /J#61vaScript is /JavaScript to whoever opens the file."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), content)


def _drawn_anew(content: bytes, kind: str) -> bytes:
    """Draw a picture anew: what the camera wrote into it and what hangs on it stay behind."""
    from PIL import Image  # for the few who are sent pictures

    with warnings.catch_warnings(), _damage_refused():
        warnings.simplefilter("ignore")
        try:
            opened = Image.open(io.BytesIO(content), formats=[PICTURES[kind]])
        except Image.DecompressionBombError as error:
            raise AttachmentRefused(Unfit.TOO_MANY_PIXELS) from error
        with opened as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise AttachmentRefused(Unfit.TOO_MANY_PIXELS)
            upright = _upright(picture)
            colours = "RGB" if kind == "jpg" or "A" not in upright.getbands() else "RGBA"
            plain = upright.convert(colours)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    buffer = io.BytesIO()
    bare.save(buffer, format=PICTURES[kind], quality=QUALITY)
    return buffer.getvalue()


def _upright(picture: Any) -> Any:
    """Turn a picture as the camera was held; what is damaged there leaves it as it is."""
    from PIL import ImageOps

    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # whatever its readers raise of bytes that a camera or a line has spoilt
        return picture


@contextmanager
def _damage_refused() -> Iterator[None]:
    """Refuse a file in words whatever a library raises of the bytes in it."""
    try:
        yield
    except AttachmentRefused:
        raise
    except Exception as error:  # libraries raise whatever the readers within them raise
        raise AttachmentRefused(Unfit.BROKEN) from error


def _stem(name: str) -> str:
    """Make a name harmless everywhere; its endings go, for the content says what the file is."""
    text = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    text = "".join(sign for sign in text if unicodedata.category(sign) not in {"Cf", "Cs", "Co"})
    text = NOT_IN_NAME.sub("", text).strip(" .")
    while (shorter := re.sub(r"\.[A-Za-z0-9]{1,5}$", "", text)) != text:
        text = shorter.strip(" .")
    text = text.replace(".", "_").replace("\n", "")[:LONGEST_NAME].strip(" .-")
    return f"_{text}" if DEVICES.match(text) else text or "附件"
