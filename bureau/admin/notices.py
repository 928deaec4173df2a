"""What was told and sent: found and filtered, never edited.

Letters are decided over on their own page, or here, several at once.
"""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bureau import services
from bureau.forms import LetterReasonForm
from bureau.models import Delivery, DueStep, Notice
from bureau.scoped_admin import InstitutionFilter, ReadOnlyAdmin, confirmation
from bureau.sentences import labelled


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
    actions = ["resend", "give_up"]
    fields = ["recipient", "channel", "urgency", "state", "created_at", "digest_on",
              "attempts", "first_tried_at", "claimed_at", "next_try_at", "sent_at", "error",
              "page"]  # fmt: skip

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("bureau.resend_delivery")

    @admin.action(description=_("Send the chosen letters again"), permissions=["resend"])
    def resend(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        question = _("Send these letters again? Those that may have arrived may arrive twice.")
        return self._decide(request, queryset, "resend", services.resend_letter, question)

    @admin.action(description=_("Give the chosen letters up"), permissions=["resend"])
    def give_up(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        question = _("Give these letters up? Nobody tries them again.")
        return self._decide(request, queryset, "give_up", services.give_up_letter, question)

    def _decide(
        self, request: HttpRequest, letters: QuerySet, action: str, service: Any, question: Any
    ) -> HttpResponse | None:
        form = LetterReasonForm(request.POST if request.POST.get("post") else None)
        if not form.is_valid():
            verb = dict(self.get_action_choices(request))[action]
            return confirmation(
                self, request, letters, action=action, question=question, verb=verb, form=form
            )
        why, at = form.cleaned_data["why"], timezone.now()
        for letter in list(letters):
            try:
                service(letter=letter, by=request.user, why=why, at=at)
            except services.LetterError as refusal:
                self.message_user(request, labelled(letter, refusal), messages.ERROR)
            else:
                self.message_user(request, labelled(letter, _("decided")))
        return None

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
