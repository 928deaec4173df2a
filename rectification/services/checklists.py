"""New versions of a checklist: drafted from the one that stands, approved by somebody else."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import User
from bureau.services import record_act
from rectification.models import Checklist, ChecklistItem
from rectification.rules.inspections import ChecklistState, Group
from rectification.services.errors import LedgerError

KIND = "checklist"
COPIED = ("position", "code", "text", "quote", "clause", "theme_id", "category_id")


@transaction.atomic
def draft_checklist(*, base: Checklist, valid_from: date, by: User, at: datetime) -> Checklist:
    """Draft the next version with the items of another; a draft that waits is the draft.

    :raises LedgerError: for a day that is over: visits of the past keep their checklist.
    """
    if valid_from < timezone.localdate(at):
        raise LedgerError(_("A checklist holds for days to come."))
    # The lock makes two who draft at once wait for each other.
    versions = Checklist.objects.select_for_update().filter(group=base.group)
    if waiting := versions.filter(state=ChecklistState.DRAFT).first():
        return waiting
    newest = Checklist.objects.filter(group=base.group).aggregate(n=Max("version"))["n"]
    draft = Checklist.objects.create(
        group=base.group, version=newest + 1, title=base.title, valid_from=valid_from,
        source=base.source, drafted_by=by,
    )  # fmt: skip
    ChecklistItem.objects.bulk_create(
        ChecklistItem(checklist=draft, **{name: getattr(item, name) for name in COPIED})
        for item in base.items.all()
    )
    _act(draft, "draft_checklist", by=by, at=at, after=ChecklistState.DRAFT)
    return draft


@transaction.atomic
def approve_checklist(*, checklist: Checklist, by: User, at: datetime) -> Checklist:
    """Put a draft in force from its day; approved twice is once.

    :raises LedgerError: by whoever drafted it, without an item, or for a day that is over.
    """
    checklist = Checklist.objects.select_for_update().get(pk=checklist.pk)
    if not checklist.is_draft:
        return checklist
    if checklist.drafted_by_id == by.pk:
        raise LedgerError(_("Somebody else approves what you drafted."))
    if not checklist.items.exists():
        raise LedgerError(_("A checklist without items asks for nothing."))
    if checklist.valid_from < timezone.localdate(at):
        raise LedgerError(_("A checklist holds for days to come."))
    checklist.state, checklist.approved_by, checklist.approved_at = (
        ChecklistState.APPROVED.value, by, at,
    )  # fmt: skip
    checklist.save(update_fields=["state", "approved_by", "approved_at"])
    _act(checklist, "approve_checklist", by=by, at=at,
         before=ChecklistState.DRAFT, after=ChecklistState.APPROVED)  # fmt: skip
    return checklist


def _act(
    checklist: Checklist, verb: str, *, by: User, at: datetime, before: str = "", after: str
) -> None:
    no = f"{Group(checklist.group)}/{checklist.version}"
    record_act(verb=verb, kind=KIND, no=no, by=by, at=at, before=str(before), after=str(after))
