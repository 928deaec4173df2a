"""What the admin of every app is built from: rows in a person's scope, and rows nobody edits."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import BinaryField, ForeignKey, Model, QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bureau import services
from bureau.field_changes import field_changes
from bureau.form_fields import NONE_CHOSEN, PLEASE_CHOOSE
from bureau.large_lists import EstimatingPaginator
from bureau.models import Institution


class Scoped:
    """For an admin or an inline: rows and choices begin with `visible_to`.

    What a person may not see answers as what is not there.
    """

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).visible_to(request.user)

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any):
        choices = db_field.remote_field.model._default_manager
        if hasattr(choices, "visible_to"):
            kwargs.setdefault("queryset", choices.visible_to(request.user))
        kwargs.setdefault("empty_label", NONE_CHOSEN if db_field.blank else PLEASE_CHOOSE)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ReadOnly:
    """For an admin or an inline: rows that only services write. It names its `fields`."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # Sealed columns are fields that no form can hold.
        return list(self.fields or ())

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ShowsHistory:
    """For an admin: the page of a record's history says, too, what was changed field by field."""

    object_history_template = "admin/bureau/object_history.html"

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        record = self.get_object(request, unquote(object_id))
        context = {**(extra_context or {}), "changes": field_changes(record) if record else []}
        return super().history_view(request, object_id, context)


class LeavesActs:
    """For an admin of master data: what is entered, changed or removed here leaves its act."""

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        keep = services.change_record if change else services.enter_record
        keep(record=obj, by=request.user, at=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        services.remove_record(record=obj, by=request.user, at=timezone.now())

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for record in queryset:
            self.delete_model(request, record)


class AsksPlainly:
    """For an admin: an address that no column can be asked with is a bad request, not a fault."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Ask no text for a NUL, and nothing sealed or hashed for anything: it has its search."""
        field = lookup.partition("__")[0]
        is_sealed = any(
            one.name == field and isinstance(one, BinaryField) for one in self.opts.concrete_fields
        )
        return (
            not is_sealed and "\x00" not in value and super().lookup_allowed(lookup, value, request)
        )


class ScopedAdmin(AsksPlainly, ShowsHistory, Scoped, admin.ModelAdmin):
    show_full_result_count = False
    paginator = EstimatingPaginator


class ReadOnlyAdmin(ReadOnly, ScopedAdmin):
    """Evidence: found, filtered and read here, written by services alone."""


class ReadOnlyInline(ReadOnly, Scoped, admin.TabularInline):
    extra = 0
    show_change_link = False


class InstitutionFilter(admin.SimpleListFilter):
    """Rows of one of the institutions a person sees; `path` leads from the row to it."""

    title = _("institution")
    parameter_name = "of"
    path = "institution"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return list(Institution.objects.visible_to(request.user).values_list("code", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = self.value() in dict(self.lookup_choices)
        return queryset.filter(**{f"{self.path}__code": self.value()}) if known else queryset


def confirmation(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    rows: Iterable[Model],
    *,
    action: str,
    question: str | Promise,
    verb: str | Promise,
    way_back: str = "",
    form: Form | None = None,
) -> TemplateResponse:
    """Ask before an action is done to `rows`. The answer is the same action with post=yes.

    `form` asks for what else the action needs, a reason for instance.
    """
    context = {
        **model_admin.admin_site.each_context(request),
        "title": verb,
        "opts": model_admin.opts,
        "rows": rows,
        "action": action,
        "question": question,
        "verb": verb,
        "form": form,
        "checkbox": ACTION_CHECKBOX_NAME,
        "way_back": way_back or request.get_full_path(),
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/bureau/confirm_action.html", context)
