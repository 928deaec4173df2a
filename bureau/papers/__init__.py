"""Official papers: one source of data, an editable document and a frozen PDF (GB/T 9704)."""

from bureau.papers.fonts import substitutes
from bureau.papers.paper import Paper, PaperTable, written_day
from bureau.papers.pdf import DRAFT, page_pictures, write_pdf
from bureau.papers.word import write_docx

__all__ = [
    "DRAFT",
    "Paper",
    "PaperTable",
    "page_pictures",
    "substitutes",
    "write_docx",
    "write_pdf",
    "written_day",
]
