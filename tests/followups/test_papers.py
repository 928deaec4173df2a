"""The county report as workbook and document, read back cell by cell."""

import io

import docx
import openpyxl
import pytest

from followups import papers, selectors, services
from followups.models import MonthlyRegister
from followups.notices import month_notice
from followups.rules.register import Ratio, RegisterState
from followups.rules.sampling import CheckFigures
from followups.rules.words import Outcome
from tests.factories import (
    CLOSING,
    IN_TIME,
    OCTOBER,
    InstitutionFactory,
    row,
    rows,
    staged,
    submitted,
)

RATES = {
    "discharged": 8, "eligible": 6, "attempted": 5, "reached": 2,
    "timely": 1, "lost": 1, "bad_numbers": 1, "reached_of_all": 3,
}  # fmt: skip
NOTHING = dict.fromkeys(RATES, 0)


def line(code, name, state, *, late_days=0, rates=NOTHING, opinions=(), single=0):
    return {
        "code": code, "name": name, "kind": "", "state": state, "late_days": late_days,
        "arrived_on": "2026-11-08", "rates": rates,
        "opinions": [list(one) for one in opinions], "single_opinions": single,
    }  # fmt: skip


FIGURES = {
    "month": "2026-10-01", "day": "2026-11-11", "due_on": "2026-11-10",
    "expected": 3, "received": 2, "on_time": 1, "total": RATES,
    "lines": [
        line("371323A01", "县人民医院", "on_time", rates=RATES, opinions=[("饭菜凉", 3)], single=2),
        line("371323B01", "城关镇卫生院", "late", late_days=2),
        line("371323B02", "朱家镇卫生院", "missing"),
    ],
}  # fmt: skip


def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def table(sheet, top=1):
    """Read a sheet's lines as dicts by its headings."""
    headings, *lines = list(sheet.iter_rows(min_row=top, values_only=True))
    return [dict(zip(headings, values, strict=True)) for values in lines]


def test_the_workbook_says_of_each_house_how_it_stands_and_what_its_rows_amount_to():
    sheet = book(papers.report_workbook(FIGURES))["报送情况"]

    assert sheet["A1"].value == "2026年10月出院患者随访登记表报送情况"
    first, late, missing, county = table(sheet, top=2)
    assert (county["机构名称"], county["出院人数"]) == ("全县", FIGURES["total"]["discharged"])
    assert (first["机构名称"], first["报送情况"], first["应访人数"], first["已访到"]) == (
        "县人民医院", "按时", 6, 2,
    )  # fmt: skip
    assert first["随访率"] == pytest.approx(2 / 6)
    assert first["有效随访率"] == pytest.approx(3 / 8)
    assert (first["出院者中访到"], first["出院人数"]) == (3, 8)
    assert (first["电话有效人数"], first["电话有效率"]) == (5, pytest.approx(5 / 6))
    assert (late["报送情况"], missing["报送情况"]) == ("迟交2天", "未交")
    assert late["随访率"] == "—"


def test_rare_opinions_are_counted_in_the_workbook_and_not_quoted():
    assert table(book(papers.report_workbook(FIGURES))["群众意见"]) == [
        {"机构编码": "371323A01", "机构名称": "县人民医院", "意见": "饭菜凉", "人次": 3},
        {"机构编码": "371323A01", "机构名称": "县人民医院", "意见": "其他零星意见", "人次": 2},
    ]


def test_spot_checks_get_a_sheet_of_their_own_where_there_are_some():
    checks = [("371323A01", "县人民医院", CheckFigures(21, 20, 18, 20))]

    assert "抽查" not in book(papers.report_workbook(FIGURES)).sheetnames
    [found] = table(book(papers.report_workbook(FIGURES, checks))["抽查"])
    assert (found["应查"], found["有答复"], found["属实"], found["真实率"]) == (21, 20, 18, 0.9)
    assert found["抽查完成率"] == pytest.approx(20 / 21)


def test_the_same_figures_make_the_same_workbook():
    assert papers.report_workbook(FIGURES) == papers.report_workbook(FIGURES)


def test_what_looks_like_a_formula_stays_text():
    said = '=HYPERLINK("http://example.org")'
    figures = {**FIGURES, "lines": [line("1", "+县医院", "late", opinions=[(said, 3)])]}

    workbook = book(papers.report_workbook(figures))

    cell = workbook["群众意见"]["C2"]
    assert (cell.value, cell.data_type) == (said, "s")
    assert workbook["报送情况"]["B3"].data_type == "s"


