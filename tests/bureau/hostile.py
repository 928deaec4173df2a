"""Files that nobody should have to read, built in memory: each function returns the bytes of one.

`workbook()` is the honest minimum that most of them spoil in one place.
"""

import io
import struct
import zipfile
from collections.abc import Iterable

from tests.bureau.workbook_parts import (
    MAIN,
    OFFICE,
    OFFICE_TYPES,
    PACKAGE,
    ROW,
    cell,
    parts,
    shared_strings,
    styles,
    workbook,
    worksheet,
    zipped,
)

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _with(name: str, content: str | bytes = b"x") -> bytes:
    return zipped(parts(more={name: content}))


# Not a workbook at all


def empty() -> bytes:
    return b""


def noise() -> bytes:
    return bytes(range(256)) * 40


def picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + noise()


def pdf() -> bytes:
    return b"%PDF-1.7\n" + noise()


def csv_in_utf8() -> bytes:
    return "\ufeff姓名,住院号\r\n张三,ZY1\r\n".encode()


def csv_in_gb18030() -> bytes:
    return ("姓名,住院号\r\n" + "张三丰,ZY1\r\n" * 900).encode("gb18030")


def csv_in_utf16() -> bytes:
    return "姓名\t住院号\r\n".encode("utf-16")


def web_page() -> bytes:
    return "<html><body><table><tr><td>姓名</td></tr></table></body></html>".encode("gb18030")


def xml_of_excel_2003() -> bytes:
    return (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
    )


def archived_web_page() -> bytes:
    return b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n"


def zip_of_a_workbook() -> bytes:
    return zipped({"10月.xlsx": workbook()})


def empty_zip() -> bytes:
    return zipped({})


def rar() -> bytes:
    return b"Rar!\x1a\x07\x01\x00" + noise()


def word_document() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})


def open_document() -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": "<x/>"})


def binary_workbook() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": noise()})


def _compound(stream: str) -> bytes:
    return COMPOUND_FILE + bytes(1016) + stream.encode("utf-16-le") + bytes(1000)


def encrypted() -> bytes:
    return _compound("EncryptedPackage")


def old_workbook() -> bytes:
    return _compound("Workbook")


def workbook_before_compound_files() -> bytes:
    return b"\x09\x08\x08\x00\x00\x05\x10\x00" + noise()


def old_document() -> bytes:
    return _compound("WordDocument")


def other_compound_file() -> bytes:
    return _compound("__properties_version1.0")


def with_macros() -> bytes:
    return _with("xl/vbaProject.bin")


def declared_with_macros() -> bytes:
    members = parts()
    kind = f"{OFFICE_TYPES}.sheet.main+xml"
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        kind, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    return zipped(members)


def with_macro_sheet() -> bytes:
    return _with("xl/macrosheets/sheet1.xml")


# The container lies


