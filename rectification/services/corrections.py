"""Answers of a visit that is done, put right with a reason; what was read before is kept."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import User
from bureau.services import tell
from rectification.models import VisitResult
from rectification.notices import visits as notices
from rectification.rules import inspections
from rectification.rules.inspections import Finding, VisitState
from rectification.services.errors import LedgerError, reason_given
from rectification.services.taking_back import take_back_draft
from rectification.services.visits import inspected, visit_act


@transaction.atomic
def correct_finding(
    *,
    result: VisitResult,
    finding: Finding,
    note: str | None = None,
    reason: str,
    by: User,
    at: datetime,
) -> VisitResult:
    """Put an answer of a finished visit right; its institution is told. The same changes nothing.

    What is no fault any more takes its draft with it. Without a note the old one stays.

    :raises LedgerError: without a reason, if somebody else inspects, if the visit is not done, or
        if the rectification was ordered and it would no longer be a fault.
    """
    visit = inspected(result.visit, by, done_too=True)
    if visit.state != VisitState.DONE:
        raise LedgerError(_("The visit is not done yet: answer the item anew."))
    rows = VisitResult.objects.select_for_update(of=("self",))
    found = rows.select_related("visit", "item").get(pk=result.pk)
    said = found.note if note is None else note.strip()[:1_000]
    if (found.finding, found.note) == (finding, said):
        return found
    why = reason_given(reason, ask=_("Please write why the answer is put right."))
    if finding not in inspections.FAULTS:
        take_back_draft(found, by=by, at=at)
    before, facts = found.finding, {"item": found.item.code, "note": found.note}
    # It was found on the day of the visit, whenever it is put right.
    found.finding, found.note, found.by = finding, said, by
    found.save(update_fields=["finding", "note", "by", "ledger_item"])
    visit_act(
        visit, "correct_finding", by=by, at=at, before=before, after=finding, why=why, facts=facts
    )
    tell(notices.corrected(visit, code=found.item.code, at=at), at=at)
    return found
