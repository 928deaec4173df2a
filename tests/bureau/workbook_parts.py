"""The members of a workbook, written by hand, so that tests can write them wrongly."""

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>'


def cell(reference: str, value: object, kind: str = "n", style: int = 0) -> str:
    return f'<c r="{reference}" s="{style}" t="{kind}"><v>{value}</v></c>'


def worksheet(rows: str = ROW, *, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def shared_strings(*texts: str) -> str:
    return f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>'


def styles(*formats: str) -> str:
    """Cell style 1 has the first format, and so on; style 0 has none."""
    numbers = "".join(
        f'<numFmt numFmtId="{at}" formatCode="{code}"/>' for at, code in enumerate(formats, 200)
    )
    used = "".join(f'<xf numFmtId="{at}" xfId="0"/>' for at in range(200, 200 + len(formats)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(formats)}">{numbers}</numFmts>'
        "<fonts><font/></fonts><fills><fill/><fill/></fills><borders><border/></borders>"
        '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0" xfId="0"/>{used}</cellXfs></styleSheet>'
    )


def parts(*sheets: str, properties: str = "", more: Mapping[str, str | bytes] = {}) -> dict:
    """Return the members of a workbook with these worksheets, named S1, S2 …"""
    sheets = sheets or (worksheet(),)
    numbers = range(1, len(sheets) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml"'
        f' ContentType="{OFFICE_TYPES}.worksheet+xml"/>'
        for n in numbers
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE_TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{OFFICE_TYPES}.styles+xml"/>'
            '<Override PartName="/xl/sharedStrings.xml"'
            f' ContentType="{OFFICE_TYPES}.sharedStrings+xml"/>{overrides}</Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
            f"<sheets>{listed}</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{relations}'
            f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>"
        ),
        "xl/styles.xml": styles(),
        "xl/sharedStrings.xml": shared_strings(),
        **{f"xl/worksheets/sheet{n}.xml": xml for n, xml in zip(numbers, sheets, strict=True)},
        **more,
    }


def zipped(members: Mapping[str, str | bytes], level: int = 1) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(*sheets: str, properties: str = "", **more: str | bytes) -> bytes:
    """Zip an honest workbook; `shared_strings` and `styles` replace those parts."""
    names = {"shared_strings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
    replaced = {names[name]: part for name, part in more.items()}
    return zipped(parts(*sheets, properties=properties, more=replaced))
