"""Which records a person may see, asked of the apps by the number that names a record elsewhere.

Files and steps of what is due are rows of the ground floor and hang on records of every app. Who
sees such a record its app alone knows: it says so here, by kind. A kind of which nothing is said
is seen by nobody.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, Q, QuerySet

SeenByNo = Callable[[Any, Any], QuerySet]
"""For a person and the number as a row has it: that record, if it is one the person sees."""

_kinds: dict[str, SeenByNo] = {}


def see_by(kind: str, seen: SeenByNo) -> None:
    """Say who sees the records of a kind; for an app's start."""
    _kinds[kind] = seen


def hangs_on_seen(user: Any, no: Any, *, kind: str = "kind") -> Q:
    """The condition on rows whose column `kind` and expression `no` name a record a person sees."""
    seen = Q(pk__in=[])
    for name, records in _kinds.items():
        seen |= Q(Exists(records(user, no)), **{kind: name})
    return seen
