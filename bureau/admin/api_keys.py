"""Keys of hospital systems in the admin: found and read; issued, replaced, revoked by service."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureau.choices import API_SCOPES, KEY_STATES
from bureau.models import ApiKey
from bureau.scoped_admin import InstitutionFilter, ReadOnlyAdmin
from bureau.templatetags.shell import listed


class ClientInstitutionFilter(InstitutionFilter):
    path = "client__institution"


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    """The verbs lead to their pages, where a new key can be shown once and a reason written."""

    list_display = ["prefix", "client", "may", "expires_on", "last_used_on", "stands"]
    list_filter = [ClientInstitutionFilter]
    list_select_related = ["client__institution"]
    search_fields = ["prefix", "client__name", "client__institution__name"]
    actions = ["rotate", "revoke"]
    fields = [
        "prefix",
        "client",
        "may",
        "addresses",
        "expires_on",
        "issued_at",
        "issued_by",
        "last_used_on",
        "rotated_at",
        "revoked_at",
        "stands",
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("bureau.issue_apikey")

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("api:issue"))

    def has_issue_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("bureau.issue_apikey")

    @admin.display(description=_("rights"))
    def may(self, key: ApiKey) -> str:
        return listed(str(API_SCOPES.get(scope, scope)) for scope in key.scopes)

    @admin.display(description=_("state"))
    def stands(self, key: ApiKey) -> Any:
        return KEY_STATES[key.state(timezone.localdate())]

    @admin.action(description=_("Replace the chosen key"), permissions=["issue"])
    def rotate(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> HttpResponse | None:
        return self._to_page(request, queryset, "api:rotate")

    @admin.action(description=_("Revoke the chosen key"), permissions=["issue"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> HttpResponse | None:
        return self._to_page(request, queryset, "api:revoke")

    def _to_page(
        self, request: HttpRequest, queryset: QuerySet[ApiKey], name: str
    ) -> HttpResponse | None:
        chosen = list(queryset[:2])
        if len(chosen) != 1:
            self.message_user(request, _("Please choose one key."), "warning")
            return None
        return HttpResponseRedirect(reverse(name, args=[chosen[0].prefix]))
