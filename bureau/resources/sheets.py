"""A sheet of master data: a column is known by its heading, a row by its key columns."""

from functools import cached_property
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export import resources, results

from bureau import services
from bureau.models import Institution, User
from bureau.sheet_formats import ROW, Columns
from bureau.sheet_widgets import InstitutionWidget


class SheetResult(results.Result):
    """What an import found, with rows called by their number in the sheet."""

    def append_invalid_row(self, number: int, row: Any, validation_error: ValidationError) -> None:
        super().append_invalid_row(row.get(ROW, number), row, validation_error)

    def append_error_row(self, number: int, row: Any, errors: Any) -> None:
        super().append_error_row(row.get(ROW, number), row, errors)

    @property
    def refused(self) -> int:
        return self.totals["invalid"] + self.totals["error"]

    def row_errors(self) -> list[tuple[int, Any]]:
        return [(row.number, row.errors) for row in self.error_rows]


class SheetResource(resources.ModelResource):
    """Rows of one sheet, known by their key columns; the same sheet twice changes nothing.

    Reads and writes what `user` may see; without one, for commands, everything.
    """

    sheet: str
    required: tuple[str, ...]
    """The headings without which the sheet is not this one."""

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    def __init__(self, *, user: User | None = None):
        super().__init__()
        self.user = user
        self.rows_by_key: dict[tuple[Any, ...], Any] = {}

    @classmethod
    def columns(cls) -> Columns:
        headings = [cls.fields[name].column_name for name in cls._meta.fields]
        return Columns(cls.sheet, headings, cls.required)

    @classmethod
    def get_result_class(cls) -> type[SheetResult]:
        return SheetResult

    def get_queryset(self) -> QuerySet:
        return self.visible(self._meta.model)

    def visible(self, model: Any) -> QuerySet:
        return model.objects.visible_to(self.user) if self.user else model.objects.all()

    @cached_property
    def known(self) -> dict[tuple[Any, ...], Any]:
        keys = [self.fields[name] for name in self._meta.import_id_fields]
        return {tuple(key.get_value(one) for key in keys): one for one in self.get_queryset()}

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        """Find the row's instance. A key that stands there twice is the later row's fault."""
        keys = [self.fields[name] for name in self._meta.import_id_fields]
        try:
            key = tuple(key.clean(row) for key in keys)
        except ValueError:
            return None  # told when the row is read
        if key in self.rows_by_key:
            raise ValidationError(
                _("Row %(row)s has the same %(headings)s."),
                params={
                    "row": self.rows_by_key[key],
                    "headings": "、".join(key.column_name for key in keys),
                },
            )
        self.rows_by_key[key] = row.get(ROW)
        return self.known.get(key)

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """Blame columns by their headings."""
        try:
            super().validate_instance(instance, *args, **kwargs)
        except ValidationError as error:
            headings = {field.attribute: field.column_name for field in self.fields.values()}
            raise ValidationError(
                {headings.get(name, name): found for name, found in error.error_dict.items()}
            ) from error

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        keep = services.enter_record if is_create else services.change_record
        keep(record=instance, by=self.user, at=timezone.now())

    def after_import(self, dataset: tablib.Dataset, result: Any, **kwargs: Any) -> None:
        """Leave the sequences alone: no sheet names a primary key."""


class OfInstitutionResource(SheetResource):
    """Rows that belong to an institution and say so in the column 机构编码."""

    def __init__(self, *, user: User | None = None):
        super().__init__(user=user)
        self.fields["institution"].widget = InstitutionWidget(self.visible(Institution))
