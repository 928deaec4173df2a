"""The ledger's items in the admin: found, filtered, read, and every step as an action."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bureau.scoped_admin import InstitutionFilter, ReadOnlyAdmin, ReadOnlyInline, confirmation
from bureau.selectors import work_calendar
from bureau.sentences import labelled
from bureau.services import BureauError
from rectification.admin.parts import page_link
from rectification.models import Closure, Evidence, Extension, Item, LookBack, Measure
from rectification.models import ProgressEntry as Progress
from rectification.rules.steps import Step
from rectification.verbs import VERBS, Verb

# These take files or what hangs together: they have pages of their own, one item at a time.
ON_PAGES = {Step.EVIDENCE, Step.DONE}
# What is written here is what the one item says, and no other's.
ONE_BY_ONE = {Step.CORRECT}


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


def action_of(verb: Verb) -> Callable[..., HttpResponse | None]:
    """Make an admin's action of a step: its form is asked once for all the items chosen."""

    def act(
        self: "ItemAdmin", request: HttpRequest, queryset: QuerySet[Item]
    ) -> HttpResponse | None:
        return self.take(request, queryset, verb)

    name = f"step_{verb.step.replace('-', '_')}"
    act.__name__ = name
    return admin.action(description=verb.label, permissions=[name])(act)


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin):
    list_display = ["no", "state", "institution", "problem", "severity", "source", "found_on",
                    "due_on", "closed_on", "page"]  # fmt: skip
    list_filter = ["state", "severity", "source", "kind", "theme", InstitutionFilter]
    list_select_related = ["institution"]
    search_fields = ["no", "problem", "source_no"]
    date_hierarchy = "found_on"
    fields = ["no", "state", "round", "source", "source_no", "found_on", "institution",
              "department", "problem", "category", "theme", "severity", "is_common", "cause",
              "goal", "kind", "leader", "responsible", "issued_on", "plan_due_on", "due_on",
              "closed_on", "publicity_until", "remark", "opened_by", "opened_at",
              "page"]  # fmt: skip
    inlines = [MeasureInline, ProgressInline, EvidenceInline, ClosureInline, ExtensionInline,
               LookBackInline]  # fmt: skip
    actions = [action_of(verb) for verb in VERBS.values() if verb.step not in ON_PAGES]

    def __getattr__(self, name: str) -> Any:
        """Answer `has_step_…_permission` by the table of steps."""
        asked = name.removeprefix("has_step_").removesuffix("_permission").replace("_", "-")
        if name.startswith("has_step_") and asked in set(Step):
            return lambda request: VERBS[Step(asked)].is_held_by(request.user)
        raise AttributeError(name)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("rectification.open_item")

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A problem is entered on the ledger's own page, which takes its photos too."""
        return HttpResponseRedirect(reverse("rectification:new"))

    @admin.display(description=gettext_lazy("page"))
    def page(self, item: Item) -> str:
        return page_link("rectification:item", item.no)

    def take(
        self, request: HttpRequest, queryset: QuerySet[Item], verb: Verb
    ) -> HttpResponse | None:
        """Ask what the step takes, then hand each item to its service; tell of each."""
        items = list(queryset)
        if verb.step in ONE_BY_ONE and len(items) > 1:
            said = _("“%(step)s” is done one item at a time.") % {"step": verb.label}
            self.message_user(request, said, messages.ERROR)
            return None
        if request.POST.get("post") != "yes":
            return self._asked(request, items, verb, self._form(verb, items[0]))
        forms = [(item, self._form(verb, item, request.POST)) for item in items]
        wrong = next((form for _item, form in forms if not form.is_valid()), None)
        if wrong is not None:
            return self._asked(request, items, verb, wrong)
        for item, form in forms:
            self._take_one(request, item, verb, form)
        return None

    def _form(self, verb: Verb, item: Item, *given: Any) -> Any:
        return verb.form(*given, item=item, day=timezone.localdate(), calendar=work_calendar())

    def _asked(
        self, request: HttpRequest, items: list[Item], verb: Verb, form: Form
    ) -> HttpResponse:
        return confirmation(
            self, request, items,
            action=f"step_{verb.step.replace('-', '_')}",
            question=verb.note or verb.label, verb=verb.label, form=form,
        )  # fmt: skip

    def _take_one(self, request: HttpRequest, item: Item, verb: Verb, form: Any) -> None:
        try:
            verb.run(item, form, request.user, timezone.now())
        except BureauError as error:
            self.message_user(request, labelled(item, error), messages.ERROR)
        else:
            self.message_user(request, labelled(item, verb.said))
