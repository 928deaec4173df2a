"""The acts of this app, and the lock under which a case moves."""

from datetime import datetime
from typing import Any

from bureau.models import Act, User
from bureau.services import record_act, record_look
from bureau.services.acts import Doer
from bureau.services.moves import Moves
from complaints.choices import STATES
from complaints.models import Case
from complaints.rules.steps import IN_STATES, Step
from complaints.services.errors import CaseError

CASE = "case"
LONGEST_WHY = Act._meta.get_field("why").max_length


def locked(case: Case) -> Case:
    """Lock a case and read it anew: whatever the page showed, this is how it stands."""
    cases = Case.objects.select_for_update(of=("self",)).select_related("institution", "category")
    return cases.get(pk=case.pk)


def record_case_act(
    case: Case, verb: str, *, by: Doer | None, at: datetime, why: str = "", **said: Any
) -> None:
    """Write what happened to a case. Of an accusation no institution is told.

    A basis, an explanation or a review may be longer than an act's reason: it stands whole on its
    own row, the act has how it begins.
    """
    institution = None if case.is_accusation else case.institution
    record_act(
        verb=verb, kind=CASE, no=case.no, by=by, at=at, institution=institution,
        why=why[:LONGEST_WHY], **said,
    )  # fmt: skip


def record_case_look(case: Case, verb: str, *, by: User, at: datetime, reason: str) -> None:
    institution = None if case.is_accusation else case.institution
    record_look(
        verb=verb, kind=CASE, no=case.no, by=by, at=at, institution=institution, reason=reason
    )


_moves = Moves(STATES, CaseError, record_case_act)
move, check_state = _moves.move, _moves.check_state


def check_step(case: Case, step: Step) -> None:
    """:raises CaseError: if a locked case's state has no such step, whatever page was shown."""
    check_state(case, *sorted(IN_STATES[step]))
