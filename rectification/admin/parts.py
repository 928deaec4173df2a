"""What the admin pages of this app share: rows made by a service, verbs done to each row."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bureau.scoped_admin import ReadOnlyAdmin
from bureau.sentences import labelled
from bureau.services import BureauError
from rectification.models.places import houses_visible_to


def page_link(name: str, key: str) -> str:
    return format_html('<a href="{}">{}</a>', reverse(name, args=[key]), _("Open"))


class MadeByService(ReadOnlyAdmin):
    """Evidence that is entered here as on its page, by the same service; `make` calls it."""

    new_form: type[ModelForm]
    make: Callable[..., Any]

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        if obj is None:
            kwargs |= {"form": self.new_form, "fields": self.new_form.Meta.fields}
        return super().get_form(request, obj, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.fields if obj else self.new_form.Meta.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return super().get_readonly_fields(request, obj) if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "institution":
            kwargs["queryset"] = houses_visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """Make the row by the service; the one it gives is what the admin goes on with."""
        made = self.make(**form.cleaned_data, by=request.user, at=timezone.now())
        obj.__dict__.update(made.__dict__)


def do_each(
    model_admin: admin.ModelAdmin, request: HttpRequest, rows: QuerySet, service: Callable,
    name: str, **given: Any,
) -> None:  # fmt: skip
    """Hand each row to a service; what it refuses is said beside the row."""
    done = 0
    for row in rows:
        try:
            service(**{name: row}, by=request.user, at=timezone.now(), **given)
            done += 1
        except BureauError as error:
            model_admin.message_user(request, labelled(row, error), messages.ERROR)
    said = ngettext("%(n)s record done.", "%(n)s records done.", done)
    model_admin.message_user(request, said % {"n": done})
