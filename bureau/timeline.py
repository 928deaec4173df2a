"""What happened to a record, as a page tells it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from bureau.models import Act


class Entry(NamedTuple):
    """One act, worded: who did what, what came of it, why, and what more there is to say."""

    at: datetime
    who: str
    label: Any
    state: Any
    why: str
    details: str


def entries(
    acts: Iterable[Act],
    *,
    verbs: Mapping[str, Any],
    states: Mapping[str, Any],
    details: Callable[[Act], str],
) -> list[Entry]:
    """Word acts in their order; a state that did not change is not told."""
    return [
        Entry(
            act.at,
            act.actor_name or act.get_actor_kind_display(),
            verbs.get(act.verb, act.verb),
            states.get(act.after, act.after) if act.after != act.before else "",
            act.why,
            details(act),
        )
        for act in acts
    ]
