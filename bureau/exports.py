"""What an app says of a list that may leave the house.

An app describes its lists once and names them here; asking, approving, building and handing out
is the ground floor's, the same for every list.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from bureau.rules import SectionCode
from bureau.tables import Cell

Arguments = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listing:
    """One list as one person may see it: counted when asked for, read when it is written.

    `records` are what its rows tell of, where a person may see some of them and others not: a
    file waits to be fetched, and who may see what changes meanwhile.
    """

    title: str
    headings: Sequence[str]
    rows: Callable[[], Iterable[Sequence[Cell]]]
    count: int
    institution: Any = None
    records: QuerySet[Any] | None = None


def all_of(records: QuerySet[Any]) -> QuerySet[Any]:
    return records


@dataclass(frozen=True, slots=True)
class ExportKind:
    """A kind of list. `lay_out` begins with what the person may see and knows no other rows.

    It is called with the person, the list's own filters, whether sealed values are wanted in the
    clear, and the day as of which the list stands; it raises ObjectDoesNotExist for what is not
    there for this person.

    A list with sealed columns names the verb `clear_permission` and is built by a job, and so is
    one that `is_long`. Any other is small and handed out at once. `section` decides on large
    lists in the clear. `opened` narrows records to those whose sealed values such a list opens,
    where it does not open all.
    """

    name: str
    label: Any
    permission: str
    lay_out: Callable[[Any, Arguments, bool, date], Listing]
    clear_permission: str = ""
    section: SectionCode | None = None
    is_long: bool = False
    opened: Callable[[QuerySet[Any]], QuerySet[Any]] = all_of

    @property
    def is_at_once(self) -> bool:
        return not (self.clear_permission or self.is_long)


_kinds: dict[str, ExportKind] = {}


def register(kind: ExportKind) -> None:
    """Make a list known; called once by its app when it is ready."""
    _kinds[kind.name] = kind


def kind_of(name: str) -> ExportKind:
    """Find a list by its name.

    :raises LookupError: if no app has such a list.
    """
    return _kinds[name]
