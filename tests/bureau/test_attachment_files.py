"""Hostile files and hostile names: told by their content, drawn anew, or not taken."""

import io
import struct
import zipfile
import zlib
from contextlib import suppress
from functools import cache

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis.strategies import dictionaries, integers, sampled_from
from PIL import Image

from bureau.attachments import MOST_BYTES, AttachmentRefused, Unfit, made_harmless
from bureau.papers import Paper, write_pdf
from tests.factories import IN_TIME

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def picture(form="JPEG", size=(40, 30), mode="RGB", **options):
    buffer = io.BytesIO()
    Image.new(mode, size, "red").save(buffer, format=form, **options)
    return buffer.getvalue()


def photograph(form="JPEG"):
    """A photo as a telephone takes it: turned, and with the place in it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Canary Phone"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (35.0, 30.0, 12.0)
    return picture(form, exif=exif)


def huge_png():
    """A picture of 20,000 by 20,000 points in a few hundred bytes."""

    def chunk(name, content):
        crc = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + crc

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 60_001)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf(extra=b""):
    made = write_pdf(Paper(title="附件", body=("话",), issuer=""), at=IN_TIME)
    return made.replace(b"%%EOF", extra + b"\n%%EOF")


def word():
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    return buffer.getvalue()


def packed(method):
    """The least of an office file, packed in another way than usual."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name in ("[Content_Types].xml", "word/document.xml"):
            made.writestr(name, "<words/>" * 20)
    return buffer.getvalue()


def workbook():
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


def with_member(content, name, said=b"x"):
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, said)
    return buffer.getvalue()


