"""The ledger's items in the admin: found, filtered, read, and every step as an action."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from bureau.scoped_admin import InstitutionFilter, ReadOnlyAdmin, ReadOnlyInline
from bureau.step_actions import TakesSteps, actions_of
from bureau.verbs import Verb
from rectification.admin.parts import page_link
from rectification.models import Closure, Evidence, Extension, Item, LookBack, Measure
from rectification.models import ProgressEntry as Progress
from rectification.rules.steps import Step
from rectification.selectors import PER_PAGE
from rectification.verbs import VERBS, why_not

# These take files or what hangs together: they have pages of their own, one item at a time.
ON_PAGES = {Step.EVIDENCE, Step.DONE}
# What is written here is what the one item says, and no other's.
ONE_BY_ONE = {Step.CORRECT, Step.CHANGE, Step.PLAN}


class MeasureInline(ReadOnlyInline):
    model = Measure
    fields = ["position", "text"]


class ProgressInline(ReadOnlyInline):
    model = Progress
    fields = ["on", "text", "by"]


class EvidenceInline(ReadOnlyInline):
    model = Evidence
    fields = ["round", "stage", "attachment", "caption"]


class ClosureInline(ReadOnlyInline):
    model = Closure
    fields = ["requested_on", "done", "verify_by", "verdict", "method", "opinion", "verified_by"]


class ExtensionInline(ReadOnlyInline):
    model = Extension
    fields = ["was_due_on", "due_on", "reason", "decision", "answer", "decided_by"]


class LookBackInline(ReadOnlyInline):
    model = LookBack
    fields = ["due_on", "result", "on", "note", "by"]


@admin.register(Item)
class ItemAdmin(TakesSteps, ReadOnlyAdmin):
    verbs = VERBS
    one_by_one = ONE_BY_ONE
    actions = actions_of(VERBS, without=ON_PAGES)
    list_display = ["no", "state", "institution", "problem", "severity", "source", "found_on",
                    "due_on", "closed_on", "page"]  # fmt: skip
    list_filter = ["state", "severity", "source", "kind", "theme", InstitutionFilter]
    list_select_related = ["institution"]
    search_fields = ["no", "problem", "source_no"]
    date_hierarchy = "found_on"
    fields = ["no", "state", "round", "source", "at_source", "found_on", "institution",
              "department", "problem", "category", "theme", "severity", "is_common", "cause",
              "goal", "kind", "leader", "responsible", "issued_on", "plan_due_on", "due_on",
              "term_reason", "closed_on", "publicity_until", "remark", "opened_by", "opened_at",
              "page"]  # fmt: skip
    inlines = [MeasureInline, ProgressInline, EvidenceInline, ClosureInline, ExtensionInline,
               LookBackInline]  # fmt: skip

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("rectification.open_item")

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A problem is entered on the ledger's own page, which takes its photos too."""
        return HttpResponseRedirect(reverse("rectification:new"))

    def why_not(self, request: HttpRequest, record: Item, verb: Verb) -> str:
        return why_not(request.user, record, verb, timezone.localdate())

    def take(self, request: HttpRequest, queryset: QuerySet, verb: Verb) -> HttpResponse | None:
        """Order what is of several institutions on the page that asks for each one's leader."""
        houses = set(queryset.order_by().values_list("institution", flat=True))
        if verb.step is Step.ISSUE and len(houses) > 1:
            numbers = list(queryset.values_list("no", flat=True)[:PER_PAGE])
            return HttpResponseRedirect(reverse("rectification:take_up", query={"no": numbers}))
        return super().take(request, queryset, verb)

    @admin.display(description=gettext_lazy("number at the source"))
    def at_source(self, item: Item) -> str:
        return item.number_at_source or "—"

    @admin.display(description=gettext_lazy("page"))
    def page(self, item: Item) -> str:
        return page_link("rectification:item", item.no)
