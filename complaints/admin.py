"""Cases in the admin: found, filtered, read, and every step as an action."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bureau.scoped_admin import InstitutionFilter, ReadOnlyAdmin, ReadOnlyInline
from bureau.step_actions import TakesSteps, actions_of
from bureau.verbs import Verb
from complaints import selectors
from complaints.models import (
    Allegation,
    Assignment,
    Callback,
    Case,
    CaseImport,
    CaseImportRow,
    ClockRow,
    Entry,
    Fabrication,
    HeldFinding,
    HotlineOrder,
    NamedPerson,
    OrderRequest,
    Recheck,
    RecheckDraw,
    Reply,
    Statement,
    UnitReport,
)
from complaints.rules.secrecy import MEETS_COMPLAINANTS
from complaints.rules.steps import Step
from complaints.verbs import VERBS, why_not
from complaints.wording import due_words

# An institution takes these, and has no account here.
OF_UNITS = {Step.REPORT, Step.RETURN, Step.STATE}
# These ask about what is one case's alone: its allegations, people, clocks, files.
ONE_BY_ONE = {Step.FIND, Step.TIE, Step.EXTEND, Step.MERGE, Step.ATTACH, Step.SHOW,
              Step.TAKE_OFF}  # fmt: skip


class ClockInline(ReadOnlyInline):
    model = ClockRow
    fields = ["code", "family", "started_on", "length", "unit", "credit", "extension", "due_on",
              "stopped_at"]  # fmt: skip


class AssignmentInline(ReadOnlyInline):
    model = Assignment
    fields = ["institution", "is_lead", "text", "at", "returned_at", "return_reason"]


class ReportInline(ReadOnlyInline):
    model = UnitReport
    fields = ["text", "opinion", "by", "client", "at"]


class AllegationInline(ReadOnlyInline):
    model = Allegation
    fields = ["position", "text", "finding", "basis", "found_by"]


class PersonInline(ReadOnlyInline):
    model = NamedPerson
    fields = ["said_as", "staff", "institution", "finding", "basis", "found_by"]


class HeldInline(ReadOnlyInline):
    model = HeldFinding
    fields = ["allegation", "person", "finding", "held_since", "held_by", "void_since"]


class FabricationInline(ReadOnlyInline):
    model = Fabrication
    fields = ["basis", "marked_by", "marked_at", "confirmed_by", "confirmed_at", "taken_back_at",
              "why_back"]  # fmt: skip


class EntryInline(ReadOnlyInline):
    model = Entry
    fields = ["audience", "text", "by", "at"]


class StatementInline(ReadOnlyInline):
    model = Statement
    fields = ["institution", "person", "is_waived", "text", "by", "client", "at"]


class ReplyInline(ReadOnlyInline):
    model = Reply
    fields = ["way", "text", "by", "at"]


class CallbackInline(ReadOnlyInline):
    model = Callback
    fields = ["grade", "note", "at", "needs_review", "is_subjective", "review"]


class OrderInline(ReadOnlyInline):
    model = HotlineOrder
    fields = ["signed_at", "signed_by", "contacted_at", "contacted_by"]


class OrderRequestInline(ReadOnlyInline):
    model = OrderRequest
    fields = ["kind", "ground", "basis", "asked_by", "is_granted", "decided_by", "answer"]


@admin.register(Case)
class CaseAdmin(TakesSteps, ReadOnlyAdmin):
    verbs = VERBS
    actions = actions_of(VERBS, without=OF_UNITS)
    one_by_one = ONE_BY_ONE
    list_display = ["no", "state", "institution", "channel", "due", "handler", "page"]
    list_filter = ["state", "channel", "type", "risk", "confidentiality", InstitutionFilter]
    list_select_related = ["institution", "handler"]
    search_fields = ["no"]
    date_hierarchy = "received_at"
    fields = ["no", "state", "type", "channel", "external_no", "received_at", "occurred_on",
              "institution", "department", "category", "confidentiality", "complainant", "phone",
              "is_accusation", "risk", "safety_urgent", "handler", "dispatch_text", "ground",
              "handed_to", "explanation", "finding", "verified_by", "verified_at",
              "no_rectification", "closed_at", "due", "first_receiver", "registered_by",
              "page"]  # fmt: skip
    inlines = [ClockInline, AssignmentInline, ReportInline, StatementInline, AllegationInline,
               PersonInline, EntryInline, ReplyInline, CallbackInline, OrderInline,
               OrderRequestInline, HeldInline, FabricationInline]  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Case | None = None) -> list[str]:
        meets = request.user.roles & MEETS_COMPLAINANTS
        return [name for name in self.fields if meets or name not in ("complainant", "phone")]

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

    @admin.display(description=_("next due at"), ordering="next_due_at", empty_value="—")
    def due(self, case: Case) -> str:
        """Show the day that every other page shows, not the midnight after it."""
        return due_words(case.next_due_at)

    @admin.display(description=_("page"))
    def page(self, case: Case) -> str:
        return format_html('<a href="{}">{}</a>', case.get_absolute_url(), _("Open"))

    def why_not(self, request: HttpRequest, record: Case, verb: Verb) -> str:
        return why_not(request.user, record, verb)


@admin.register(CaseImport)
class CaseImportAdmin(ReadOnlyAdmin):
    """Books of cases: found and read here; they are handed in on a page of their own."""

    list_display = ["file", "book", "state", "by", "at", "confirmed_by", "confirmed_at", "page"]
    list_filter = ["book", "state"]
    list_select_related = ["file", "by", "confirmed_by"]
    search_fields = ["file__name"]
    fields = ["file", "book", "state", "sheet_name", "header_row", "mapping", "by", "at",
              "confirmed_by", "confirmed_at", "page"]  # fmt: skip

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("complaints.import_case")

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A file is handed in on the page, which shows every row before it counts."""
        return HttpResponseRedirect(reverse("complaints:imports"))

    @admin.display(description=_("page"))
    def page(self, batch: CaseImport) -> str:
        return format_html('<a href="{}">{}</a>', batch.get_absolute_url(), _("Open"))


@admin.register(CaseImportRow)
class CaseImportRowAdmin(ReadOnlyAdmin):
    list_display = ["batch", "number", "state", "case"]
    list_filter = ["state", "batch__book"]
    list_select_related = ["batch__file", "case"]
    search_fields = ["case__no", "batch__file__name"]
    fields = ["batch", "number", "state", "case"]


@admin.register(RecheckDraw)
class RecheckDrawAdmin(ReadOnlyAdmin):
    """The draws; which cases were drawn from is told by the re-checks that somebody sees."""

    list_display = ["month", "percent", "drawn_at", "seed", "frame_hash"]
    search_fields = ["seed", "frame_hash"]
    fields = ["month", "percent", "drawn_at", "seed", "frame_hash"]


@admin.register(Recheck)
class RecheckAdmin(ReadOnlyAdmin):
    list_display = ["case", "draw", "verified_at", "result", "by", "at"]
    list_filter = ["result", "draw"]
    list_select_related = ["case", "draw", "by"]
    search_fields = ["case__no"]
    fields = ["case", "draw", "verified_at", "result", "note", "by", "at"]
