"""The county report on a month's registers: figures in, workbook and document out.

An official paper of a Chinese office is written in Chinese whoever asks for it, so its words
stand here and not in the catalogue.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import docx
import xlsxwriter
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from followups.rules.register import Rates, Ratio, RegisterState

Figures = Mapping[str, Any]

STATE_WORDS = {
    RegisterState.NOT_DUE: "未到期",
    RegisterState.ON_TIME: "按时",
    RegisterState.LATE: "迟交",
    RegisterState.PARTIAL: "部分提交",
    RegisterState.MISSING: "未交",
    RegisterState.NIL: "零报告",
}
RATE_WORDS = {
    "followup": "随访率",
    "coverage": "覆盖率",
    "valid": "有效随访率",
    "timeliness": "及时率",
    "lost_rate": "失访率",
    "phone_validity": "电话有效率",
}
NUMBER_WORDS = {
    "discharged": "出院人数",
    "eligible": "应访人数",
    "attempted": "已尝试",
    "reached": "已访到",
    "timely": "及时访到",
    "lost": "失访",
    "bad_numbers": "空号错号",
}
HEADINGS = [
    "机构编码",
    "机构名称",
    "报送情况",
    "收到日期",
    *NUMBER_WORDS.values(),
    *RATE_WORDS.values(),
]
CHECK_HEADINGS = ["机构编码", "机构名称", "应查", "已查", "属实", "真实率"]


def percent(ratio: Ratio) -> str:
    return "—" if ratio.value is None else f"{ratio.value:.1%}"


def title(figures: Figures) -> str:
    month = date.fromisoformat(figures["month"])
    standing = "（暂报）" if is_provisional(figures) else ""
    return f"{month.year}年{month.month}月出院患者随访登记表报送情况{standing}"


def is_provisional(figures: Figures) -> bool:
    """Tell a report built before the month was over: it says as of which hour it stands."""
    return bool(figures.get("as_of"))


def as_of(figures: Figures) -> str:
    day = date.fromisoformat(figures["day" if is_provisional(figures) else "due_on"])
    return f"截至{day.year}年{day.month}月{day.day}日{figures.get('as_of') or '24时'}"


def state_words(line: Mapping[str, Any]) -> str:
    words = STATE_WORDS[RegisterState(line["state"])]
    return f"{words}{line['late_days']}天" if line["late_days"] else words


def _cells(line: Mapping[str, Any]) -> list[Any]:
    rates = Rates(**line["rates"])
    numbers = [line["rates"][name] for name in NUMBER_WORDS]
    shares = [getattr(rates, name).value for name in RATE_WORDS]
    return [
        line["code"], line["name"], state_words(line), line["arrived_on"], *numbers, *shares,
    ]  # fmt: skip


def report_workbook(figures: Figures, checks: Sequence[Sequence[Any]] = ()) -> bytes:
    """Write the report's table as a workbook; `checks` adds a sheet of spot-checks so far."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        # The same figures make the same file.
        book.set_properties({"created": date.fromisoformat(figures["day"])})
        formats = _Formats(book)
        sheet = book.add_worksheet("报送情况")
        sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, title(figures), formats.title)
        _table(sheet, 1, HEADINGS, [_cells(line) for line in figures["lines"]], formats)
        _write_opinions(book.add_worksheet("群众意见"), figures, formats)
        if checks:
            _table(book.add_worksheet("抽查"), 0, CHECK_HEADINGS, checks, formats)
    return buffer.getvalue()


class _Formats:
    def __init__(self, book: xlsxwriter.Workbook):
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.head = book.add_format({"bold": True, "border": 1, "bg_color": "#E6F0FB"})
        self.cell = book.add_format({"border": 1})
        self.share = book.add_format({"border": 1, "num_format": "0.0%"})


