"""A paper as an editable document, in the layout of GB/T 9704."""

import io
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from bureau.papers.paper import DRAFT, Paper, PaperTable
from bureau.signs import readable

FANG, HEI, KAI, SONG, BIAOSONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体", "方正小标宋简体"
OFFICIAL_RED = RGBColor(0xD7, 0x00, 0x0F)
# 22 lines of 28 signs: pitch in twentieths of a point, tracking in 4096ths of one.
GRID = {"type": "linesAndChars", "linePitch": "579", "charSpace": "-846"}
# From line to line, in points.
PITCH = 28.95
SLOTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
NUMERALS = "一二三四五六七八九十"
WATERMARK = (
    '<w:pict {w} xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office">'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t"/><v:textpath on="t"/></v:shapetype>'
    '<v:shape id="draft" type="#_x0000_t136" fillcolor="#d9d9d9" stroked="f"'
    ' style="position:absolute;width:300pt;height:150pt;rotation:315;z-index:-1;'
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin">'
    '<v:textpath style="font-family:宋体;font-size:1pt" string="{text}"/></v:shape></w:pict>'
)


def write(paper: Paper, *, draft: bool) -> bytes:
    """Write a paper as .docx."""
    file = docx.Document()
    _set_page(file)
    if draft:
        _mark(file)
    _begin(file, paper)
    _line(file, paper.title, face=BIAOSONG, size=22, align=WD_ALIGN_PARAGRAPH.CENTER, pitch=32)
    _line(file, "")
    _text(file, paper)
    for table in paper.tables:
        if not table.apart:
            _table(file, table)
    _signature(file, paper, draft=draft)
    apart = [table for table in paper.tables if table.apart]
    for number, table in enumerate(apart, start=1):
        file.add_section(WD_SECTION.NEW_PAGE)
        _line(file, f"附件{number}" if len(apart) > 1 else "附件", face=HEI)
        _line(file, table.caption, face=BIAOSONG, size=18, align=WD_ALIGN_PARAGRAPH.CENTER)
        _table(file, table)
    if paper.masthead and not paper.letter:
        _imprint(file, paper)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _set_page(file: Any) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    for name, value in GRID.items():
        grid.set(qn(f"w:{name}"), value)
    file.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _page_number(footer: Any, align: Any) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    indent = paragraph.paragraph_format
    indent.left_indent = indent.right_indent = Pt(14)
    _run(paragraph, "— ", face=SONG, size=14)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    _run(paragraph, " —", face=SONG, size=14)


def _mark(file: Any) -> None:
    section = file.sections[0]
    for header in (section.header, section.even_page_header):
        run = header.paragraphs[0].add_run()
        run._r.append(parse_xml(WATERMARK.format(w=nsdecls("w"), text=DRAFT)))


def _begin(file: Any, paper: Paper) -> None:
    if paper.letter:
        _letterhead(file, paper)
    elif paper.masthead:
        _head(file, paper)
    elif paper.number:
        _line(file, paper.number, align=WD_ALIGN_PARAGRAPH.RIGHT)


def _head(file: Any, paper: Paper) -> None:
    centre = WD_ALIGN_PARAGRAPH.CENTER
    _line(file, paper.masthead, face=BIAOSONG, size=44, align=centre, pitch=64, red=True)
    _line(file, "")
    number = _line(file, paper.number, align=centre)
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="12" w:space="8" w:color="D7000F"/>'
        "</w:pBdr>"
    )
    number._p.get_or_add_pPr().append(border)
    _line(file, "")


def _letterhead(file: Any, paper: Paper) -> None:
    """Set a letter's head and its double rules where they stand on the page, as a letter has them.

    On its first page there is no number.
    """
    section = file.sections[0]
    section.different_first_page_header_footer = True
    _framed(file, paper.masthead, rule="thickThinSmallGap", below=30, size=34)
    foot = section.first_page_footer
    _framed(foot, "", rule="thinThickSmallGap", below=276, size=2)
    _line(file, "")
    _line(file, paper.number, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _line(file, "")


def _framed(place: Any, said: str, *, rule: str, below: int, size: float) -> None:
    """Set a line with a red double rule under it so many millimetres from the top edge."""
    line = _line(place, said, face=BIAOSONG, size=size, align=WD_ALIGN_PARAGRAPH.CENTER,
                 pitch=size + 6, red=True)  # fmt: skip
    frame = parse_xml(
        f'<w:framePr {nsdecls("w")} w:w="{_twips(170)}" w:wrap="around" w:vAnchor="page"'
        f' w:hAnchor="page" w:x="{_twips(20)}" w:y="{_twips(below)}"/>'
    )
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="{rule}" w:sz="24" w:space="4"'
        ' w:color="D7000F"/></w:pBdr>'
    )
    given = line._p.get_or_add_pPr()
    given.insert(0, frame)
    given.insert(1, border)


