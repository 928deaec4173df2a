"""The acts of this app, and the lock under which a case moves."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bureau.services import record_act
from bureau.services.acts import Doer
from complaints.choices import STATES
from complaints.models import Case
from complaints.rules.words import CaseState
from complaints.services.errors import CaseError

CASE = "case"


def locked(case: Case) -> Case:
    """Lock a case and read it anew: whatever the page showed, this is how it stands."""
    cases = Case.objects.select_for_update(of=("self",)).select_related("institution", "category")
    return cases.get(pk=case.pk)


def record_case_act(case: Case, verb: str, *, by: Doer | None, at: datetime, **said: Any) -> None:
    """Write what happened to a case. Of an accusation no institution is told."""
    institution = None if case.is_accusation else case.institution
    record_act(verb=verb, kind=CASE, no=case.no, by=by, at=at, institution=institution, **said)


def move(
    case: Case,
    to: CaseState,
    verb: str,
    *,
    by: Doer | None,
    at: datetime,
    saving: tuple[str, ...] = (),
    **said: Any,
) -> None:
    """Move a locked case along the table of transitions, save what goes with it, write the act.

    :raises CaseError: if the table has no such step.
    """
    before = CaseState(case.state)
    if not case.may_become(to):
        raise CaseError(
            _("%(no)s is “%(state)s” and cannot become “%(to)s”.")
            % {"no": case.no, "state": STATES[before], "to": STATES[to]}
        )
    case.state = to
    case.save(update_fields=["state", *saving])
    record_case_act(case, verb, by=by, at=at, before=before, after=to, **said)


def check_state(case: Case, *states: CaseState) -> None:
    """:raises CaseError: if a case is in none of the states in which this can be done."""
    if case.state not in states:
        raise CaseError(
            _("%(no)s is “%(state)s”: this cannot be done now.")
            % {"no": case.no, "state": STATES[case.state]}
        )
