"""Acts in the admin: found and read, never written."""

from django.contrib import admin

from bureau.models import Act
from bureau.scoped_admin import ReadOnlyAdmin


@admin.register(Act)
class ActAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor_name", "verb", "object_kind", "object_no", "institution"]
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
        "verb",
        "object_kind",
        "object_no",
        "before",
        "after",
        "why",
        "facts",
        "request_id",
    ]
