"""Old ledgers as they were handed in, what their columns mean, and what became of each row."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.import_states import RowState
from bureau.models.imports import CONFIRMED_BY_SOMEBODY, Batch, ColumnsSaid
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


class ColumnMapping(ColumnsSaid):
    """What the columns of an old ledger mean under one set of headings."""

    heading_set = models.CharField(_("set of headings"), max_length=64, unique=True)
    source = models.CharField(
        _("source where a row names none"),
        max_length=20,
        choices=SOURCES,
        default=SourceKind.INSPECTION.value,
    )

    class Meta:
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")
        ordering = ["-confirmed_at"]


class LedgerImport(Batch):
    """One workbook with an old ledger."""

    mapping = models.ForeignKey(
        ColumnMapping, models.PROTECT, null=True, verbose_name=_("column mapping")
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("old ledger")
        verbose_name_plural = _("old ledgers")
        ordering = ["-at"]
        permissions = [("import_item", _("Can bring an old ledger in"))]
        constraints = [
            models.CheckConstraint(
                name="import_confirmed_by_somebody", condition=CONFIRMED_BY_SOMEBODY
            )
        ]

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
