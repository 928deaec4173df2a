"""Field history: what a row said before each change, kept by the database itself.

A trigger writes it, so that bulk statements, COPY and raw SQL are seen as `save()` is. It keeps
the rows as they were before an update or a delete; what a row says first is known from the
next, so that bringing rows in costs nothing. Of sealed columns it keeps that they were written
anew, never a value; of secrets and of hashes it keeps nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Self, TypeVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from pghistory.models import Event

from bureau.fields import SealedModel, SealedTextField
from bureau.trace import Trace, current_trace

SECRETS = {"password", "last_login"}
CHANGE, REMOVAL = "update", "delete"
CONTEXT = "NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb"

Model = TypeVar("Model", bound=type[models.Model])


class ChangeQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Auditors read every change, everybody else those of the rows that they may see.

        Of rows about people nobody reads changes without the verb for the rows themselves.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        tracked = self.model.pgh_tracked_model._default_manager.all()
        meta = tracked.model._meta
        may_view = user.has_perm(f"{meta.app_label}.view_{meta.model_name}")
        if issubclass(tracked.model, SealedModel) and not may_view:
            return self.none()
        if user.has_perm("bureau.view_others_acts"):
            return self
        if not hasattr(tracked, "visible_to"):
            return self if may_view else self.none()
        return self.filter(pgh_obj__in=tracked.visible_to(user).values("pk"))


class Change(Event):
    """A row as it was before a change or its removal: written by a trigger, never edited."""

    pgh_id = models.BigAutoField(primary_key=True)
    # The sealed columns that were written anew.
    pgh_sealed = ArrayField(models.TextField(), default=list)

    objects = ChangeQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        abstract = True


def tracked(*names: str, leave_out: Collection[str] = ()) -> Callable[[Model], Model]:
    """Keep the history of a model's fields: of the named ones, or of all but those left out."""

    def track(model: Model) -> Model:
        fields: list[Any] = [
            field
            for field in model._meta.local_fields
            if (not names or field.name in names)
            and field.name not in {*leave_out, *SECRETS}
            and not field.primary_key  # it stands there as what the change is of
        ]
        sealed = [str(field.column) for field in fields if isinstance(field, SealedTextField)]
        return pghistory.track(
            KeptByTrigger(CHANGE, sealed),
            KeptByTrigger(REMOVAL, sealed),
            # Binary columns are what is sealed, and hashes.
            fields=[field.name for field in fields if not isinstance(field, models.BinaryField)],
            model_name=f"{model.__name__}Change",
            base_model=Change,
            obj_field=pghistory.ObjForeignKey(related_name="+", db_index=True),
            context_field=pghistory.ContextJSONField(),
            context_id_field=None,  # type: ignore[arg-type]
            append_only=True,
            # Nobody gets a verb over it: it is read with the record.
            meta={"default_permissions": ()},
        )(model)

    return track


class KeptByTrigger(pghistory.Tracker):
    """Keep the rows of one kind of statement, all of them at once."""

    def __init__(self, label: str, sealed: Collection[str]):
        super().__init__(label)
        self.sealed = sealed

    def setup(self, event_model: type[Change]) -> None:
        label = str(self.label)
        is_change = label == CHANGE
        pgtrigger.register(
            pgtrigger.Trigger(
                name=f"history_{label}",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Update if is_change else pgtrigger.Delete,
                referencing=pgtrigger.Referencing(
                    old="old_rows", new="new_rows" if is_change else None
                ),
                func=_statement(event_model, label, self.sealed),
            )
        )(event_model.pgh_tracked_model)


def _statement(event_model: type[Change], label: str, sealed: Collection[str]) -> str:
    """Write the trigger's statement: rows in which nothing of what is kept changed leave none."""
    tracked_model: Any = event_model.pgh_tracked_model
    own = {field.column for field in tracked_model._meta.local_fields}
    columns_there = [str(field.column) for field in event_model._meta.fields]
    kept = sorted(column for column in columns_there if column in own)
    key = tracked_model._meta.pk.column
    values = {
        **{column: f'o."{column}"' for column in kept},
        "pgh_created_at": "now()",
        "pgh_label": f"'{label}'",
        "pgh_obj_id": f'o."{key}"',
        "pgh_context": CONTEXT,
        "pgh_sealed": "'{}'",
    }
    rows = "old_rows o"
    if label == CHANGE:
        anew = [f"CASE WHEN {_differs(column)} THEN '{column}' END" for column in sealed]
        values["pgh_sealed"] = f"array_remove(ARRAY[{', '.join(anew)}]::text[], NULL)"
        # From the left: a row whose key was changed is one that is gone.
        rows += f' LEFT JOIN new_rows n ON o."{key}" = n."{key}" WHERE '
        rows += " OR ".join(map(_differs, [*kept, *sealed]))
    columns = ", ".join(f'"{column}"' for column in values)
    statement = (
        f'INSERT INTO "{event_model._meta.db_table}" ({columns})'  # noqa: S608 - names of ours
        f" SELECT {', '.join(values.values())} FROM {rows}"
    )
    # Planned anew each time: a plan kept from a statement of one row joins ten thousand of them
    # one by one, which took two minutes where this takes one second.
    return f"EXECUTE $history${statement}$history$; RETURN NULL;"


def _differs(column: str) -> str:
    return f'o."{column}" IS DISTINCT FROM n."{column}"'


def changes_of(model: type[models.Model]) -> type[Change] | None:
    """Name the model of a model's history; None where none is kept."""
    kept = getattr(model, "pgh_event_models", {})
    return next(iter(kept.values()), None)


def put_back(rows: Iterable[models.Model], day: date) -> None:
    """Let rows say again, unsaved, what they said at the end of a day: one query for each model.

    A row that is younger than the day says what it said first.
    """
    by_model: dict[type[models.Model], dict[Any, models.Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), {})[row.pk] = row
    for model, found in by_model.items():
        change_model: Any = changes_of(model)
        later = change_model.objects.filter(pgh_obj_id__in=found, pgh_created_at__date__gt=day)
        for change in later.order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id"):
            for field in change_model._meta.concrete_fields:
                if not field.name.startswith("pgh_"):
                    setattr(found[change.pgh_obj_id], field.attname, getattr(change, field.attname))


def removed_since(model: type[models.Model], day: date) -> models.QuerySet[Any]:
    """Return what rows said that were still there at the end of a day and are gone now."""
    change_model: Any = changes_of(model)
    return change_model.objects.filter(pgh_label=REMOVAL, pgh_created_at__date__gt=day)


def trail_models(known: Iterable[type[models.Model]]) -> Iterator[type[models.Model]]:
    """Pick the models whose rows are history."""
    return (model for model in known if issubclass(model, Change))


@contextmanager
def told(trace: Trace, **who: Any) -> Iterator[None]:
    """Write down whose request or job it is, beside each act and each change within."""
    token = current_trace.set(trace)
    try:
        with pghistory.context(request=trace.request_id, **who):
            yield
    finally:
        current_trace.reset(token)
