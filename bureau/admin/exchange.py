"""The import and export buttons of master data: which files are read and written, and by whom."""

import math
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.admin import ExportMixin, ImportMixin
from import_export.forms import ConfirmImportForm, ImportForm, SelectableFieldsExportForm
from import_export.results import Result
from import_export.tmp_storages import BaseStorage

from bureau import services
from bureau.models import StoredFile, User
from bureau.sheet_formats import SheetText, SheetWorkbook
from bureau.workbooks import READING, Refusal, WorkbookRefused


class ColumnsForm(SelectableFieldsExportForm):
    """Choose what goes out, column by column, under the sheet's own headings."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["format"].initial = "0"

    def _get_field_label(self, resource: Any, field_name: str) -> str:
        return resource.fields[field_name].column_name


class SheetExport(ExportMixin):
    """Export of the rows a person sees, as a workbook or as text."""

    export_form_class = ColumnsForm

    def get_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        return {"user": request.user}

    def workbook(self) -> partial:
        return partial(SheetWorkbook, self.resource_classes[0].columns())

    def get_export_formats(self) -> list:
        return [self.workbook(), SheetText]

    def get_export_data(
        self, file_format: Any, request: HttpRequest, queryset: QuerySet, **kwargs: Any
    ) -> Any:
        """Have the service build it, that writes down who took out how many rows."""
        return services.export_sheet(
            rows=queryset,
            build=partial(super().get_export_data, file_format, request, **kwargs),
            form=file_format.get_extension(),
            by=request.user,
            at=timezone.now(),
        )

    def get_valid_export_item_pks(self, request: HttpRequest) -> QuerySet:
        return self.get_queryset(request).values_list("pk", flat=True)


class ChosenSheetForm(ImportForm):
    """Choose the workbook; says which sheet is read."""

    def __init__(self, formats: list, resources: list, *, user: User, **kwargs: Any):
        super().__init__(formats, resources, **kwargs)
        self.user = user
        said = _("The sheet “%(sheet)s” is read.") % {"sheet": resources[0].sheet}
        self.fields["import_file"].help_text = said

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > READING.zipped_bytes:
            raise ValidationError(str(_too_big(file.size)))
        file.by = self.user
        return file


def _too_big(size: int) -> WorkbookRefused:
    limit = READING.zipped_bytes // 1_000_000
    return WorkbookRefused(Refusal.TOO_BIG, megabytes=math.ceil(size / 1_000_000), limit=limit)


class PreviewedSheetForm(ConfirmImportForm):
    """Go on with a sheet that the same person has just looked through."""

    format = forms.ChoiceField(choices=[("0", "xlsx")], widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_import_file_name(self) -> str:
        name = self.cleaned_data["import_file_name"]
        if not StoredFile.objects.filter(pk=name, by=self.user).exists():
            raise ValidationError(_("Please choose the file again."))
        return name


class KeptSheet(BaseStorage):
    """Where a sheet waits between preview and import: encrypted in the store all machines share."""

    def read(self) -> bytes:
        return services.open_file(StoredFile.objects.get(pk=self.name))

    def remove(self) -> None:
        """Keep what was imported, as it came."""


class SheetImportExport(ImportMixin, SheetExport):
    """Import of one workbook's sheet, all rows or none, with a preview; and export."""

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    import_form_class = ChosenSheetForm
    confirm_form_class = PreviewedSheetForm
    tmp_storage_class = KeptSheet

    def get_import_formats(self) -> list:
        return [self.workbook()]

    def get_import_form_kwargs(self, request: HttpRequest) -> dict:
        return super().get_import_form_kwargs(request) | {"user": request.user}

    def get_confirm_form_kwargs(self, request: HttpRequest, import_form: Any = None) -> dict:
        return super().get_confirm_form_kwargs(request, import_form) | {"user": request.user}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict:
        kwargs = super().get_import_data_kwargs(**kwargs)
        return kwargs | {"rollback_on_validation_errors": True}

    def write_to_tmp_storage(self, import_file: Any, input_format: Any) -> KeptSheet:
        stored = services.keep_file(
            name=import_file.name,
            content=import_file.read(),
            by=import_file.by,
            at=timezone.now(),
        )
        return KeptSheet(name=str(stored.pk))

    def add_data_read_fail_error_to_form(self, form: forms.Form, e: Exception) -> None:
        form.add_error("import_file", _sentence(e))

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = super().import_action(request, **kwargs)
        # The page of a file that could not be read would name no columns.
        columns = self.resource_classes[0].columns()
        response.context_data["fields_list"] = [(columns.sheet, columns.known)]
        return response

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return super().process_import(request, **kwargs)
        except (ValidationError, WorkbookRefused) as error:
            return self._start_again(request, _sentence(error))

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        """Report what was imported. What has become wrong since the preview imports nothing."""
        if result.has_errors() or result.has_validation_errors():
            said = _("Nothing was imported: some rows need a correction. Choose the file again.")
            return self._start_again(request, said)
        return super().process_result(result, request)

    def _start_again(self, request: HttpRequest, why: str) -> HttpResponse:
        messages.error(request, why)
        return redirect("admin:{}_{}_import".format(*self.get_model_info()))


def _sentence(error: Exception) -> str:
    """Word what is wrong with a file; anything else is our own fault and goes up."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, WorkbookRefused):
        return str(error)
    raise error