def _twips(millimetres: int) -> int:
    return round(millimetres * 1440 / 25.4)


def _text(file: Any, paper: Paper) -> None:
    if paper.addressees:
        _line(file, f"{paper.addressees}：")
    for place, said in enumerate(paper.body):
        face = _face_of(said)
        line = _line(file, said, face=face, indent=2)
        line.paragraph_format.keep_with_next = face != FANG
        # An official paper keeps to the grid of lines; in a report headings are set apart.
        if face == HEI and place and not paper.masthead:
            line.paragraph_format.space_before = Pt(PITCH / 2)
    for number, name in enumerate(paper.attachments, start=1):
        lead = "附件：" if number == 1 else ""
        numbered = f"{number}．" if len(paper.attachments) > 1 else ""
        _line(file, f"{lead}{numbered}{name}", indent=2 if number == 1 else 5)


def _face_of(said: str) -> str:
    """Set headings of the first level in 黑体, of the second in 楷体, all else in 仿宋."""
    bare = said.lstrip(NUMERALS)
    if bare != said and bare.startswith("、"):
        return HEI
    return KAI if said.startswith(tuple(f"（{one}" for one in NUMERALS)) else FANG


def _signature(file: Any, paper: Paper, *, draft: bool) -> None:
    """Sign at the end of the text; a note (附注) stands in brackets below the day."""
    if paper.issuer:
        _sign(file, paper, draft=draft)
    if paper.note:
        _line(file, f"（{paper.note}）", indent=2)


def _sign(file: Any, paper: Paper, *, draft: bool) -> None:
    _line(file, "")
    seal = ["（加盖公章）"] if draft and paper.masthead else []
    for said in [*seal, paper.issuer, paper.dated]:
        line = _line(file, said, align=WD_ALIGN_PARAGRAPH.RIGHT)
        line.paragraph_format.right_indent = Pt(4 * 16)
        line.paragraph_format.keep_with_next = said != paper.dated


def _imprint(file: Any, paper: Paper) -> None:
    _line(file, "")
    copies = f"抄送：{paper.copies}。" if paper.copies else ""
    printed = f"{paper.office}    {paper.dated}印发" if paper.dated else paper.office
    for said in filter(None, [copies, printed]):
        line = _line(file, said, size=14)
        border = (
            f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="8" w:space="1"/>'
            '<w:bottom w:val="single" w:sz="8" w:space="1"/></w:pBdr>'
        )
        line._p.get_or_add_pPr().append(parse_xml(border))


def _table(file: Any, table: PaperTable) -> None:
    rows = [table.headings, *table.rows] if table.headings else list(table.rows)
    made = file.add_table(rows=0, cols=len(table.widths), style="Table Grid")
    for number, row in enumerate(rows):
        cells = made.add_row().cells
        for cell, said, share in zip(cells, row, table.widths, strict=True):
            cell.width = Mm(156 * share / sum(table.widths))
            is_head = bool(table.headings) and number == 0
            _run(cell.paragraphs[0], said, face=HEI if is_head else FANG, size=10.5)
    if table.headings:
        # The row of headings comes again on every page.
        made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _line(
    file: Any,
    said: str,
    *,
    face: str = FANG,
    size: float = 16,
    align: Any = None,
    indent: int = 0,
    pitch: float = PITCH,
    red: bool = False,
) -> Any:
    paragraph = file.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    form.first_line_indent = Pt(indent * 16) if indent else None
    paragraph.alignment = align
    _run(paragraph, said, face=face, size=size, red=red)
    return paragraph


def _run(paragraph: Any, said: str, *, face: str, size: float, red: bool = False) -> None:
    # A paper is not lost to a sign that somebody pasted: XML would refuse the whole of it.
    run = paragraph.add_run(readable(said))
    run.font.size = Pt(size)
    if red:
        run.font.color.rgb = OFFICIAL_RED
    faces = run._element.get_or_add_rPr().get_or_add_rFonts()
    for slot in SLOTS:
        # With a slot left out the reader's program picks a face of its own.
        faces.set(qn(slot), face)
