"""Books of cases as they were handed in, what their columns mean, what became of each row."""

import json
from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.fields import SealedModel, SealedTextField
from bureau.import_states import RowState
from bureau.models.imports import CONFIRMED_BY_SOMEBODY, Batch, ColumnsSaid
from bureau.rules import SectionCode
from complaints import import_words as choices
from complaints.models.cases import Case
from complaints.models.scope import OF_A_SECTION

READS_ACCUSATIONS = frozenset({SectionCode.PETITIONS, SectionCode.DISCIPLINE})


class ImportQuerySet(models.QuerySet):
    """A file names whoever complained, and may hold accusations: it is for its sender alone.

    Of the sections that read accusations colleagues go on where the sender left off.
    """

    to_import = ""

    def visible_to(self, user) -> Self:
        if not user.is_authenticated or not user.is_active or user.institution_id:
            return self.none()
        if not user.roles & OF_A_SECTION:
            return self.none()
        seen = Q(**{f"{self.to_import}by": user})
        if user.section_code in READS_ACCUSATIONS:
            seen |= Q(**{f"{self.to_import}by__section": user.section_id})
        return self.filter(seen)


class OfImport(ImportQuerySet):
    """What a row became is seen by whoever sees the case: an accusation by few."""

    to_import = "batch__"

    def visible_to(self, user) -> Self:
        cases = Case.objects.visible_to(user)
        return super().visible_to(user).filter(Q(case=None) | Q(case__in=cases))


class CaseColumns(ColumnsSaid):
    """What the columns of one kind of book mean under one set of headings."""

    book = models.CharField(_("kind of book"), max_length=10, choices=choices.BOOKS)
    heading_set = models.CharField(_("set of headings"), max_length=64)

    class Meta:
        verbose_name = _("columns of a book of cases")
        verbose_name_plural = _("columns of books of cases")
        ordering = ["-confirmed_at"]
        constraints = [
            models.UniqueConstraint("book", "heading_set", name="case_columns_once"),
        ]


class CaseImport(SealedModel, Batch):
    """One workbook with cases. What stands in its columns is sealed: it names people."""

    book = models.CharField(_("kind of book"), max_length=10, choices=choices.BOOKS)
    layout = SealedTextField(_("layout"))
    mapping = models.ForeignKey(
        CaseColumns, models.PROTECT, null=True, verbose_name=_("column mapping")
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("book of cases")
        verbose_name_plural = _("books of cases")
        ordering = ["-at"]
        permissions = [("import_case", _("Can bring books of cases in"))]
        constraints = [
            models.CheckConstraint(
                name="case_import_confirmed_by_somebody", condition=CONFIRMED_BY_SOMEBODY
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("complaints:import", args=[self.pk])

    @property
    def columns_asked(self) -> list[dict[str, Any]]:
        return json.loads(self.layout.reveal() or "[]")

    def keep_columns(self, asked: list[dict[str, Any]]) -> None:
        self.layout = json.dumps(asked, ensure_ascii=False)


class CaseImportRow(SealedModel):
    """One row of a book: what it says, what is wrong with it, which case it became."""

    batch = models.ForeignKey(
        CaseImport, models.CASCADE, related_name="rows", verbose_name=_("book of cases")
    )
    number = models.PositiveIntegerField(pgettext_lazy("sheet", "row"))
    state = models.CharField(_("state"), max_length=10, choices=choices.ROW_STATES)
    # What it is told by again, wherever it stands: keyed, for it says who and what.
    identity = models.BinaryField(max_length=16, default=b"")
    faults = models.JSONField(_("faults"), default=list)
    # As JSON: what it means (nothing of a refused one), and its cells as written.
    values = SealedTextField(_("values"))
    cells = SealedTextField(_("cells"))
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="import_rows", verbose_name=_("case")
    )

    objects = OfImport.as_manager()

    class Meta:
        verbose_name = _("row of a book of cases")
        verbose_name_plural = _("rows of books of cases")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("batch", "number", name="case_import_row_once"),
            models.CheckConstraint(
                name="case_import_row_refused_with_a_fault",
                condition=Q(state=RowState.REFUSED.value, values=b"") & ~Q(faults=[])
                | ~Q(state=RowState.REFUSED.value) & ~Q(values=b""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["identity"], name="case_import_row_same", condition=~Q(identity=b"")
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch} · {self.number}"

    def read_values(self) -> Mapping[str, Any]:
        return json.loads(self.values.reveal())

    def read_cells(self) -> dict[str, str]:
        return json.loads(self.cells.reveal())
