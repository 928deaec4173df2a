"""Accounts. Nobody gives himself a role, and only a superuser touches a superuser."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bureau.choices import ROLES
from bureau.models import User
from bureau.templatetags.shell import listed

WHO = ("name", "institution", "section", "language")
MAY = ("is_active", "is_staff", "groups")
DECIDED_BY_ANOTHER = ("institution", "section", "is_superuser", *MAY)
"""What decides over what a person may do: never changed on one's own account."""


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return list(ROLES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class AccountAdmin(UserAdmin):
    list_display = ["username", "name", "belongs_to", "roles", "is_active", "is_staff"]
    list_filter = [RoleFilter, "section", "is_active", "is_staff"]
    list_select_related = ["institution", "section"]
    search_fields = ["username", "name"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": WHO}),
        (_("Roles"), {"fields": MAY}),
        (_("Important dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        (_("Person"), {"fields": WHO}),
        (_("Roles"), {"fields": MAY}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("belongs to"))
    def belongs_to(self, user: User) -> Any:
        return user.belongs_to

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return listed(_label(group) for group in user.groups.all())

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        if obj and request.user.is_superuser:
            return [*fieldsets, (_("Superuser"), {"fields": ["is_superuser"]})]
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        fields = super().get_readonly_fields(request, obj)
        return [*fields, *DECIDED_BY_ANOTHER] if obj == request.user else fields

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        # Who could set a superuser's password could log in as one.
        out_of_reach = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not out_of_reach and super().has_change_permission(request, obj)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        field = super().formfield_for_manytomany(
            db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs
        )
        field.label = _("Roles")
        field.help_text = ""
        field.label_from_instance = _label
        return field


def _label(group: Any) -> str:
    return str(ROLES.get(group.name, group.name))