def document_text(content):
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for one in paper.tables for line in one.rows for cell in line.cells]
    return "\n".join(paragraph.text for paragraph in paper.paragraphs), cells


def test_the_document_tells_the_four_numbers_and_names_who_was_late_or_missing():
    text, cells = document_text(papers.report_document(FIGURES))

    assert "2026年10月出院患者随访登记表报送情况的报告" in text
    assert "截至2026年11月10日24时，应报3家，实报2家，按时1家，按时率33.3%。" in text
    assert "按时报送1家：县人民医院。" in text
    assert "迟交1家：城关镇卫生院（2天）。" in text
    assert "未交1家：朱家镇卫生院。" in text
    assert "县人民医院：饭菜凉（3人次）。" in text
    assert cells[8:12] == ["县人民医院", "按时", "6", "2"]


def test_a_provisional_report_says_as_of_which_hour_and_whom_to_urge():
    lines = [line("371323B02", "朱家镇卫生院", "not_due")]
    figures = {**FIGURES, "day": "2026-11-10", "as_of": "18:00", "lines": lines}

    text, _cells = document_text(papers.report_document(figures))

    assert "报送情况（暂报）的报告" in text
    assert "截至2026年11月10日18:00，应报3家" in text
    assert "尚未报送、待催交1家：朱家镇卫生院。" in text
    assert "未交" not in text


def test_a_month_without_opinions_says_so():
    text, _cells = document_text(papers.report_document({**FIGURES, "lines": []}))

    assert "没有集中反映的意见。" in text
    assert "迟交" not in text


@pytest.mark.parametrize("state", RegisterState)
def test_every_state_has_its_word(state):
    assert papers.state_words({"state": state, "late_days": 0}) == papers.STATE_WORDS[state]


@pytest.mark.parametrize(
    ("ratio", "text"), [(Ratio(22, 23), "95.7%"), (Ratio(0, 4), "0.0%"), (Ratio(0, 0), "—")]
)
def test_a_share_of_nothing_is_a_dash_and_not_zero(ratio, text):
    assert papers.percent(ratio) == text


@pytest.mark.long
def test_the_report_of_a_real_month_can_be_written(hospital, township):
    submitted(hospital, [*rows(3, opinion="饭菜凉"), row(9, outcome=Outcome.LOST)])
    services.open_month(OCTOBER, at=IN_TIME)
    figures = selectors.month_figures(month=OCTOBER, day=CLOSING.date())

    first, second, _county = table(book(papers.report_workbook(figures))["报送情况"], top=2)
    text, _cells = document_text(papers.report_document(figures))

    assert (first["出院人数"], first["失访"], second["报送情况"]) == (4, 1, "未到期")
    assert "全县出院4人，应访4人，访到3人" in text


def test_the_matrix_goes_out_with_the_rows_of_the_screen(hospital, township):
    submitted(hospital, rows(1), at=CLOSING)
    staged(township, rows(1))
    InstitutionFactory()
    registers = MonthlyRegister.objects.all()
    matrix = selectors.matrix(registers, months=[OCTOBER], month=OCTOBER, day=CLOSING.date())

    lines = papers.matrix_lines(matrix)
    found = [dict(zip(lines.headings, row, strict=True)) for row in lines.rows]

    assert [(one["机构名称"], one["2026年10月"]) for one in found] == [
        ("县人民医院", "迟交1天"),
        ("城关镇卫生院", "未到期"),
    ]


ANCHOR = "12-3f2a9c11-5d0477aa-90ab1234-deadbeef"


def test_the_anchor_of_the_trail_stands_on_every_paper_of_the_closed_month():
    """Sheet, document, and the notice that goes out as PDF: on paper nobody can change it."""
    anchored = {**FIGURES, "anchor": ANCHOR}
    said = f"封账时操作记录链锚点：{ANCHOR}"

    cells = [line[0] for line in book(papers.report_workbook(anchored))["报送情况"].values]
    assert said in cells
    assert f"（{said}）" in document_text(papers.report_document(anchored))[0]
    assert month_notice(anchored, bureau="某县卫生健康局").note == said


def test_a_report_from_before_the_anchors_says_nothing_of_one():
    assert "锚点" not in document_text(papers.report_document(FIGURES))[0]
    assert month_notice(FIGURES, bureau="某县卫生健康局").note == ""
