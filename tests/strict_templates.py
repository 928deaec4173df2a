"""Template variables that are not there: an error in our templates, in tests."""

import sys
from pathlib import Path
from types import FrameType

from django.template.base import FilterExpression, Node

OURS = str(Path(__file__).resolve().parents[1] / "templates")


class UnknownVariable(Exception):
    """A template of ours writes a variable that nobody gave it."""


class Strict(str):
    """What Django's engine puts in place of an unknown variable: says so instead of being blank.

    Only in our own templates: those of Django and its add-ons rely on the blank.
    """

    def __bool__(self) -> bool:
        # Also stands for a related row that is not there, which a template may well ask for.
        return sys._getframe(1).f_code is FilterExpression.resolve.__code__

    def __contains__(self, text: object) -> bool:
        return text == "%s" or super().__contains__(str(text))

    def __mod__(self, variable: object) -> str:
        place = _place()
        if place.startswith(OURS):
            raise UnknownVariable(f"{place}: {variable}")
        return ""


def _place() -> str:
    """Find the template and line that is being written, up the stack."""
    frame: FrameType | None = sys._getframe(2)
    while frame:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return f"{node.origin}:{node.token.lineno}"
        frame = frame.f_back
    return ""
