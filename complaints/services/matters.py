"""Cases about one event in one matter: it counts once, and everybody is answered.

Joining moves cases, never rows within them: each keeps its state, clocks, attachments and
answer, so that taking one out again loses nothing.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import User
from complaints import selectors
from complaints.models import Case, Matter
from complaints.rules.steps import IN_STATES, Step
from complaints.services.acts import check_step, record_case_act
from complaints.services.errors import CaseError, lacking_nothing, reason_given


@transaction.atomic
def merge_cases(*, cases: Sequence[Case], why: str, by: User, at: datetime) -> Matter:
    """Join cases in the matter of the one that came first; joined twice is joined once.

    What was joined with one of them before comes with it: no matter is torn by joining.

    :raises CaseError: for fewer than two, without a reason, if this person may not see one of
        them, if somebody else joined or parted them meanwhile, if all are archived, if something
        that counts was found in two matters of them, or if one has nothing in common with them.
    """
    why = reason_given(why, ask=_("Please write why these are about the same."))
    wanted = {case.pk for case in cases}
    locked = _locked_with_their_matters(wanted)
    of_all = {case.pk for case in locked}
    seen = Case.objects.visible_to(by).filter(pk__in=of_all).count()
    if len(wanted) < 2 or seen < len(of_all):
        raise CaseError(_("Choose at least two cases, all of which you may see."))
    if not wanted <= of_all:
        raise CaseError(_("Somebody joined or parted these cases just now: look at them again."))
    first = min(locked, key=lambda case: (case.received_at, case.pk))
    apart = [case for case in locked if case.matter_id != first.matter_id]
    if apart and not any(case.state in IN_STATES[Step.MERGE] for case in locked):
        check_step(first, Step.MERGE)
    if apart:
        lacking_nothing(selectors.lacks_to_join(locked))
    for case in apart:
        facts = {"from": case.matter_id, "to": first.matter_id, "with": first.no}
        case.matter_id = first.matter_id
        case.save(update_fields=["matter"])
        record_case_act(case, "merge_cases", by=by, at=at, why=why, facts=facts)
    return first.matter


def _locked_with_their_matters(wanted: Collection[int]) -> list[Case]:
    """Lock cases and all that is joined with them: the matters first, for whoever else joins.

    Each in one order, so that two who join the same cases never wait for each other.
    """
    matters = list(Case.objects.filter(pk__in=wanted).values_list("matter", flat=True))
    list(Matter.objects.select_for_update(no_key=True).filter(pk__in=matters).order_by("pk"))
    rows = Case.objects.select_for_update(of=("self",)).filter(matter__in=matters)
    return list(rows.order_by("pk"))


@transaction.atomic
def unmerge_case(*, case: Case, why: str, by: User, at: datetime) -> Case:
    """Take a case out of its matter: it has one of its own again. Alone in it, nothing changes.

    :raises CaseError: without a reason, once the case is archived, or while something that counts
        was found in it.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not Case.objects.filter(matter=case.matter_id).exclude(pk=case.pk).exists():
        return case
    check_step(case, Step.UNMERGE)
    lacking_nothing(selectors.lacks_to_part(case))
    why = reason_given(why, ask=_("Please write why this is another matter."))
    facts = {"from": case.matter_id}
    case.matter = Matter.objects.create(opened_at=at)
    case.save(update_fields=["matter"])
    facts["to"] = case.matter_id
    record_case_act(case, "unmerge_case", by=by, at=at, why=why, facts=facts)
    return case
