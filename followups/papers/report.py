"""The county report on a month's registers: figures in, workbook and document out."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from bureau.papers import Paper, PaperTable, write_docx
from followups.papers.tables import CHECK_HEADINGS, OPTIONS, Formats, check_cells, table_of
from followups.papers.words import (
    NUMBER_WORDS,
    RATE_WORDS,
    Figures,
    anchor,
    as_of,
    late_run,
    named,
    percent,
    share,
    state_words,
    title,
)
from followups.rules.rates import Rates
from followups.rules.register import Ratio
from followups.rules.sampling import CheckFigures

Checks = Sequence[tuple[str, str, CheckFigures]]

HEADINGS = [
    "机构编码",
    "机构名称",
    "报送情况",
    "收到日期",
    *NUMBER_WORDS.values(),
    *RATE_WORDS.values(),
]


def _cells(line: Mapping[str, Any]) -> list[Any]:
    return [
        line["code"], line["name"], state_words(line), line["arrived_on"],
        *_rate_cells(line["rates"]),
    ]  # fmt: skip


def _rate_cells(values: Mapping[str, Any]) -> list[Any]:
    rates = Rates(**values)
    numbers = [getattr(rates, name) for name in NUMBER_WORDS]
    return [*numbers, *(getattr(rates, name).value for name in RATE_WORDS)]


def _whole_county(figures: Figures) -> list[Any]:
    """The last line of the page, on the sheet too: the rates of a sum are no sum of rates."""
    received = f"实报{figures['received']}/应报{figures['expected']}"
    return ["", "全县", received, "", *_rate_cells(figures["total"])]


def report_workbook(figures: Figures, checks: Checks = ()) -> bytes:
    """Write the report's table as a workbook; `checks` adds a sheet of spot-checks so far."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        # The same figures make the same file.
        book.set_properties({"created": date.fromisoformat(figures["day"])})
        formats = Formats(book)
        sheet = book.add_worksheet("报送情况")
        sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, title(figures), formats.title)
        lines = [*map(_cells, figures["lines"]), _whole_county(figures)]
        table_of(sheet, 1, HEADINGS, lines, formats)
        said = [*late_run(figures), *filter(None, [anchor(figures)])]
        for number, text in enumerate(said, start=len(lines) + 3):
            sheet.write_string(number, 0, text)
        _write_opinions(book.add_worksheet("群众意见"), figures, formats)
        if checks:
            rows = [[code, name, *check_cells(of)] for code, name, of in checks]
            table_of(book.add_worksheet("抽查"), 0, CHECK_HEADINGS, rows, formats)
    return buffer.getvalue()


def _write_opinions(sheet: Any, figures: Figures, formats: Formats) -> None:
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
    rows += [
        [line["code"], line["name"], f"集中反映：{cluster['name']}", cluster["n"]]
        for line in figures["lines"]
        for cluster in line.get("clusters", [])
    ]
    table_of(sheet, 0, ["机构编码", "机构名称", "意见", "人次"], rows, formats)


def report_document(figures: Figures, checks: Checks = ()) -> bytes:
    """Write the report as an editable document; `checks` adds the spot-checks so far."""
    return write_docx(report_paper(figures, checks))


def report_paper(figures: Figures, checks: Checks = ()) -> Paper:
    return Paper(
        title=title(figures) + "的报告",
        body=(*_paragraphs(figures), *_check_paragraphs(checks)),
        issuer="",
        tables=(_rates_table(figures),),
        note=anchor(figures),
    )


def _paragraphs(figures: Figures) -> list[str]:
    by_state: dict[str, list[str]] = {}
    for line in figures["lines"]:
        by_state.setdefault(line["state"], []).append(line["name"])
    rate = percent(Ratio(figures["on_time"], figures["expected"]))
    total = Rates(**figures["total"])
    shares = "，".join(word + share(getattr(total, name)) for name, word in RATE_WORDS.items())
    return [
        "一、报送情况",
        f"{as_of(figures)}，应报{figures['expected']}家，"
        f"实报{figures['received']}家，按时{figures['on_time']}家，按时率{rate}。",
        *named("按时报送", [*by_state.get("on_time", []), *by_state.get("nil", [])]),
        *named("迟交", [_late(line) for line in figures["lines"] if line["late_days"]]),
        *named("部分报送", by_state.get("partial", [])),
        *named("未交", by_state.get("missing", [])),
        *named("尚未报送、待催交", by_state.get("not_due", [])),
        *late_run(figures),
        "二、随访情况",
        f"全县出院{total.discharged}人，应访{total.eligible}人，访到{total.reached}人，{shares}。"
        "各机构情况见附表。",
        "三、群众意见",
        *(_cluster_lines(figures) + _opinion_lines(figures) or ["没有集中反映的意见。"]),
    ]


def _check_paragraphs(checks: Checks) -> list[str]:
    if not checks:
        return []
    lines = [
        f"{name}：应查{of.required}人，已查{of.done}人，完成率{percent(of.completion)}；"
        f"有答复{of.answered}人，属实{of.genuine}人，真实率{percent(of.authenticity)}。"
        for _code, name, of in checks
    ]
    return ["四、抽查情况", *lines]


def _late(line: Mapping[str, Any]) -> str:
    return f"{line['name']}（{line['late_days']}天）"


def _opinion_lines(figures: Figures) -> list[str]:
    spoken = [line for line in figures["lines"] if line["opinions"]]
    return [f"{line['name']}：{_most_said(line)}。" for line in spoken]


def _cluster_lines(figures: Figures) -> list[str]:
    """Name what many patients named; figures older than the clusters have none."""
    clustered = [line for line in figures["lines"] if line.get("clusters")]
    return [f"{line['name']}集中反映：{_named_by_many(line)}。" for line in clustered]


def _named_by_many(line: Mapping[str, Any]) -> str:
    return "；".join(f"{one['name']}（{one['n']}人）" for one in line["clusters"])


def _most_said(line: Mapping[str, Any]) -> str:
    return "；".join(f"{text}（{count}人次）" for text, count in line["opinions"][:5])


def _rates_table(figures: Figures) -> PaperTable:
    headings = ("机构", "报送", "应访", "访到", *list(RATE_WORDS.values())[:4])
    rows = []
    for line in figures["lines"]:
        rates = Rates(**line["rates"])
        shares = [share(getattr(rates, name)) for name in list(RATE_WORDS)[:4]]
        numbers = [str(rates.eligible), str(rates.reached)]
        rows.append((line["name"], state_words(line), *numbers, *shares))
    return PaperTable(
        headings, tuple(rows), (22, 11, 8, 8, 13, 13, 13, 12), "各机构报送和随访情况", apart=True
    )
