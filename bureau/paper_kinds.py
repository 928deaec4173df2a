"""What an app says of a kind of official paper: how it is composed, and in which series it counts.

Drafting, reviewing, signing, numbering and voiding are the ground floor's, the same for all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from bureau.papers import Paper
from bureau.rules import SectionCode


class Doing(StrEnum):
    """What an app may stand against of what the ground floor does with its papers."""

    REVISE = "revise"
    REVIEW = "review"
    SIGN = "sign"
    VOID = "void"


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
    what happened between them that the paper does not tell. `bar` gets a paper and what somebody
    is about to do with it (a verb of `Doing`) and says what stands against it; empty if nothing.
    `hidden_from` gets a person and returns as a condition which papers of its app are kept from
    them, whatever their section or role. `overtaken` returns as a condition which signed papers
    of its app say what does not hold any more and were never handed over: somebody has to void
    them. `series` is the code of the row of numbers, `section` whose paper it is.
    """

    name: str
    label: Any
    series: str
    section: SectionCode
    compose: Callable[[Any, str, date], Composed]
    changes: Callable[[str, datetime, datetime], list[str]] | None = None
    bar: Callable[[Any, Doing], str] | None = None
    hidden_from: Callable[[Any], Any] | None = None
    overtaken: Callable[[], Any] | None = None


_kinds: dict[str, PaperKind] = {}


def register(kind: PaperKind) -> None:
    """Make a kind of paper known; called once by its app when it is ready."""
    _kinds[kind.name] = kind


def kept_from(user: Any) -> Any:
    """Say as one condition which papers the apps keep from a person."""
    asked = {one.hidden_from for one in _kinds.values() if one.hidden_from}
    return reduce(or_, (hidden(user) for hidden in asked), Q(pk=None))


def to_be_voided() -> Any:
    """Say as one condition which signed papers tell what does not hold any more."""
    asked = {one.overtaken for one in _kinds.values() if one.overtaken}
    return reduce(or_, (overtaken() for overtaken in asked), Q(pk=None))


def paper_kind(name: str) -> PaperKind:
    """Find a kind by its name.

    :raises LookupError: if no app has such papers.
    """
    return _kinds[name]