def archive(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, said in members.items():
            made.writestr(name.replace("__", "."), said)
    return buffer.getvalue()


def bomb():
    return with_member(word(), "word/media/x.xml", b"\0" * 101_000_000)


TAKEN = {
    "a photo": (picture, "jpg"),
    "a drawing": (lambda: picture("PNG"), "png"),
    "a drawing one sees through": (lambda: picture("PNG", mode="RGBA"), "png"),
    "a drawing of few colours": (lambda: picture("PNG", mode="P"), "png"),
    "a printer's colours": (lambda: picture(mode="CMYK"), "jpg"),
    "a web picture": (lambda: picture("WEBP"), "webp"),
    "a paper": (pdf, "pdf"),
    "a document": (word, "docx"),
    "a workbook": (workbook, "xlsx"),
}
REFUSED = {
    "nothing": (lambda: b"", Unfit.EMPTY),
    "too much": (lambda: b"\xff\xd8\xff" + b"x" * MOST_BYTES, Unfit.TOO_BIG),
    "a drawing that runs": (lambda: SVG, Unfit.ACTIVE),
    "a drawing that runs, behind a comment": (lambda: b"<!-- x -->" + SVG, Unfit.ACTIVE),
    "a page": (lambda: b"<!DOCTYPE html><script>alert(1)</script>", Unfit.ACTIVE),
    "a page without a beginning": (lambda: b"  \n<script>alert(1)</script>", Unfit.ACTIVE),
    "a page that calls itself a picture": (lambda: b"GIF89a/*<svg>*/=1", Unfit.ACTIVE),
    "a moving picture": (lambda: picture("GIF"), Unfit.UNKNOWN_TYPE),
    "a picture nobody sends": (lambda: picture("TIFF"), Unfit.UNKNOWN_TYPE),
    "a Windows program": (lambda: b"MZ\x90\0" + b"\0" * 100, Unfit.UNKNOWN_TYPE),
    "a Linux program": (lambda: b"\x7fELF" + b"\0" * 100, Unfit.UNKNOWN_TYPE),
    "a script": (lambda: b"#!/bin/sh\nrm -rf /", Unfit.UNKNOWN_TYPE),
    "words": (lambda: "只是文字".encode(), Unfit.UNKNOWN_TYPE),
    "the test virus": (lambda: EICAR, Unfit.UNKNOWN_TYPE),
    "the test virus in an archive": (lambda: archive(eicar__com=EICAR), Unfit.UNKNOWN_TYPE),
    "an archive": (lambda: archive(a__txt="x"), Unfit.UNKNOWN_TYPE),
    "half an archive": (lambda: word()[:200], Unfit.BROKEN),
    "an archive that swells": (bomb, Unfit.TOO_BIG),
    "an archive of 3,000 files": (
        lambda: archive(**{f"f{n}": "" for n in range(3000)}), Unfit.TOO_BIG,
    ),
    "two documents in one": (
        lambda: with_member(word(), "xl/workbook.xml"), Unfit.UNKNOWN_TYPE,
    ),
    "a document with macros": (lambda: with_member(word(), "word/vbaProject.bin"), Unfit.ACTIVE),
    "a document with a program in it": (
        lambda: with_member(word(), "word/embeddings/oleObject1.bin"), Unfit.ACTIVE,
    ),
    "a workbook that fetches": (
        lambda: with_member(workbook(), "xl/externalLinks/externalLink1.xml"), Unfit.ACTIVE,
    ),
    "a document that climbs": (lambda: with_member(word(), "../../etc/passwd"), Unfit.ACTIVE),
    "an old document": (lambda: OLD + b"\0" * 600, Unfit.UNKNOWN_TYPE),
    "a document under lock": (
        lambda: OLD + "EncryptedPackage".encode("utf-16-le"),
        Unfit.ENCRYPTED,
    ),
    "a paper that runs": (lambda: pdf(b"/OpenAction << /S /JavaScript >>"), Unfit.ACTIVE),
    "a paper that runs, in disguise": (lambda: pdf(b"/S /J#61vaScript"), Unfit.ACTIVE),
    "a paper that starts programs": (lambda: pdf(b"/S /Launch"), Unfit.ACTIVE),
    "a paper with files in it": (lambda: pdf(b"/EmbeddedFiles 1 0 R"), Unfit.ACTIVE),
    "a paper under lock": (lambda: pdf(b"/Encrypt 1 0 R"), Unfit.ENCRYPTED),
    "half a paper": (lambda: pdf()[:-3000], Unfit.BROKEN),
    "a picture of 400 million points": (huge_png, Unfit.TOO_MANY_PIXELS),
    "half a photo": (lambda: picture(size=(900, 900))[:600], Unfit.BROKEN),
    "the head of a photo": (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 50, Unfit.BROKEN),
}  # fmt: skip


@pytest.mark.parametrize(("make", "kind"), TAKEN.values(), ids=TAKEN)
def test_what_an_office_really_sends_is_taken(make, kind):
    made = made_harmless("证明.jpg", make())

    assert (made.kind, made.name) == (kind, f"证明.{kind}")


@pytest.mark.parametrize(("make", "why"), REFUSED.values(), ids=REFUSED)
def test_what_could_do_harm_is_not_taken(make, why):
    with pytest.raises(AttachmentRefused) as refused:
        made_harmless("证明.jpg", make())

    assert refused.value.why == why


SPOILT = {
    "a photo": photograph,
    "a photo of another kind": lambda: photograph("WEBP"),
    "a screenshot": lambda: picture("PNG"),
    "a document": lambda: packed(zipfile.ZIP_LZMA),
}


@pytest.mark.parametrize(
    ("place", "byte"), [(-11, 0), (-9, 11), (45, 0), (45, 2), (57, 3), (59, 7)]
)
def test_a_photo_whose_camera_wrote_nonsense_into_it_is_taken_as_it_lies(place, byte):
    content = bytearray(photograph())
    content[content.index(b"\x01\x12\0\x03") + place] = byte

    made = made_harmless("证明.jpg", bytes(content))

    assert Image.open(io.BytesIO(made.content)).size == (40, 30)


@cache
def whole(name):
    return SPOILT[name]()


@given(
    sampled_from(sorted(SPOILT)),
    dictionaries(integers(0, 10_000), integers(0, 255), min_size=1, max_size=4),
)
def test_whatever_a_line_spoils_a_file_is_taken_or_refused_in_words(name, spoilt):
    content = bytearray(whole(name))
    for at, byte in spoilt.items():
        content[at % len(content)] = byte

    with suppress(AttachmentRefused):
        assert made_harmless("证明.jpg", bytes(content)).content


def test_a_document_packed_in_a_way_that_is_damaged_is_refused_in_words():
    whole = packed(zipfile.ZIP_LZMA)
    at = whole.index(b"word/document.xml") + len("word/document.xml") + 4
    assert made_harmless("证明.docx", whole).kind == "docx"

    with pytest.raises(AttachmentRefused) as refused:
        made_harmless("证明.docx", whole[:at] + b"\xff" * 5 + whole[at + 5 :])

    assert refused.value.why == Unfit.BROKEN


def test_a_photo_leaves_its_place_and_its_telephone_behind_and_stands_upright():
    taken = photograph()
    assert b"Canary Phone" in taken

    made = made_harmless("现场.jpg", taken)

    kept = Image.open(io.BytesIO(made.content))
    assert b"Canary" not in made.content
    assert not kept.getexif()
    assert kept.size == (30, 40)


def test_what_hangs_on_a_picture_stays_behind():
    made = made_harmless("x.png", picture("PNG") + b"<script>alert(1)</script>" + archive(a="x"))

    assert b"<script" not in made.content
    assert b"PK\x03\x04" not in made.content


def test_a_picture_says_nothing_in_its_comments():
    buffer = io.BytesIO()
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Comment", "Canary")
    Image.new("RGB", (9, 9)).save(buffer, format="PNG", pnginfo=notes)

    assert b"Canary" not in made_harmless("x", buffer.getvalue()).content


def test_a_document_does_not_say_who_wrote_it():
    given = docx.Document()
    given.core_properties.author = given.core_properties.last_modified_by = "Canary"
    given.add_paragraph("情况说明")
    buffer = io.BytesIO()
    given.save(buffer)

    made = made_harmless("说明.docx", buffer.getvalue())

    kept = docx.Document(io.BytesIO(made.content))
    assert kept.paragraphs[0].text == "情况说明"
    assert kept.core_properties.author == ""
    assert b"Canary" not in b"".join(
        zipfile.ZipFile(io.BytesIO(made.content)).read(name)
        for name in zipfile.ZipFile(io.BytesIO(made.content)).namelist()
    )


NAMES = {
    "../../etc/passwd": "passwd.jpg",
    "/abs/olute.png": "olute.jpg",
    "C:\\Windows\\system32\\calc.exe": "calc.jpg",
    "证明.jpg": "证明.jpg",
    "证明.pdf.exe": "证明.jpg",
    "shell.php.jpg": "shell.jpg",
    "a.tar.gz": "a.jpg",
    "photo.JPG ": "photo.jpg",
    "nul\x00byte.jpg": "nulbyte.jpg",
    "\u202egpj.exe": "gpj.jpg",
    "CON": "_CON.jpg",
    "com1.txt": "_com1.jpg",
    "": "附件.jpg",
    ".": "附件.jpg",
    "..": "附件.jpg",
    ".htaccess": "htaccess.jpg",
    "a\r\nSet-Cookie: x=1.jpg": "aSet-Cookie x1.jpg",
    'say "hi".jpg': "say hi.jpg",
    "<svg onload=1>.jpg": "svg onload1.jpg",
    "😀笑脸.jpg": "😀笑脸.jpg",
    "长" * 300 + ".jpg": "长" * 80 + ".jpg",
    "第1.2版 说明.jpg": "第1_2版 说明.jpg",
    "zero\u200bwidth.jpg": "zerowidth.jpg",
    "e\u0301.jpg": "é.jpg",
    "-rf.jpg": "rf.jpg",
}


@pytest.mark.parametrize(("given", "kept"), NAMES.items(), ids=map(ascii, NAMES))
def test_a_name_is_made_harmless_and_ends_as_its_content_says(given, kept):
    assert made_harmless(given, picture()).name == kept
