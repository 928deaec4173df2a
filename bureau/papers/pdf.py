"""A paper as PDF and as pictures of its pages. Its data is set as text and can load nothing."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from bureau.papers import fonts
from bureau.papers.paper import DRAFT, Paper

LAYOUT = Path(__file__).parent / "layout"
PICTURE_PPI = 96


def write_pdf(paper: Paper, *, at: datetime, draft: bool = False) -> bytes:
    """Set a paper as PDF; the same paper at the same instant gives the same bytes."""
    return _compiled(paper, draft=draft, format="pdf", timestamp=int(at.timestamp()))


def page_pictures(paper: Paper, *, draft: bool = False, ppi: int = PICTURE_PPI) -> list[bytes]:
    """Draw each page as PNG."""
    drawn = _compiled(paper, draft=draft, format="png", ppi=ppi)
    return drawn if isinstance(drawn, list) else [drawn]


def _compiled(paper: Paper, *, draft: bool, **options: Any) -> Any:
    import typst

    given: dict[str, Any] = {**setting(paper, draft=draft), **options}
    return typst.compile(*source(), **given)


def source() -> tuple[bytes]:
    return ((LAYOUT / "paper.typ").read_bytes(),)


def setting(paper: Paper, *, draft: bool = False) -> dict[str, Any]:
    """Say what the layout is given, and shut it in: its own folder, no package, no other face."""
    marks = {"mark": DRAFT if draft else "", "trace": paper.fingerprint}
    return {
        "root": str(LAYOUT),
        "package_path": str(LAYOUT),
        "package_cache_path": str(LAYOUT),
        "font_paths": fonts.faces(),
        "ignore_system_fonts": True,
        "sys_inputs": {
            "paper": json.dumps(paper.as_values() | marks),
            "fonts": json.dumps(fonts.chosen()),
        },
    }
