"""What was changed in a record, field by field, for those who may see the record."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.dateformat import format as format_day
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bureau.history import REMOVAL, Change, changes_of
from bureau.models import User

LATEST = 50
NOTHING = "—"


class FieldChange(NamedTuple):
    """One field of one change."""

    at: datetime
    who: str
    request_id: str
    field: str
    before: str
    after: str


class Pair(NamedTuple):
    """One field before and after, with the change that it is of."""

    change: Change
    field: Any
    before: Any
    after: Any


def field_changes(record: models.Model, *, latest: int = LATEST) -> list[FieldChange]:
    """List what was changed in a record, newest first, with who did it and in which request.

    Sealed values are not kept in history: of them it says that they were written anew.
    """
    event_model = changes_of(type(record))
    if event_model is None:
        return []
    rows: Any = event_model.objects
    changes = list(rows.filter(pgh_obj_id=record.pk).order_by("-pgh_id")[:latest])
    accounts = User.objects.in_bulk({change_by for change in changes if (change_by := _by(change))})
    pairs = list(_pairs(record, changes))
    words = _Words(pairs)
    lines = []
    for change in changes:
        told = (change.pgh_created_at, _who(change, accounts), _context(change).get("request", ""))
        own = [pair for pair in pairs if pair.change is change]
        lines += [FieldChange(*told, *line) for line in _lines(record, change, own, words)]
    return lines


def _lines(
    record: models.Model, change: Change, pairs: Iterable[Pair], words: "_Words"
) -> list[tuple[str, str, str]]:
    if change.pgh_label == REMOVAL:
        return [(str(record._meta.verbose_name), str(record), _("removed"))]
    lines = [
        (_label(field), words.of(field, before), words.of(field, after))
        for _change, field, before, after in pairs
    ]
    sealed = [field for field in record._meta.local_fields if field.column in change.pgh_sealed]
    return lines + [(_label(field), NOTHING, _("updated (sealed)")) for field in sealed]


def _pairs(record: models.Model, changes: Sequence[Change]) -> Iterable[Pair]:
    """Lay each change beside what the record said after it: the next one's before, or now."""
    after: models.Model = record
    for change in changes:
        for field in changes_of(type(record))._meta.fields:
            if field.name.startswith("pgh_"):
                continue
            before, then = getattr(change, field.attname), getattr(after, field.attname)
            if before != then and change.pgh_label != REMOVAL:
                yield Pair(change, record._meta.get_field(field.name), before, then)
        after = change


def _context(change: Change) -> dict[str, Any]:
    return change.pgh_context or {}


def _by(change: Change) -> int | None:
    return _context(change).get("account")


def _who(change: Change, accounts: dict[int, User]) -> str:
    account = _by(change)
    if account:
        return str(accounts.get(account, f"#{account}"))
    return _("Automatic job") if _context(change).get("job") else _("on the server")


def _label(field: models.Field) -> str:
    return str(field.verbose_name)


class _Words:
    """Values as people read them; what they refer to is fetched once for each kind of record."""

    def __init__(self, pairs: Iterable[Pair]):
        wanted: dict[Any, set[Any]] = {}
        for pair in pairs:
            if pair.field.is_relation:
                known = {pair.before, pair.after} - {None}
                wanted.setdefault(pair.field.related_model, set()).update(known)
        self.referred = {
            model: model._base_manager.select_related().in_bulk(keys)
            for model, keys in wanted.items()
        }

    def of(self, field: Any, value: Any) -> str:
        if value is None or value == "":
            return NOTHING
        if field.is_relation:
            return str(self.referred[field.related_model].get(value, f"#{value}"))
        if isinstance(value, bool):
            return pgettext("value", "yes") if value else pgettext("value", "no")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, datetime):
            return format_day(timezone.localtime(value), "Y-m-d H:i")
        return str(value)
