"""What was told and sent: found and filtered, never edited.

Letters are decided over on their own page.
"""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bureau.models import Delivery, DueStep, Notice
from bureau.scoped_admin import InstitutionFilter, ReadOnlyAdmin


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """One's own notices: what others were told is their affair."""

    list_display = ["text", "kind", "created_at", "read_at"]
    list_filter = ["kind"]
    date_hierarchy = "created_at"
    fields = ["text", "kind", "urgency", "created_at", "read_at"]

    @admin.display(description=_("text"))
    def text(self, notice: Notice) -> str:
        return notice.text


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ["recipient", "channel", "state", "created_at", "sent_at", "attempts", "page"]
    list_filter = ["state", "channel", "urgency"]
    list_select_related = ["recipient"]
    search_fields = ["recipient__name", "recipient__username"]
    fields = ["recipient", "channel", "urgency", "state", "created_at", "digest_on",
              "attempts", "first_tried_at", "claimed_at", "next_try_at", "sent_at", "error",
              "page"]  # fmt: skip

    @admin.display(description=_("decision"))
    def page(self, letter: Delivery) -> Any:
        if not letter.is_unsettled:
            return None
        return format_html('<a href="{}">{}</a>', reverse("bureau:letters"), _("Decide"))


@admin.register(DueStep)
class DueStepAdmin(ReadOnlyAdmin):
    list_display = ["title", "institution", "level_kind", "due_at", "at", "is_skipped", "late"]
    list_filter = ["level_kind", "is_skipped", InstitutionFilter]
    list_select_related = ["institution"]
    date_hierarchy = "at"
    fields = ["title", "institution", "level_kind", "due_at", "at", "is_skipped", "late"]

    @admin.display(description=_("matter"))
    def title(self, step: DueStep) -> str:
        return step.title

    @admin.display(description=_("taken late"), boolean=True)
    def late(self, step: DueStep) -> bool:
        return step.was_late
