"""What an app says of a kind of official paper: how it is composed, and in which series it counts.

Drafting, reviewing, signing, numbering and voiding are the ground floor's, the same for all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bureau.papers import Paper
from bureau.rules import SectionCode


@dataclass(frozen=True, slots=True)
class Composed:
    """A paper with the institutions that get to read it once it is signed."""

    paper: Paper
    institutions: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper. `compose` gets the person, what the paper is about, and the day.

    What it is about is in the words of its app: a month, an institution's month. Composing begins
    with what the person may see, and raises ObjectDoesNotExist for what is not there.
    `changes` gets what it is about, when it was drafted and a later instant, and says in sentences
    what happened between them that the paper does not tell. `series` is the code of the row of
    numbers, `section` whose paper it is.
    """

    name: str
    label: Any
    series: str
    section: SectionCode
    compose: Callable[[Any, str, date], Composed]
    changes: Callable[[str, datetime, datetime], list[str]] | None = None


_kinds: dict[str, PaperKind] = {}


def register(kind: PaperKind) -> None:
    """Make a kind of paper known; called once by its app when it is ready."""
    _kinds[kind.name] = kind


def paper_kind(name: str) -> PaperKind:
    """Find a kind by its name.

    :raises LookupError: if no app has such papers.
    """
    return _kinds[name]
