"""How the records of every app move: along a table of transitions, each move with its act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from bureau.services.acts import Doer
from bureau.services.errors import BureauError


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves of one kind of record: the words of its states, its refusal, how it writes acts."""

    labels: Mapping[Any, Any]
    error: type[BureauError]
    record_act: Callable[..., None]

    def move(
        self,
        row: Any,
        to: StrEnum,
        verb: str,
        *,
        by: Doer | None,
        at: datetime,
        saving: tuple[str, ...] = (),
        **said: Any,
    ) -> None:
        """Move a locked row along its table, save what goes with it, write the act.

        :raises BureauError: the app's own, if the table has no such step.
        """
        before = type(to)(row.state)
        if not row.may_become(to):
            raise self.error(
                _("%(no)s is “%(state)s” and cannot become “%(to)s”.")
                % {"no": row.no, "state": self.labels[before], "to": self.labels[to]}
            )
        row.state = to
        row.save(update_fields=["state", *saving])
        self.record_act(row, verb, by=by, at=at, before=before, after=to, **said)

    def check_state(self, row: Any, *states: StrEnum) -> None:
        """:raises BureauError: the app's own, if a row is in no state in which this can be done."""
        if row.state not in states:
            raise self.error(
                _("%(no)s is “%(state)s”: this cannot be done now.")
                % {"no": row.no, "state": self.labels[row.state]}
            )
