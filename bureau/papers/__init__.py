"""Official papers: one source of data, an editable document and a frozen PDF (GB/T 9704).

What sets and writes them is loaded with the first paper: most processes never see one, and would
carry 14 MB for nothing.
"""

from bureau.papers.fonts import substitutes
from bureau.papers.paper import DRAFT, VOID, Paper, PaperTable, plan_of, written_day
from bureau.papers.pdf import page_pictures, write_pdf

__all__ = [
    "DRAFT",
    "VOID",
    "Paper",
    "PaperTable",
    "page_pictures",
    "plan_of",
    "substitutes",
    "write_docx",
    "write_pdf",
    "written_day",
]


def write_docx(paper: Paper, *, draft: bool = False) -> bytes:
    """Write a paper to go on with in a word processor; a draft says so behind every page."""
    from bureau.papers import word

    return word.write(paper, draft=draft)
