"""The acts of this app, and the lock under which a case moves."""

from datetime import datetime
from typing import Any

from bureau.services import record_act
from bureau.services.acts import Doer
from bureau.services.moves import Moves
from complaints.choices import STATES
from complaints.models import Case
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


_moves = Moves(STATES, CaseError, record_case_act)
move, check_state = _moves.move, _moves.check_state
