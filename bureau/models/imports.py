"""What every app keeps of a workbook brought in: its file, what its columns mean, who confirmed."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau.choices import imports as choices
from bureau.import_states import ImportState
from bureau.models.work import StoredFile


class ColumnsSaid(models.Model):
    """What a person said the columns of one set of headings mean: asked once for all such files."""

    # Column number, its heading and the field it is read as; "" where it is not read.
    columns = models.JSONField(_("columns"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return "、".join(heading for _at, heading, field in self.columns if field)

    @property
    def fields(self) -> dict[int, str]:
        return {at: field for at, _heading, field in self.columns if field}


class Batch(models.Model):
    """One workbook, kept as it came. A model of it adds its `mapping`; its rows are its `rows`."""

    mapping: Any
    rows: Any
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("file"))
    state = models.CharField(_("state"), max_length=10, choices=choices.IMPORT_STATES)
    sheet_name = models.CharField(_("sheet"), max_length=80, blank=True)
    header_row = models.PositiveIntegerField(_("row of the headings"), default=0)
    # Of each column: its number, its heading, the proposed field, and what stands in it.
    layout: Any = models.JSONField(_("layout"), default=list)
    refusal = models.JSONField(_("why it was refused"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("handed in by")
    )
    at = models.DateTimeField(_("handed in at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file.name

    @property
    def columns_asked(self) -> list[dict[str, Any]]:
        return self.layout

    def keep_columns(self, asked: list[dict[str, Any]]) -> None:
        self.layout = asked


CONFIRMED_BY_SOMEBODY = Q(
    state=ImportState.IMPORTED.value, confirmed_by__isnull=False, confirmed_at__isnull=False
) | ~Q(state=ImportState.IMPORTED.value) & Q(confirmed_by=None, confirmed_at=None)
"""What holds of every file: whoever took it in is named, and nobody else."""
