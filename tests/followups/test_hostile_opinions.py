"""What patients never wrote stands in their column: it is read, and no month stays open for it."""

import io

import docx
import openpyxl
import pytest

from bureau.services import open_file
from bureau.signs import UNPRINTABLE
from followups import papers, services
from tests.factories import CLOSING, OCTOBER, InstitutionFactory, row, submitted
from tests.followups.registers import read
from tests.followups.test_papers import FIGURES, line
from tests.payloads import PAYLOADS


@pytest.mark.parametrize("said", [*PAYLOADS.values(), "a\x00b", "a\ud800b"])
def test_an_opinion_is_read_without_what_no_document_can_hold(said):
    assert not UNPRINTABLE.search(read("opinion", said)[0])


@pytest.mark.parametrize("said", PAYLOADS.values(), ids=PAYLOADS)
def test_a_report_can_be_opened_whatever_an_opinion_says(said):
    house = line("371323A01", "县人民医院", "on_time", opinions=[(said, 3)])
    figures = FIGURES | {"lines": [house]}

    document = docx.Document(io.BytesIO(papers.report_document(figures)))
    sheet = openpyxl.load_workbook(io.BytesIO(papers.report_workbook(figures)))["群众意见"]

    assert any("3" in one.text for one in document.paragraphs)
    assert sheet.cell(2, 4).value == 3


@pytest.mark.long
def test_no_opinion_keeps_a_month_from_closing(db):
    # The report names the five that a house heard most often.
    texts = [text[:2000] for text in PAYLOADS.values()]
    for some in (texts[:4], texts[4:8], texts[8:]):
        given = [row(number, opinion=text) for number, text in enumerate(some * 3, start=2)]
        submitted(InstitutionFactory(kind="township_center"), given)

    report = services.close_month(month=OCTOBER, at=CLOSING)

    assert [len(house["opinions"]) for house in report.figures["lines"]] == [4, 4, 4]
    assert docx.Document(io.BytesIO(open_file(report.docx)))
