"""Cases in the admin: found, filtered, read, and every step as an action."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bureau.scoped_admin import InstitutionFilter, ReadOnlyAdmin, ReadOnlyInline, confirmation
from bureau.selectors import work_calendar
from bureau.sentences import labelled
from bureau.services import BureauError
from complaints import selectors
from complaints.models import (
    Allegation,
    Assignment,
    Callback,
    Case,
    ClockRow,
    Entry,
    NamedPerson,
    Reply,
    UnitReport,
)
from complaints.rules.steps import Step
from complaints.verbs import VERBS, Verb, offered

# These ask about what is this case's alone: its allegations, people, clocks.
ONE_AT_A_TIME = {Step.FIND, Step.TIE, Step.EXTEND, Step.MERGE, Step.REPORT, Step.RETURN,
                 Step.ATTACH, Step.SHOW}  # fmt: skip


class ClockInline(ReadOnlyInline):
    model = ClockRow
    fields = ["code", "family", "started_on", "length", "unit", "credit", "extension", "due_on",
              "stopped_at"]  # fmt: skip


class AssignmentInline(ReadOnlyInline):
    model = Assignment
    fields = ["institution", "is_lead", "text", "at", "returned_at", "return_reason"]


class ReportInline(ReadOnlyInline):
    model = UnitReport
    fields = ["text", "opinion", "by", "at"]


class AllegationInline(ReadOnlyInline):
    model = Allegation
    fields = ["position", "text", "finding", "basis", "found_by"]


class PersonInline(ReadOnlyInline):
    model = NamedPerson
    fields = ["said_as", "staff", "institution", "finding", "basis", "found_by"]


class EntryInline(ReadOnlyInline):
    model = Entry
    fields = ["audience", "text", "by", "at"]


class ReplyInline(ReadOnlyInline):
    model = Reply
    fields = ["way", "text", "by", "at"]


class CallbackInline(ReadOnlyInline):
    model = Callback
    fields = ["grade", "note", "at", "needs_review", "is_subjective", "review"]


def name_of(verb: Verb) -> str:
    return f"step_{verb.step.replace('-', '_')}"


def action_of(verb: Verb) -> Callable[..., HttpResponse | None]:
    """Make an admin's action of a step: its form is asked once for all the cases chosen."""

    def act(
        self: "CaseAdmin", request: HttpRequest, queryset: QuerySet[Case]
    ) -> HttpResponse | None:
        return self.take(request, queryset, verb)

    act.__name__ = name_of(verb)
    return admin.action(description=verb.label, permissions=[name_of(verb)])(act)


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    list_display = ["no", "state", "institution", "category", "channel", "received_at",
                    "next_due_at", "handler", "page"]  # fmt: skip
    list_filter = ["state", "channel", "type", "risk", "confidentiality", InstitutionFilter]
    list_select_related = ["institution", "category", "handler"]
    search_fields = ["no"]
    date_hierarchy = "received_at"
    fields = ["no", "state", "type", "channel", "external_no", "received_at", "occurred_on",
              "institution", "department", "category", "confidentiality", "complainant", "phone",
              "is_accusation", "risk", "safety_urgent", "handler", "dispatch_text", "ground",
              "handed_to", "explanation", "finding", "verified_by", "verified_at",
              "no_rectification", "closed_at", "next_due_at", "first_receiver", "registered_by",
              "page"]  # fmt: skip
    inlines = [ClockInline, AssignmentInline, ReportInline, AllegationInline, PersonInline,
               EntryInline, ReplyInline, CallbackInline]  # fmt: skip
    actions = [action_of(verb) for verb in VERBS.values() if verb.step not in ONE_AT_A_TIME]

    def __getattr__(self, name: str) -> Any:
        """Answer `has_step_…_permission` by the table of steps."""
        asked = name.removeprefix("has_step_").removesuffix("_permission").replace("_", "-")
        if name.startswith("has_step_") and asked in set(Step):
            return lambda request: VERBS[Step(asked)].is_held_by(request.user)
        raise AttributeError(name)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Case], search_term: str
    ) -> tuple[QuerySet[Case], bool]:
        """Find by what the queue finds by: a number, a phone, letters of a name, words."""
        return selectors.search(queryset, search_term, user=request.user), False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("complaints.register_case")

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A complaint is taken down on its own page, which shows what may be the same."""
        return HttpResponseRedirect(reverse("complaints:new"))

    @admin.display(description=_("page"))
    def page(self, case: Case) -> str:
        return format_html('<a href="{}">{}</a>', case.get_absolute_url(), _("Open"))

    def take(
        self, request: HttpRequest, queryset: QuerySet[Case], verb: Verb
    ) -> HttpResponse | None:
        """Ask what the step takes, then hand each case to its service; tell of each."""
        cases = list(queryset.select_related("institution", "category", "handler"))
        if request.POST.get("post") != "yes":
            return self._asked(request, cases, verb, self._form(request, verb, cases[0]))
        forms = [(case, self._form(request, verb, case, request.POST)) for case in cases]
        wrong = next((form for _case, form in forms if not form.is_valid()), None)
        if wrong is not None:
            return self._asked(request, cases, verb, wrong)
        for case, form in forms:
            self._take_one(request, case, verb, form)
        return None

    def _form(self, request: HttpRequest, verb: Verb, case: Case, *given: Any) -> Any:
        today, calendar = timezone.localdate(), work_calendar()
        return verb.form(*given, case=case, user=request.user, day=today, calendar=calendar)

    def _asked(
        self, request: HttpRequest, cases: list[Case], verb: Verb, form: Form
    ) -> HttpResponse:
        return confirmation(
            self, request, cases, action=name_of(verb), question=verb.note or verb.label,
            verb=verb.label, form=form,
        )  # fmt: skip

    def _take_one(self, request: HttpRequest, case: Case, verb: Verb, form: Any) -> None:
        if verb not in offered(request.user, case):
            words = _("“%(step)s” cannot be done now: the case has moved on.")
            self.message_user(request, labelled(case, words % {"step": verb.label}), messages.ERROR)
            return
        try:
            verb.run(case, form, request.user, timezone.now())
        except BureauError as error:
            self.message_user(request, labelled(case, error), messages.ERROR)
        else:
            self.message_user(request, labelled(case, verb.said))
