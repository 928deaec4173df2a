"""What was made up: said by one person, confirmed by a second, taken back with the findings.

Source: the bureau's default A-37. It counts for nothing against whoever complained: they read the
ordinary answer, and nothing of this.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import User
from complaints import selectors
from complaints.models import Case, Fabrication
from complaints.rules.steps import Step
from complaints.services.acts import check_step, locked, record_case_act
from complaints.services.errors import CaseError, lacking_nothing, reason_given


@transaction.atomic
def mark_fabricated(*, case: Case, basis: str, by: User, at: datetime) -> Fabrication:
    """Say that a case was made up, and on what that rests. It holds once somebody confirms it.

    Said again by the same person in the same words it is one mark.

    :raises CaseError: without a basis, unless all that was found of it is that it is untrue, for
        whoever it names, or where another mark stands.
    """
    case = locked(case)
    basis = reason_given(basis, ask=_("Please write what shows that it was made up."))
    standing = selectors.mark_of(case)
    if standing and (standing.marked_by_id, standing.basis) == (by.pk, basis):
        return standing
    check_step(case, Step.FABRICATED)
    lacking_nothing(selectors.lacks_to_mark_fabricated(case, by=by))
    mark = Fabrication.objects.create(case=case, basis=basis, marked_by=by, marked_at=at)
    record_case_act(case, "mark_fabricated", by=by, at=at, why=basis)
    return mark


@transaction.atomic
def confirm_fabricated(
    *, mark: Fabrication, is_granted: bool, answer: str = "", by: User, at: datetime
) -> Fabrication:
    """Say the second word on a mark: it holds from now on, or it is off with a reason.

    :raises CaseError: for whoever marked it, handles the case or is named in it, without a reason
        why it is not so, or once somebody has said their word.
    """
    case = locked(mark.case)
    mark = Fabrication.objects.select_for_update().get(pk=mark.pk)
    if is_granted and mark.confirmed_by_id == by.pk and mark.taken_back_at is None:
        return mark
    if mark.taken_back_at or mark.confirmed_at:
        raise CaseError(_("Somebody has said their word on it already."))
    check_step(case, Step.CONFIRM_FABRICATED)
    lacking_nothing(selectors.lacks_to_confirm_fabricated(case, by=by))
    if not is_granted:
        why = reason_given(answer, ask=_("Please write why it is not so."))
        return _take_back(mark, "refuse_fabricated", why, by, at)
    mark.confirmed_by, mark.confirmed_at = by, at
    mark.save(update_fields=["confirmed_by", "confirmed_at"])
    record_case_act(case, "confirm_fabricated", by=by, at=at, why=answer.strip())
    return mark


def take_back_mark(case: Case, why: str, *, by: User, at: datetime) -> None:
    """Take the mark off a locked case whose findings are open again."""
    mark = selectors.mark_of(case)
    if mark:
        _take_back(mark, "take_back_fabricated", why, by, at)


def _take_back(mark: Fabrication, verb: str, why: str, by: User, at: datetime) -> Fabrication:
    mark.taken_back_by, mark.taken_back_at, mark.why_back = by, at, why
    mark.save(update_fields=["taken_back_by", "taken_back_at", "why_back"])
    record_case_act(mark.case, verb, by=by, at=at, why=why)
    return mark
