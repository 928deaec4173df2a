"""Master data: what an administrator enters, changes or removes, each with its act."""

import re
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction

from bureau.models import Institution
from bureau.rules import Role
from bureau.services.acts import Doer, record_act


@transaction.atomic
def enter_record(*, record: models.Model, by: Doer | None, at: datetime) -> None:
    """Save a row of master data that is new."""
    record.save(force_insert=True)
    # Read anew: what a form typed is not yet what the row says.
    _record("enter_record", _kept(record), by, at, values=_values(_kept(record)))


@transaction.atomic
def change_record(*, record: models.Model, by: Doer | None, at: datetime) -> bool:
    """Save a row of master data; False, without an act, if it says what it said before."""
    before = _kept(record, for_update=True)
    record.save()
    after = _kept(record)
    was, now = _values(before), _values(after)
    changed = {name: [was[name], value] for name, value in now.items() if value != was[name]}
    facts: dict[str, Any] = {"changed": changed}
    # Of what is sealed it says only that it was written anew.
    names = [field.name for field in _sealed(record)]
    if sealed := [name for name in names if getattr(before, name) != getattr(after, name)]:
        facts["sealed"] = sealed
    if changed or sealed:
        _record("change_record", after, by, at, **facts)
    return bool(changed or sealed)


@transaction.atomic
def remove_record(*, record: models.Model, by: Doer | None, at: datetime) -> None:
    """Take a row of master data away; the act keeps what it said."""
    _record("remove_record", record, by, at, values=_values(record))
    record.delete()


@transaction.atomic
def set_permissions(
    *, role: Role, permissions: Collection[Permission], by: Doer | None, at: datetime
) -> bool:
    """Let a role have exactly these verbs; False, without an act, if it has them already."""
    group, _created = Group.objects.select_for_update().get_or_create(name=role.value)
    before = set(group.permissions.select_related("content_type"))
    added, removed = set(permissions) - before, before - set(permissions)
    if not added and not removed:
        return False
    group.permissions.set(permissions)
    record_act(
        verb="set_permissions", kind="role", no=role.value, by=by, at=at,
        facts={"added": _names(added), "removed": _names(removed)},
    )  # fmt: skip
    return True


def _names(permissions: Collection[Permission]) -> list[str]:
    return sorted(f"{one.content_type.app_label}.{one.codename}" for one in permissions)


def _kept(record: models.Model, *, for_update: bool = False) -> models.Model:
    rows = type(record)._base_manager.all()
    return (rows.select_for_update(of=("self",)) if for_update else rows).get(pk=record.pk)


def _values(record: models.Model) -> dict[str, Any]:
    """Say what a row says in numbers and words, leaving out what is sealed."""
    sealed = {"id", "seal_id", *(field.name for field in _sealed(record))}
    fields = [field for field in record._meta.concrete_fields if field.name not in sealed]
    return {field.name: _plain(getattr(record, field.attname)) for field in fields}


def _sealed(record: models.Model) -> list[models.Field]:
    return [one for one in record._meta.concrete_fields if isinstance(one, models.BinaryField)]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool | int | None) else str(value)


def _record(verb: str, record: models.Model, by: Doer | None, at: datetime, **facts: Any) -> None:
    """Write the act; what is known by a code goes by it, other rows by their key."""
    institution = getattr(record, "institution", None)
    if isinstance(record, Institution) and verb != "remove_record":
        institution = record
    record_act(
        verb=verb, kind=_kind(record), no=getattr(record, "code", None) or record.pk, by=by, at=at,
        institution=institution, facts={"name": getattr(record, "name", str(record)), **facts},
    )  # fmt: skip


def _kind(record: models.Model) -> str:
    """Name a kind of record as acts do: a CalendarDay is a calendar_day."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(record).__name__).lower()
