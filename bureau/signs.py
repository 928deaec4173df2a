"""Signs that no document may hold: XML has no place for them, however they came in."""

import re

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def readable(text: str) -> str:
    """Let a mark stand for each sign that a document cannot hold, so that it shows."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def without_nul(text: str) -> str:
    """Drop the one sign that the database refuses and no keyboard has."""
    return text.replace("\x00", "")


def without_unprintable(text: str) -> str:
    """Leave out what came along unseen, from another program's text for instance."""
    return UNPRINTABLE.sub("", text)