def truncated() -> bytes:
    content = workbook()
    return content[: len(content) // 2]


def bad_checksum() -> bytes:
    return _patched(lambda info: info.update(crc=info["crc"] ^ 1))


def bad_length() -> bytes:
    return _patched(lambda info: info.update(length=info["length"] + 1))


def flagged_as_encrypted() -> bytes:
    return _patched(lambda info: info.update(flags=info["flags"] | 1))


def understated_bomb() -> bytes:
    """A sheet of 100 MB that the directory gives as one of 1,000 bytes."""
    content = workbook(worksheet(before=" " * 100_000_000))
    return _patched(lambda info: info.update(length=1000), content)


def bad_deflate() -> bytes:
    content = bytearray(workbook())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    start = info.header_offset + 30 + len(info.filename)
    content[start : start + 20] = b"\xff" * 20
    return bytes(content)


def _patched(change, content: bytes = b"", name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Change what the directory says of a member."""
    data = bytearray(content or workbook())
    name_at = data.rindex(name.encode())  # the last one is the directory's
    at = name_at - 46
    info = {
        "flags": struct.unpack_from("<H", data, at + 8)[0],
        "crc": struct.unpack_from("<L", data, at + 16)[0],
        "length": struct.unpack_from("<L", data, at + 24)[0],
    }
    change(info)
    struct.pack_into("<H", data, at + 8, info["flags"])
    struct.pack_into("<L", data, at + 16, info["crc"])
    struct.pack_into("<L", data, at + 24, info["length"])
    return bytes(data)


def bomb() -> bytes:
    return workbook(worksheet(before=" " * 150_000_000))


def too_much_unpacked() -> bytes:
    """Members that are each too small to look like a bomb, 201 MB together."""
    blocks = {f"xl/media/image{n}.png": b"\x89PNG" + bytes(6_700_000) for n in range(30)}
    return zipped(parts(more=blocks))


def many_members() -> bytes:
    return zipped(parts(more={f"xl/media/{n}.png": b"x" for n in range(3_000)}))


def nested_zip() -> bytes:
    return _with("xl/embeddings/Book1.xlsx", workbook())


def climbing_name() -> bytes:
    return _with("xl/../../../etc/cron.d/x")


def absolute_name() -> bytes:
    return _with("/etc/cron.d/x")


def windows_name() -> bytes:
    return _with("xl\\worksheets\\..\\x")


def name_with_nul() -> bytes:
    return _with("xl/abc.xml").replace(b"xl/abc.xml", b"xl/a\x00c.xml")


def name_twice() -> bytes:
    return _with("XL/Workbook.xml", "<workbook/>")


# The XML is a trap

BILLION_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def entity_bomb_in_sheet() -> bytes:
    return workbook(BILLION_LAUGHS + worksheet(f'<row r="1">{cell("A1", "&i;", "str")}</row>'))


def entity_bomb_in_texts() -> bytes:
    return workbook(shared_strings=BILLION_LAUGHS + shared_strings("&i;"))


def entity_bomb_in_workbook() -> bytes:
    members = parts()
    members["xl/workbook.xml"] = BILLION_LAUGHS + members["xl/workbook.xml"]
    return zipped(members)


def external_entity() -> bytes:
    trap = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return workbook(trap + worksheet(f'<row r="1">{cell("A1", "&f;", "str")}</row>'))


def sheet_in_utf16() -> bytes:
    """Every tag is hidden from a search for bytes; calamine sees an empty sheet."""
    sheet = worksheet(f'<row r="1">{cell("A1", 1)}</row>')
    text = '<?xml version="1.0" encoding="UTF-16"?>' + sheet
    return zipped(parts(more={"xl/worksheets/sheet1.xml": text.encode("utf-16")}))


def cell_in_cdata() -> bytes:
    return workbook(worksheet(f'<row r="1">{cell("A1", "<![CDATA[张三]]>", "str")}</row>'))


def unclosed_xml() -> bytes:
    return workbook(f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>7')


def missing_sheet() -> bytes:
    members = parts()
    del members["xl/worksheets/sheet1.xml"]
    return zipped(members)


def deep_xml() -> bytes:
    members = parts()
    members["xl/workbook.xml"] = "<a>" * 300_000 + "</a>" * 300_000
    return zipped(members)


# Too much of everything


def sheets(number: int) -> bytes:
    return workbook(*[worksheet()] * number)


def rows(number: int, columns: Iterable[str] = "AB") -> bytes:
    """A heading and that many rows below it."""
    body = (
        f'<row r="{n}">{"".join(cell(f"{column}{n}", n) for column in columns)}</row>'
        for n in range(1, number + 2)
    )
    return workbook(worksheet("".join(body)))


def rows_without_numbers(number: int) -> bytes:
    return workbook(worksheet("<row><c><v>1</v></c></row>" * (number + 1)))


def columns(number: int, blanks: int = 0) -> bytes:
    filled, blank = "<c><v>1</v></c>" * number, '<c s="0"></c>' * blanks
    return workbook(worksheet(f"<row>{filled}{blank}</row>"))


def far_cell() -> bytes:
    rest = f'<row r="1048576">{cell("XFD1048576", 1)}</row>'
    return workbook(worksheet(ROW + rest))


def far_cell_in_another_order() -> bytes:
    rest = '<row r="9"><c s="0" r="XFD1048576"><v>1</v></c></row>'
    return workbook(worksheet(ROW + rest))


def far_cell_with_prefix() -> bytes:
    """The same in the other way to write a namespace, with the row unnumbered."""
    return workbook(
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row>'
        '<x:c s="0" r="A1"><x:v>1</x:v></x:c><x:c s="0" r="XFD1048576"><x:v>1</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )


def one_long_text(length: int) -> bytes:
    return workbook(
        worksheet(f'<row r="3">{cell("B3", 0, "s")}</row>'),
        shared_strings=shared_strings("长" * length),
    )


def many_texts(number: int) -> bytes:
    return workbook(shared_strings=shared_strings(*map(str, range(number))))


def one_text_in_many_cells(number: int) -> bytes:
    """32,000 characters shared by all cells: a small file, endless to whoever writes it out."""
    body = "".join(f'<row r="{n}">{cell(f"A{n}", 0, "s")}</row>' for n in range(1, number + 1))
    return workbook(worksheet(body), shared_strings=shared_strings("x" * 32_000))


def formatted_blanks(number: int) -> bytes:
    """Cells that hold nothing, written in an unusual order, so that each must be looked at."""
    body = "".join(f'<c s="0" r="A{n}"/>' for n in range(1, number + 1))
    return workbook(worksheet(f"{ROW}<row>{body}</row>"))


def many_styles() -> bytes:
    return workbook(styles=styles().replace("<cellXfs>", "<cellXfs>" + "<xf/>" * 100_001))


def endless_tag() -> bytes:
    return workbook(worksheet(f'<row r="1"><c r="A1" s="{"1" * 9_000_000}"/></row>'))


def slow_to_match() -> bytes:
    """Tags that almost look like cells, again and again."""
    return workbook(worksheet('<row r="1">' + "<c " + "\t" * 3_000_000 + "</row>" + ROW))


def impossible_time() -> bytes:
    """A telephone number in a cell formatted as hours."""
    sheet = worksheet(f'{ROW}<row r="2">{cell("A2", 13800138000, style=1)}</row>')
    return workbook(sheet, styles=styles("[h]:mm"))


def only_formats() -> bytes:
    return workbook(worksheet('<row r="1"><c r="A1" s="0"/></row><row r="900" s="0"/>'))


# Odd, but honest


def note_of_an_add_in() -> bytes:
    """A part that no reader of tables opens, in the encoding that add-ins like."""
    return _with(
        "customXml/item1.xml", '<?xml version="1.0" encoding="utf-16"?><x/>'.encode("utf-16")
    )


def false_dimension() -> bytes:
    """The sheet claims to fill every cell there is, and has one."""
    return workbook(worksheet(before='<dimension ref="A1:XFD1048576"/>'))


def external_link() -> bytes:
    """A formula looks into another file; its value of then is saved beside it."""
    sheet = worksheet('<row r="1"><c r="A1"><f>[1]S!A1</f><v>7</v></c></row>')
    members = parts(sheet)
    members["xl/externalLinks/externalLink1.xml"] = (
        f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="rId1">'
        '<sheetNames><sheetName val="S"/></sheetNames></externalBook></externalLink>'
    )
    members["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{OFFICE}/externalLinkPath" Target="http://192.0.2.1/other.xlsx"'
        ' TargetMode="External"/></Relationships>'
    )
    return zipped(_related(members, "externalLink", "externalLinks/externalLink1.xml"))


def exchange_link() -> bytes:
    """The old way to run a program from a formula, saved as an external link."""
    members = parts()
    members["xl/externalLinks/externalLink1.xml"] = (
        f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/>'
        "</externalLink>"
    )
    return zipped(_related(members, "externalLink", "externalLinks/externalLink1.xml"))


def _related(members: dict, kind: str, target: str) -> dict:
    """Name a further part in the workbook and its relations."""
    relation = f'<Relationship Id="x" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
    path, book = "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
    members[path] = members[path].replace("</Relationships>", relation)
    members[book] = members[book].replace(
        "</sheets>",
        '</sheets><externalReferences><externalReference r:id="x"/></externalReferences>',
    )
    return members
