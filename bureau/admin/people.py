"""Accounts. Nobody gives himself a role, and only a superuser touches a superuser."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from bureau import services
from bureau.choices import ROLES
from bureau.forms import AccountForm, AdminLoginForm, NewAccountForm
from bureau.lockout import closed_until
from bureau.models import User
from bureau.scoped_admin import AsksPlainly, ShowsHistory, confirmation
from bureau.templatetags.shell import listed

WHO = ("name", "institution", "section", "staff", "language")
MAY = ("is_active", "is_staff", "groups")
DECIDED_BY_ANOTHER = ("institution", "section", "staff", "is_superuser", *MAY)
"""What decides over what a person may do: never changed on one's own account."""


# Roles are what releases say they are: nothing of them is edited by hand.
admin.site.unregister(Group)
admin.site.login_form = AdminLoginForm
admin.site.empty_value_display = "—"


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return list(ROLES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(groups__name=self.value()) if self.value() in ROLES else queryset


class AccountsOfPage(ChangeList):
    """A page of accounts with the log-ins that are closed, asked for once for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        closed = closed_until([user.username for user in self.result_list], at=timezone.now())
        for user in self.result_list:
            user.closed_until = closed.get(user.username)


@admin.register(User)
class AccountAdmin(AsksPlainly, ShowsHistory, UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    list_display = ["username", "name", "belongs_to", "roles", "is_active", "is_staff", "closed"]
    list_filter = [RoleFilter, "section", "is_active", "is_staff"]
    list_select_related = ["institution", "section"]
    search_fields = ["username", "name"]
    filter_horizontal = []
    autocomplete_fields = ["staff"]
    readonly_fields = ["log_in", "last_login", "date_joined"]
    actions = ["lift_lockout"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["username", "password", "log_in"]}),
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

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return AccountsOfPage

    @admin.display(description=_("log-in closed until"))
    def closed(self, user: User) -> Any:
        return user.closed_until and timezone.localtime(user.closed_until).strftime("%H:%M")

    @admin.display(description=_("log-in"))
    def log_in(self, user: User) -> str:
        until = closed_until([user.username], at=timezone.now()).get(user.username)
        if until is None:
            return pgettext("log-in", "Open")
        said = _("Closed until %(time)s after too many wrong passwords.")
        return format_html(
            '{} <a href="{}">{}</a>',
            said % {"time": f"{timezone.localtime(until):%H:%M}"},
            reverse("admin:bureau_user_lift_lockout", args=[user.pk]),
            _("Open it again"),
        )

    def get_urls(self) -> list:
        page = self.admin_site.admin_view(self.lift_lockout_page)
        name = "bureau_user_lift_lockout"
        return [path("<int:pk>/lift-lockout/", page, name=name), *super().get_urls()]

    def lift_lockout_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask about one account what the action of the list asks about several."""
        user = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if request.method == "POST":
            self._lift(request, [user])
            return redirect("admin:bureau_user_change", pk)
        return self._ask_to_lift(request, [user])

    @admin.action(description=_("Open log-in again after wrong passwords"), permissions=["change"])
    def lift_lockout(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        users = [user for user in queryset if self.has_change_permission(request, user)]
        if not request.POST.get("post"):
            return self._ask_to_lift(request, users)
        self._lift(request, users)
        return None

    def _ask_to_lift(self, request: HttpRequest, users: list[User]) -> HttpResponse:
        return confirmation(
            self,
            request,
            users,
            action="lift_lockout",
            question=_("Let these accounts log in again at once? Ask first who tried so often."),
            verb=_("Open log-in again"),
            way_back=reverse("admin:bureau_user_changelist"),
        )

    def _lift(self, request: HttpRequest, users: list[User]) -> None:
        at = timezone.now()
        lifted = [u for u in users if services.lift_lockout(user=u, by=request.user, at=at)]
        for user in lifted:
            self.log_change(request, user, gettext("Log-in opened again."))
        said = ngettext(
            "%(n)d account can log in again.", "%(n)d accounts can log in again.", len(lifted)
        )
        if lifted:
            self.message_user(request, said % {"n": len(lifted)})
        else:
            self.message_user(request, _("Log-in was not closed to these."), messages.WARNING)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        form.was = services.rights_of(obj) if change else None
        form.said = services.said_of(obj) if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        at = timezone.now()
        services.note_rights(user=form.instance, was=form.was, by=request.user, at=at)
        if change:
            services.note_account(user=form.instance, was=form.said, by=request.user, at=at)

    @transaction.atomic
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:  # noqa: A002 - its name
        before = self.get_object(request, unquote(id))
        response = super().user_change_password(request, id, form_url)
        after = User.objects.get(pk=before.pk)
        if after.password != before.password:
            services.note_password(user=after, by=request.user, at=timezone.now())
        return response

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

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        # What somebody did names the account: it is closed, never taken away.
        return False

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
