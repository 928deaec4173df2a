"""New versions of a checklist: drafted from the one that stands, approved by somebody else."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import Act, User
from bureau.services import record_act
from rectification.models import Checklist, ChecklistItem
from rectification.rules.inspections import ChecklistState, Group
from rectification.services.errors import LedgerError

KIND = "checklist"
COPIED = ("position", "code", "text", "quote", "clause", "theme_id", "category_id")


@transaction.atomic
def draft_checklist(*, base: Checklist, valid_from: date, by: User, at: datetime) -> Checklist:
    """Draft the next version with the items of another; a draft that waits takes the day.

    :raises LedgerError: for a day that is over: visits of the past keep their checklist.
    """
    if valid_from < timezone.localdate(at):
        raise LedgerError(_("A checklist holds for days to come."))
    # The lock makes two who draft at once wait for each other.
    versions = Checklist.objects.select_for_update().filter(group=base.group)
    if waiting := versions.filter(state=ChecklistState.DRAFT).first():
        return _let_begin(waiting, valid_from, by=by, at=at)
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


def _let_begin(draft: Checklist, valid_from: date, *, by: User, at: datetime) -> Checklist:
    """Give a draft another first day: whoever does has revised it. The same changes nothing."""
    if draft.valid_from != valid_from:
        facts = {"was": draft.valid_from.isoformat(), "valid_from": valid_from.isoformat()}
        draft.valid_from = valid_from
        draft.save(update_fields=["valid_from"])
        _act(draft, "revise_items", by=by, at=at, after=ChecklistState.DRAFT, facts=facts)
    return draft


@transaction.atomic
def revise_items(
    *,
    checklist: Checklist,
    kept: Iterable[ChecklistItem],
    removed: Iterable[ChecklistItem],
    by: User,
    at: datetime,
) -> None:
    """Save what was entered, changed and removed of a draft's items. Nothing leaves no act.

    :raises LedgerError: if the checklist is no draft any more.
    """
    checklist = Checklist.objects.select_for_update().get(pk=checklist.pk)
    kept, removed = list(kept), list(removed)
    if not checklist.is_draft:
        raise LedgerError(_("Only a draft can be revised."))
    for item in removed:
        item.delete()
    for item in kept:
        item.save()
    if kept or removed:
        facts = {"kept": [item.code for item in kept], "removed": [item.code for item in removed]}
        _act(checklist, "revise_items", by=by, at=at, after=ChecklistState.DRAFT, facts=facts)


@transaction.atomic
def approve_checklist(*, checklist: Checklist, by: User, at: datetime) -> Checklist:
    """Put a draft in force from its day; approved twice is once.

    :raises LedgerError: by whoever drafted or revised it, without an item, or for a day that is
        over.
    """
    checklist = Checklist.objects.select_for_update().get(pk=checklist.pk)
    if not checklist.is_draft:
        return checklist
    if checklist.drafted_by_id == by.pk or _has_revised(by, checklist):
        raise LedgerError(_("Somebody else approves what you drafted or revised."))
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


def _has_revised(user: User, checklist: Checklist) -> bool:
    revisions = Act.objects.of(KIND, _no(checklist)).filter(verb="revise_items")
    return revisions.filter(**user.actor.as_columns()).exists()


def _no(checklist: Checklist) -> str:
    return f"{Group(checklist.group)}/{checklist.version}"


def _act(
    checklist: Checklist,
    verb: str,
    *,
    by: User,
    at: datetime,
    before: str = "",
    after: str,
    facts: Mapping[str, Any] | None = None,
) -> None:
    record_act(
        verb=verb, kind=KIND, no=_no(checklist), by=by, at=at,
        before=str(before), after=str(after), facts=facts,
    )  # fmt: skip
