"""Master data that leaves the house as a sheet."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from bureau.services.acts import Doer, record_act

Sheet = TypeVar("Sheet")


@transaction.atomic
def export_sheet(
    *, rows: QuerySet, build: Callable[[QuerySet], Sheet], form: str, by: Doer, at: datetime
) -> Sheet:
    """Build a sheet of these rows, and write down who took out how many of what.

    The rows begin with the taker's scope: they are the caller's. A sheet that cannot be built
    leaves no act behind.
    """
    sheet = build(rows)
    record_act(
        verb="export_sheet", kind=rows.model._meta.model_name, no="", by=by, at=at,
        facts={"rows": rows.count(), "format": form},
    )  # fmt: skip
    return sheet
