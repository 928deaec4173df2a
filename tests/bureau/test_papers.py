"""Official papers: the layout measured on the page, data that stays data, one source for both."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import pytest
import typst
from docx.oxml.ns import qn
from PIL import Image

from bureau.papers import (
    Paper,
    PaperTable,
    fonts,
    page_pictures,
    substitutes,
    write_docx,
    write_pdf,
)
from bureau.papers.pdf import setting, source
from tests.payloads import PAYLOADS

AT = datetime(2026, 11, 21, 2, tzinfo=UTC)
PPI = 144
PER_MM = PPI / 25.4
TABLE = PaperTable(
    ("机构", "应访"), (("县人民医院", "120"), ("城关镇卫生院", "—")), (4, 2), "各机构情况", True
)
NOTICE = Paper(
    title="关于2026年10月出院患者随访登记表报送情况的通报",
    masthead="安和县卫生健康局文件",
    number="安卫通〔2026〕12号",
    addressees="各乡镇卫生院，县直各医疗卫生单位",
    body=("一、报送情况", "应报21家。", "（一）按时", "18家。"),
    issuer="安和县卫生健康局",
    dated="2026年11月21日",
    tables=(TABLE,),
    attachments=("各机构情况",),
    copies="县政府办公室",
    office="安和县卫生健康局办公室",
)
FULL = Paper(title="", body=("国" * (28 * 22 * 2),), issuer="")


def drawn(paper, **options):
    pictures = page_pictures(paper, ppi=PPI, **options)
    return [Image.open(io.BytesIO(one)).convert("RGB") for one in pictures]


def ink(picture, box=None):
    """Return where anything dark stands, as left, top, right, bottom in millimetres."""
    grey = picture.convert("L").point(lambda light: 255 if light < 128 else 0)
    left, top, right, bottom = (grey.crop(box) if box else grey).getbbox()
    return [round(edge / PER_MM, 2) for edge in (left, top, right, bottom)]


def runs(picture, *, rows):
    """Count the separate bands of ink, from top to bottom or from left to right."""
    grey = picture.convert("L").point(lambda light: 255 if light < 128 else 0)
    length, across = (grey.height, grey.width) if rows else (grey.width, grey.height)
    box = (lambda at: (0, at, across, at + 1)) if rows else (lambda at: (at, 0, at + 1, across))
    dark = [grey.crop(box(at)).getbbox() is not None for at in range(length)]
    return sum(now and not before for before, now in zip([False, *dark], dark, strict=False))


@pytest.fixture(scope="module")
def full_page():
    # The second page: all text, no title above it.
    return drawn(FULL)[1]


def text_area(page):
    bottom = int((297 - 35 + 1) * PER_MM)
    return page.crop((0, 0, page.width, bottom))


def test_the_page_is_a4_with_the_margins_of_the_standard(full_page):
    left, top, right, bottom = ink(text_area(full_page))

    assert [round(side / PER_MM) for side in full_page.size] == [210, 297]
    assert left == pytest.approx(28, abs=1)
    assert right == pytest.approx(210 - 26, abs=1)
    assert top == pytest.approx(37, abs=1)
    assert bottom <= 297 - 35 + 1


def test_a_full_page_holds_22_lines_of_28_signs(full_page):
    area = text_area(full_page)
    assert runs(area, rows=True) == 22

    top = int(37 * PER_MM)
    line = area.crop((0, top, area.width, top + int(5.5 * PER_MM)))
    assert runs(line, rows=False) == 28


@pytest.mark.long
def test_odd_pages_are_numbered_on_the_right_and_even_ones_on_the_left():
    first, second = drawn(FULL)[:2]
    foot = (0, int((297 - 34) * PER_MM), int(210 * PER_MM), int(297 * PER_MM))

    assert ink(first, foot)[0] > 105
    assert ink(second, foot)[2] < 105


@pytest.mark.long
def test_the_head_is_red_and_a_slip_has_none():
    def reds(paper):
        [page, *_more] = drawn(paper)
        return sum(
            1
            for red, green, blue in page.get_flattened_data()
            if red > 180 and green < 40 and blue < 60
        )

    assert reds(NOTICE) > 1000
    assert reds(replace(NOTICE, masthead="")) == 0


@pytest.mark.long
def test_a_draft_says_so_on_every_page_and_a_signed_paper_does_not():
    def greys(page):
        return sum(1 for one in page.convert("L").get_flattened_data() if 200 < one < 240)

    plain, marked = drawn(NOTICE), drawn(NOTICE, draft=True)

    assert len(plain) == len(marked) >= 2
    for clean, draft in zip(plain, marked, strict=True):
        assert greys(draft) > greys(clean) + 5000


# --- Data stays data -------------------------------------------------------------------------

HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.2.0"',
    '#include "paper.typ"',
    '#image("http://127.0.0.1:1/x.png")',
    "*粗* _斜_ $x^2$ @ref <label> ~ -- ...",
    "\\ // 注释 /* x */ `raw` #sys.inputs",
    "= 标题",
    ']#eval("1+1")[',
    "https://example.org/",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_word_of_a_paper_is_read_as_markup(text):
    paper = replace(NOTICE, body=(text,), title=text, addressees=text, issuer=text)

    said = json.loads(typst.query(*source(), "<said>", **setting(paper)))

    assert [(one["body"]["func"], one["body"]["text"]) for one in said] == [("text", text)]
    assert write_pdf(paper, at=AT).startswith(b"%PDF")


def test_the_layout_reaches_no_file_outside_its_folder():
    with pytest.raises(typst.TypstError):
        typst.compile(b'#read("/etc/passwd")', **setting(NOTICE))
    with pytest.raises(typst.TypstError):
        typst.compile(b'#read("../paper.py")', **setting(NOTICE))


def test_the_same_paper_at_the_same_instant_is_the_same_file():
    assert write_pdf(NOTICE, at=AT) == write_pdf(NOTICE, at=AT)


def test_a_paper_kept_as_values_is_the_same_paper():
    kept = json.loads(json.dumps(NOTICE.as_values()))

    assert Paper.read(kept) == NOTICE
    assert Paper.read(kept).fingerprint == NOTICE.fingerprint
    assert replace(NOTICE, body=("改",)).fingerprint != NOTICE.fingerprint
    assert NOTICE.issued(number="安卫通〔2026〕1号", on=date(2026, 1, 3)).dated == "2026年1月3日"


def test_what_stands_in_for_the_standards_faces_is_told(settings, tmp_path):
    assert substitutes()["仿宋"] == "Noto Serif SC"

    settings.FONT_DIRS = [str(tmp_path)]
    assert fonts.chosen()["fang"] == ["Noto Serif SC", "Noto Serif SC", "Noto Sans SC"]


# --- The document ------------------------------------------------------------------------------


def opened(paper, **options):
    return docx.Document(io.BytesIO(write_docx(paper, **options)))


def test_the_document_says_what_the_paper_says_in_its_order():
    said = [paragraph.text for paragraph in opened(NOTICE).paragraphs if paragraph.text]

    assert said[:8] == [
        "安和县卫生健康局文件",
        "安卫通〔2026〕12号",
        NOTICE.title,
        "各乡镇卫生院，县直各医疗卫生单位：",
        *NOTICE.body,
    ]
    assert said[8:11] == ["附件：各机构情况", "安和县卫生健康局", "2026年11月21日"]
    assert said[11:13] == ["附件", "各机构情况"]
    [table] = opened(NOTICE).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["机构", "应访"], ["县人民医院", "120"], ["城关镇卫生院", "—"],
    ]  # fmt: skip


def test_the_document_has_the_standards_page_and_grid():
    [section, *_more] = opened(NOTICE).sections
    edges = [
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin,
    ]  # fmt: skip

    assert [round(edge.mm) for edge in edges] == [37, 35, 28, 26]
    assert [round(section.page_width.mm), round(section.page_height.mm)] == [210, 297]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert {name: grid.get(qn(f"w:{name}")) for name in ("linePitch", "charSpace")} == {
        "linePitch": "579",
        "charSpace": "-846",
    }


def test_every_run_of_the_document_names_its_face_in_all_four_slots():
    slots = {qn(f"w:{name}") for name in ("ascii", "hAnsi", "eastAsia", "cs")}
    for paragraph in opened(NOTICE).paragraphs:
        for run in paragraph.runs:
            assert slots <= set(run._element.rPr.rFonts.attrib), run.text


def test_a_heading_stays_with_what_it_heads_and_is_set_apart_in_a_report_alone():
    report = replace(NOTICE, masthead="", body=(*NOTICE.body, "二、随访情况", "全县出院9人。"))

    def headed(paper):
        said = [one for one in opened(paper).paragraphs if one.text in report.body]
        forms = {one.text: one.paragraph_format for one in said}
        return {text: (one.keep_with_next, one.space_before.pt) for text, one in forms.items()}

    found = headed(report)
    assert [found[text] for text in report.body[:4]] == [
        (True, 0), (False, 0), (True, 0), (False, 0),
    ]  # fmt: skip
    assert found["二、随访情况"] == (True, pytest.approx(14.475, abs=0.1))
    assert {apart for _kept, apart in headed(replace(report, masthead="a")).values()} == {0}


@pytest.mark.long
def test_a_heading_of_a_report_is_set_apart_on_its_page_and_never_left_at_the_foot():
    body = ("话。", "二、随访情况", "全县出院9人。")
    plain = Paper(title="题", body=("话。", "话。", "话。"), issuer="")
    upright = (0, 0, int(210 * PER_MM), int(250 * PER_MM))
    [flat], [apart] = drawn(plain), drawn(replace(plain, body=body))
    assert ink(apart, upright)[3] - ink(flat, upright)[3] == pytest.approx(5.1, abs=0.5)
    on_grid = drawn(replace(plain, masthead="a", body=body))[0]
    flat_there = drawn(replace(plain, masthead="a"))[0]
    assert ink(on_grid, upright)[3] == pytest.approx(ink(flat_there, upright)[3], abs=0.5)

    for lines in range(16, 22):
        pages = drawn(replace(plain, body=(*["话。"] * lines, *body[1:])))
        _left, top, _right, bottom = ink(pages[-1], upright)
        # Where it begins a page, it went over with what it heads: both lines stand there.
        assert len(pages) == 1 or bottom - top > 10


def test_only_the_draft_carries_the_word_behind_its_pages():
    def headers(content):
        archive = zipfile.ZipFile(io.BytesIO(content))
        names = [name for name in archive.namelist() if "header" in name]
        return "".join(archive.read(name).decode() for name in names)

    assert headers(write_docx(NOTICE, draft=True)).count('string="草稿"') == 2
    assert "草稿" not in headers(write_docx(NOTICE))


def test_a_note_stands_in_brackets_under_the_day_in_both_forms():
    noted = replace(NOTICE, note="封账时操作记录链锚点：12-3f2a9c11", tables=())
    file = docx.Document(io.BytesIO(write_docx(noted)))
    said = [paragraph.text for paragraph in file.paragraphs]
    assert said[said.index(NOTICE.dated) + 1] == f"（{noted.note}）"

    plain = Paper(title="题", body=("一句话",), issuer="局", dated="2026年11月21日")
    [bare], [lower] = drawn(plain), drawn(replace(plain, note=noted.note))
    above_the_foot = (0, 0, bare.width, int(250 * PER_MM))
    assert ink(lower, above_the_foot)[3] > ink(bare, above_the_foot)[3] + 8


def test_a_paper_without_a_note_has_the_fingerprint_it_had_before_there_were_notes():
    assert "note" not in NOTICE.as_values()
    noted = replace(NOTICE, note="附注")
    assert noted.fingerprint != NOTICE.fingerprint
    assert [Paper.read(one.as_values()) for one in (NOTICE, noted)] == [NOTICE, noted]


@pytest.mark.parametrize("said", PAYLOADS.values(), ids=PAYLOADS)
def test_a_paper_can_be_written_whatever_somebody_pasted_into_it(said):
    pasted = replace(NOTICE, title=said[:100], body=(said,), tables=(), copies=said)

    assert docx.Document(io.BytesIO(write_docx(pasted, draft=True))).paragraphs
    assert write_pdf(pasted, at=AT).startswith(b"%PDF")


@pytest.mark.long
def test_a_letter_stands_between_double_rules_and_its_first_page_has_no_number():
    letter = replace(NOTICE, masthead="安和县卫生健康局", tables=(), letter=True)
    [page] = drawn(letter)
    pixels = [
        (at % page.width, at // page.width)
        for at, (r, g, b) in enumerate(page.get_flattened_data())
        if r > 180 and g < 60 and b < 70
    ]
    across, down = [x for x, _y in pixels], [y for _x, y in pixels]
    assert (max(across) - min(across)) / PER_MM == pytest.approx(170, abs=1)
    assert min(down) / PER_MM == pytest.approx(30, abs=1)
    assert max(down) / PER_MM == pytest.approx(297 - 20, abs=1)
    # Nothing black stands below the text: no number of the page, no imprint.
    foot = page.convert("L").crop((0, int(263 * PER_MM), page.width, int(275 * PER_MM)))
    assert foot.getextrema()[0] > 128
    file = docx.Document(io.BytesIO(write_docx(letter)))
    framed = file.element.body.findall(f".//{qn('w:framePr')}")
    assert [one.get(qn("w:y")) for one in framed] == ["1701"]
    assert file.sections[0].different_first_page_header_footer
    assert "印发" not in "".join(one.text for one in file.paragraphs)
    assert Paper.read(letter.as_values()) == letter
    assert "letter" not in NOTICE.as_values()
