"""Acts in the admin: found and read, never written. Their words come from all apps.

Reading other people's acts is an act here as it is on the page of acts.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from bureau.models import Act
from bureau.scoped_admin import ReadOnlyAdmin
from config.trail import KINDS, VERBS, note_reading
from config.trail_words import state_words


@admin.register(Act)
class ActAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor_name", "done", "of_kind", "object_no", "states", "institution"]
    list_select_related = ["institution"]
    list_filter = ["actor_kind"]
    search_fields = ["object_no__startswith", "actor_name__startswith"]
    fields = [
        "at",
        "recorded_at",
        "actor_kind",
        "actor_name",
        "actor_roles",
        "institution",
        "done",
        "of_kind",
        "object_no",
        "states",
        "why",
        "facts",
        "request_id",
    ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        note_reading(request.user, asked=request.GET.dict())
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        response = super().change_view(request, object_id, form_url, extra_context)
        note_reading(request.user, asked={}, no=object_id)
        return response

    @admin.display(description=_("act"), ordering="verb")
    def done(self, act: Act) -> Any:
        return VERBS.get(act.verb, act.verb)

    @admin.display(description=_("kind of record"), ordering="object_kind")
    def of_kind(self, act: Act) -> Any:
        return KINDS.get(act.object_kind, act.object_kind)

    @admin.display(description=_("states"))
    def states(self, act: Act) -> str:
        return state_words(act)
