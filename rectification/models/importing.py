"""Old ledgers as they were handed in, what their columns mean, and what became of each row."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.import_states import ImportState, RowState
from bureau.models import StoredFile
from bureau.rules import Role, SectionCode
from rectification.choices import importing as choices
from rectification.choices.ledger import SOURCES
from rectification.models.items import Item
from rectification.rules.words import SourceKind

READERS = frozenset({Role.LEADER, Role.AUDITOR})
SECTION_ROLES = frozenset({Role.BUREAU_STAFF, Role.SECTION_HEAD})


class ImportQuerySet(models.QuerySet):
    """A file holds the whole county: it is for the section that keeps the ledger, and its sender.

    Who reads for everybody reads what came of it as well. An institution sees none.
    """

    to_import = ""

    def visible_to(self, user) -> Self:
        if not user.is_authenticated or not user.is_active or user.institution_id:
            return self.none()
        of_keepers = user.section_code == SectionCode.MEDICAL_ADMIN and user.roles & SECTION_ROLES
        if of_keepers or user.roles & READERS:
            return self
        return self.filter(**{f"{self.to_import}by": user}) if user.roles else self.none()


class OfImport(ImportQuerySet):
    to_import = "batch__"


class ColumnMapping(models.Model):
    """What a person said the columns of one set of headings mean: asked once for all such files."""

    heading_set = models.CharField(_("set of headings"), max_length=64, unique=True)
    # Column number, its heading and the field it is read as; "" where it is not read.
    columns = models.JSONField(_("columns"))
    source = models.CharField(
        _("source where a row names none"),
        max_length=20,
        choices=SOURCES,
        default=SourceKind.INSPECTION.value,
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"))

    class Meta:
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")
        ordering = ["-confirmed_at"]

    def __str__(self) -> str:
        return "、".join(heading for _at, heading, field in self.columns if field)

    @property
    def fields(self) -> dict[int, str]:
        return {at: field for at, _heading, field in self.columns if field}


class LedgerImport(models.Model):
    """One workbook with an old ledger, kept as it came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("file"))
    state = models.CharField(_("state"), max_length=10, choices=choices.IMPORT_STATES)
    sheet_name = models.CharField(_("sheet"), max_length=80, blank=True)
    header_row = models.PositiveIntegerField(_("row of the headings"), default=0)
    # Of each column: its number, its heading, the proposed field, and what stands in it.
    layout = models.JSONField(_("layout"), default=list)
    mapping = models.ForeignKey(
        ColumnMapping, models.PROTECT, null=True, verbose_name=_("column mapping")
    )
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

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("old ledger")
        verbose_name_plural = _("old ledgers")
        ordering = ["-at"]
        permissions = [("import_item", _("Can bring an old ledger in"))]
        constraints = [
            models.CheckConstraint(
                name="import_confirmed_by_somebody",
                condition=Q(
                    state=ImportState.IMPORTED.value,
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                )
                | ~Q(state=ImportState.IMPORTED.value) & Q(confirmed_by=None, confirmed_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.file.name

    def get_absolute_url(self) -> str:
        return reverse("rectification:import", args=[self.pk])


class ImportRow(models.Model):
    """One row of an old ledger: what it says, what is wrong with it, which item it became."""

    batch = models.ForeignKey(
        LedgerImport, models.CASCADE, related_name="rows", verbose_name=_("old ledger")
    )
    number = models.PositiveIntegerField(pgettext_lazy("sheet", "row"))
    state = models.CharField(_("state"), max_length=10, choices=choices.ROW_STATES)
    becomes = models.CharField(pgettext_lazy("ledger", "comes in as"), max_length=20, blank=True)
    values = models.JSONField(_("values"), null=True)
    faults = models.JSONField(_("faults"), default=list)
    # As written, by field: the paper that a struck-off row rests on.
    cells = models.JSONField(_("cells"), default=dict)
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, related_name="+", verbose_name=_("ledger item")
    )

    objects = OfImport.as_manager()

    class Meta:
        verbose_name = _("row of an old ledger")
        verbose_name_plural = _("rows of old ledgers")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("batch", "number", name="import_row_once"),
            models.CheckConstraint(
                name="import_row_refused_with_a_fault",
                condition=Q(state=RowState.REFUSED.value, values=None) & ~Q(faults=[])
                | ~Q(state=RowState.REFUSED.value) & Q(values__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} · {self.number}"
