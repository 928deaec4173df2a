"""Books of cases as they were handed in, what their columns mean, what became of each row."""

import json
import uuid
from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.fields import SealedModel, SealedTextField
from bureau.import_states import ImportState, RowState
from bureau.models import StoredFile
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


class CaseColumns(models.Model):
    """What a person said the columns of one set of headings mean: asked once for all such files."""

    book = models.CharField(_("kind of book"), max_length=10, choices=choices.BOOKS)
    heading_set = models.CharField(_("set of headings"), max_length=64)
    # Column number, its heading and the field it is read as; "" where it is not read.
    columns = models.JSONField(_("columns"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"))

    class Meta:
        verbose_name = _("columns of a book of cases")
        verbose_name_plural = _("columns of books of cases")
        ordering = ["-confirmed_at"]
        constraints = [
            models.UniqueConstraint("book", "heading_set", name="case_columns_once"),
        ]

    def __str__(self) -> str:
        return "、".join(heading for _at, heading, field in self.columns if field)

    @property
    def fields(self) -> dict[int, str]:
        return {at: field for at, _heading, field in self.columns if field}


class CaseImport(SealedModel):
    """One workbook with cases, kept as it came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    book = models.CharField(_("kind of book"), max_length=10, choices=choices.BOOKS)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("file"))
    state = models.CharField(_("state"), max_length=10, choices=choices.IMPORT_STATES)
    sheet_name = models.CharField(_("sheet"), max_length=80, blank=True)
    header_row = models.PositiveIntegerField(_("row of the headings"), default=0)
    # Of each column: its number, its heading, the proposed field, what stands in it; as JSON.
    layout = SealedTextField(_("layout"))
    mapping = models.ForeignKey(
        CaseColumns, models.PROTECT, null=True, verbose_name=_("column mapping")
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
        verbose_name = _("book of cases")
        verbose_name_plural = _("books of cases")
        ordering = ["-at"]
        permissions = [("import_case", _("Can bring books of cases in"))]
        constraints = [
            models.CheckConstraint(
                name="case_import_confirmed_by_somebody",
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
        return reverse("complaints:import", args=[self.pk])

    @property
    def columns_asked(self) -> list[dict[str, Any]]:
        return json.loads(self.layout.reveal() or "[]")


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
