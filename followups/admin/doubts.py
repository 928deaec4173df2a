"""Follow-ups that patients deny, and the decision on them."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureau.scoped_admin import ReadOnlyAdmin, confirmation
from bureau.templatetags.shell import labelled
from followups import services
from followups.admin.parts import link
from followups.forms import ReasonForm
from followups.models import DoubtedFollowUp

ACTIONS = {
    "confirm_false_followup": ("note", _("Find that they were made up")),
    "dismiss_doubt": ("note", _("Find that they are not shown to be made up")),
    "take_back_doubt": ("reason", _("Take the decisions back")),
}


@admin.register(DoubtedFollowUp)
class DoubtedFollowUpAdmin(ReadOnlyAdmin):
    list_display = ["item", "number", "verdict", "explain_by", "explained_at", "decision",
                    "decided_at", "taken_back_at", "page"]  # fmt: skip
    list_filter = ["decision", "verdict"]
    list_select_related = ["item__spot_check__register__institution"]
    fields = ["item", "number", "called_by", "called_at", "verdict", "explain_by", "explained_by",
              "explained_at", "explanation", "decision", "decided_by", "decided_at", "note",
              "staff", "taken_back_by", "taken_back_at", "why_back", "page"]  # fmt: skip
    actions = [*ACTIONS]

    def has_decide_doubt_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("followups.decide_doubt")

    @admin.display(description=_("page"))
    def page(self, doubt: DoubtedFollowUp) -> str:
        return link(_("Open"), "followups:doubt", doubt.item_id)

    @admin.action(description=ACTIONS["confirm_false_followup"][1], permissions=["decide_doubt"])
    def confirm_false_followup(
        self, request: HttpRequest, queryset: QuerySet
    ) -> HttpResponse | None:
        return self._decide(request, queryset, "confirm_false_followup")

    @admin.action(description=ACTIONS["dismiss_doubt"][1], permissions=["decide_doubt"])
    def dismiss_doubt(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._decide(request, queryset, "dismiss_doubt")

    @admin.action(description=ACTIONS["take_back_doubt"][1], permissions=["decide_doubt"])
    def take_back_doubt(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._decide(request, queryset, "take_back_doubt")

    def _decide(self, request: HttpRequest, queryset: QuerySet, action: str) -> HttpResponse | None:
        """Ask for the reason once, then hand each to the service of the action's name."""
        field, verb = ACTIONS[action]
        is_answer = bool(request.POST.get("post"))
        form = ReasonForm(request.POST if is_answer else None)
        if not is_answer or not form.is_valid():
            question = _("Do this with each of these? The reason is kept, and its house reads it.")
            return confirmation(
                self, request, queryset, action=action, question=question, verb=verb, form=form
            )
        for doubt in list(queryset):
            said = {field: form.cleaned_data["reason"]}
            try:
                getattr(services, action)(doubt=doubt, by=request.user, at=timezone.now(), **said)
            except services.RegisterError as error:
                self.message_user(request, labelled(doubt, error), messages.ERROR)
            else:
                self.message_user(request, _("%(doubt)s: done.") % {"doubt": doubt})
        return None
