"""Cases about one event in one matter: it counts once, and everybody is answered.

Joining moves cases, never rows within them: each keeps its state, clocks, attachments and
answer, so that taking one out again loses nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import User
from complaints.models import Case, Matter
from complaints.services.acts import record_case_act
from complaints.services.errors import CaseError, reason_given


@transaction.atomic
def merge_cases(*, cases: Sequence[Case], why: str, by: User, at: datetime) -> Matter:
    """Join cases in the matter of the one that came first; joined twice is joined once.

    :raises CaseError: for fewer than two, without a reason, or if this person may not see one of
        them.
    """
    why = reason_given(why, ask=_("Please write why these are about the same."))
    wanted = {case.pk for case in cases}
    # In one order, so that two who join the same cases never wait for each other.
    locked = list(Case.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    seen = Case.objects.visible_to(by).filter(pk__in=wanted).count()
    if len(locked) < 2 or seen < len(wanted):
        raise CaseError(_("Choose at least two cases, all of which you may see."))
    first = min(locked, key=lambda case: (case.received_at, case.pk))
    for case in locked:
        if case.matter_id == first.matter_id:
            continue
        facts = {"from": case.matter_id, "to": first.matter_id, "with": first.no}
        case.matter_id = first.matter_id
        case.save(update_fields=["matter"])
        record_case_act(case, "merge_cases", by=by, at=at, why=why, facts=facts)
    return first.matter


@transaction.atomic
def unmerge_case(*, case: Case, why: str, by: User, at: datetime) -> Case:
    """Take a case out of its matter: it has one of its own again. Alone in it, nothing changes.

    :raises CaseError: without a reason.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not Case.objects.filter(matter=case.matter_id).exclude(pk=case.pk).exists():
        return case
    why = reason_given(why, ask=_("Please write why this is another matter."))
    facts = {"from": case.matter_id}
    case.matter = Matter.objects.create(opened_at=at)
    case.save(update_fields=["matter"])
    facts["to"] = case.matter_id
    record_case_act(case, "unmerge_case", by=by, at=at, why=why, facts=facts)
    return case
