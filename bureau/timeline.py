"""What happened to a record, as a page tells it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from bureau.choices import LEVEL_ACTS
from bureau.models import Act

LEVEL = "take_due_level"


class Entry(NamedTuple):
    """One act, worded: who did what, what came of it, why, and what more there is to say."""

    at: datetime
    who: str
    label: Any
    state: Any
    why: str
    details: str
    why_label: Any = _("Reason")


def act_label(act: Act, verbs: Mapping[str, Any]) -> Any:
    """Name an act; a level of something due by what it did, and not by all that levels do."""
    label = verbs.get(act.verb, act.verb)
    return LEVEL_ACTS.get(act.facts.get("level"), label) if act.verb == LEVEL else label


def entries(
    acts: Iterable[Act],
    *,
    verbs: Mapping[str, Any],
    states: Mapping[str, Any],
    details: Callable[[Act], str],
    why_labels: Mapping[str, Any] = MappingProxyType({}),
) -> list[Entry]:
    """Word acts in their order; a state that did not change is not told.

    `why_labels` names what people wrote with an act, where that is no reason.
    """
    return [
        Entry(
            act.at,
            act.actor_name or act.get_actor_kind_display(),
            act_label(act, verbs),
            states.get(act.after, act.after) if act.after != act.before else "",
            act.why,
            details(act),
            why_labels.get(act.verb, _("Reason")),
        )
        for act in acts
    ]