def _table(
    sheet: Any, top: int, headings: Sequence[str], rows: Sequence[Sequence[Any]], formats: _Formats
) -> None:
    sheet.write_row(top, 0, headings, formats.head)
    for number, row in enumerate(rows, start=top + 1):
        for column, value in enumerate(row):
            if value is None:
                value = "—"
            style = formats.share if isinstance(value, float) else formats.cell
            sheet.write(number, column, value, style)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, len(headings) - 1, 11)
    sheet.freeze_panes(top + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def matrix_workbook(matrix: Any) -> bytes:
    """Write the month matrix as it stands on the screen: institutions by months."""
    headings = [
        "机构编码",
        "机构名称",
        *(f"{month.year}年{month.month}月" for month in matrix.months),
    ]
    headings += ["按时率", "应查", "已查", "真实率"]
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        rows = [_matrix_row(line) for line in matrix.lines]
        _table(book.add_worksheet("随访报送"), 0, headings, rows, _Formats(book))
    return buffer.getvalue()


def _matrix_row(line: Any) -> list[Any]:
    words = [
        state_words({"state": cell.standing.state, "late_days": cell.standing.late_days})
        if cell.standing
        else "—"
        for cell in line.cells
    ]
    check = line.check
    checks = [check.required, check.done, check.authenticity.value] if check else [None] * 3
    return [line.institution.code, line.institution.name, *words, line.on_time.value, *checks]


def _write_opinions(sheet: Any, figures: Figures, formats: _Formats) -> None:
    rows = [
        [line["code"], line["name"], text, count]
        for line in figures["lines"]
        for text, count in line["opinions"]
    ]
    rows += [
        [line["code"], line["name"], "其他零星意见", line["single_opinions"]]
        for line in figures["lines"]
        if line["single_opinions"]
    ]
    _table(sheet, 0, ["机构编码", "机构名称", "意见", "人次"], rows, formats)


def report_document(figures: Figures, checks: Sequence[Sequence[Any]] = ()) -> bytes:
    """Write the report as an editable document; `checks` adds the spot-checks so far."""
    paper = docx.Document()
    _set_page(paper)
    heading = paper.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(heading, title(figures) + "的报告", size=22, bold=True)
    for text in [*_paragraphs(figures), *_check_paragraphs(checks)]:
        is_heading = text[1:2] == "、"
        paragraph = paper.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(32)
        _run(paragraph, text, size=16, bold=is_heading)
    paper.add_page_break()
    _rates_table(paper, figures)
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def _set_page(paper: Any) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _run(paragraph: Any, text: str, *, size: int, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.bold = bold
    run.font.size = Pt(size)
    run.font.name = "仿宋"
    # Without the East Asian slot the reader's program picks a face of its own.
    run._element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")


def _paragraphs(figures: Figures) -> list[str]:
    by_state: dict[str, list[str]] = {}
    for line in figures["lines"]:
        by_state.setdefault(line["state"], []).append(line["name"])
    rate = percent(Ratio(figures["on_time"], figures["expected"]))
    total = Rates(**figures["total"])
    return [
        "一、报送情况",
        f"{as_of(figures)}，应报{figures['expected']}家，"
        f"实报{figures['received']}家，按时{figures['on_time']}家，按时率{rate}。",
        *_named("按时报送", [*by_state.get("on_time", []), *by_state.get("nil", [])]),
        *_named("迟交", [_late(line) for line in figures["lines"] if line["late_days"]]),
        *_named("部分提交", by_state.get("partial", [])),
        *_named("未交", by_state.get("missing", [])),
        *_named("尚未报送、待催交", by_state.get("not_due", [])),
        "二、随访情况",
        f"全县出院{total.discharged}人，应访{total.eligible}人，访到{total.reached}人，"
        f"随访率{percent(total.followup)}，及时率{percent(total.timeliness)}，"
        f"有效随访率{percent(total.valid)}，电话有效率{percent(total.phone_validity)}。"
        "各机构情况见附表。",
        "三、群众意见",
        *(_opinion_lines(figures) or ["没有集中反映的意见。"]),
    ]


def _check_paragraphs(checks: Sequence[Sequence[Any]]) -> list[str]:
    if not checks:
        return []
    lines = [
        f"{name}：应查{required}人，已查{done}人，属实{genuine}人，"
        f"真实率{'—' if share is None else f'{share:.1%}'}。"
        for _code, name, required, done, genuine, share in checks
    ]
    return ["四、抽查情况", *lines]


def _named(label: str, names: Sequence[str]) -> list[str]:
    return [f"{label}{len(names)}家：{'、'.join(names)}。"] if names else []


def _late(line: Mapping[str, Any]) -> str:
    return f"{line['name']}（{line['late_days']}天）"


def _opinion_lines(figures: Figures) -> list[str]:
    spoken = [line for line in figures["lines"] if line["opinions"]]
    return [f"{line['name']}：{_most_said(line)}。" for line in spoken]


def _most_said(line: Mapping[str, Any]) -> str:
    return "；".join(f"{text}（{count}人次）" for text, count in line["opinions"][:5])


def _rates_table(paper: Any, figures: Figures) -> None:
    headings = ["机构", "报送", "应访", "访到", *list(RATE_WORDS.values())[:4]]
    table = paper.add_table(rows=1, cols=len(headings), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        _run(cell.paragraphs[0], text, size=10, bold=True)
    for line in figures["lines"]:
        rates = Rates(**line["rates"])
        shares = [percent(getattr(rates, name)) for name in list(RATE_WORDS)[:4]]
        row = [line["name"], state_words(line), rates.eligible, rates.reached, *shares]
        for cell, value in zip(table.add_row().cells, row, strict=True):
            _run(cell.paragraphs[0], str(value), size=10)
