"""Registers, files, records, reminders and reports: everything found and filtered, nothing edited.

Reminding goes through the same service as on the page.
"""

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bureau.hints import LETTERS, hint
from bureau.scoped_admin import InstitutionFilter, ReadOnlyAdmin, ReadOnlyInline, confirmation
from bureau.templatetags.shell import labelled
from bureau.templatetags.shell import month as in_words
from followups import services
from followups.admin.parts import MonthFilter, RegisterInstitutionFilter, RegisterMonthFilter, link
from followups.choices import REGISTER_STATES
from followups.file_words import stand_of
from followups.forms import ReasonForm
from followups.models import (
    FollowUpRecord,
    MonthlyRegister,
    MonthReport,
    RegisterReturn,
    RegisterVersion,
    Reminder,
    RowRemoval,
    Upload,
)
from followups.rules import register as rules

COUNTS = ["rows_new", "rows_updated", "rows_unchanged", "rows_refused"]


class ArrivalFilter(admin.SimpleListFilter):
    title = _("handed in")
    parameter_name = "arrival"
    conditions = {
        "none": {"arrived_on__isnull": True},
        "partial": {"arrived_on__isnull": False, "completed_on__isnull": True},
        "complete": {"completed_on__isnull": False},
    }

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("none", _("not in")), ("partial", _("in part")), ("complete", _("in"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(**self.conditions.get(self.value(), {}))


class ReturnInline(ReadOnlyInline):
    model = RegisterReturn
    fields = ["at", "by", "reason", "as_missing"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegisterReturn]:
        return super().get_queryset(request).select_related("by")


class RemovalInline(ReadOnlyInline):
    model = RowRemoval
    fields = ["inpatient_no", "discharged_on", "seq", "at", "by", "reason"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RowRemoval]:
        return super().get_queryset(request).select_related("by")


@admin.register(MonthlyRegister)
class MonthlyRegisterAdmin(ReadOnlyAdmin):
    list_display = [
        "institution", "month_in_words", "state", "late_days", "arrived_on", "versions", "page",
    ]  # fmt: skip
    list_filter = [MonthFilter, ArrivalFilter, InstitutionFilter]
    list_select_related = ["institution"]
    search_fields = ["institution__name", "institution__code"]
    fields = ["institution", "month_in_words", "due_on", "state", "late_days", "arrived_on",
              "completed_on", "is_nil", "returned_at", "versions", "page"]  # fmt: skip
    inlines = [ReturnInline, RemovalInline]
    actions = ["remind", "send_back"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[MonthlyRegister]:
        return super().get_queryset(request).annotate(version_count=Count("versions"))

    def has_return_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("followups.return_register")

    def has_remind_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("followups.remind_register")

    @admin.display(description=_("month"), ordering="month")
    def month_in_words(self, register: MonthlyRegister) -> str:
        return in_words(register.month)

    @admin.display(description=_("state"))
    def state(self, register: MonthlyRegister) -> str:
        return REGISTER_STATES[register.standing(timezone.localdate()).state]

    @admin.display(description=_("days late"))
    def late_days(self, register: MonthlyRegister) -> int | None:
        return register.standing(timezone.localdate()).late_days or None

    @admin.display(description=_("versions"), ordering="version_count")
    def versions(self, register: MonthlyRegister) -> str:
        query = {"register__id__exact": register.pk}
        url = reverse("admin:followups_registerversion_changelist", query=query)
        return format_html('<a href="{}">{}</a>', url, register.version_count)

    @admin.display(description=_("page"))
    def page(self, register: MonthlyRegister) -> str:
        code = register.institution.code
        return link(_("Open"), "followups:register", code, register.month_text)

    @admin.action(description=_("Remind of the selected registers"), permissions=["remind"])
    def remind(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        this_month = rules.first_of_month(timezone.localdate())
        waiting = queryset.filter(arrived_on__isnull=True, month__lt=this_month)
        waiting = waiting.select_related("institution")
        if not waiting:
            said = _("These registers are in, or their month is not over.")
            self.message_user(request, said, messages.WARNING)
            return None
        if not request.POST.get("post"):
            question = _("Remind these institutions that their register is missing?")
            return confirmation(
                self, request, waiting, action="remind", question=question, verb=_("Remind")
            )
        count = services.remind(registers=waiting, by=request.user, at=timezone.now())
        hint(LETTERS)
        said = ngettext("Reminded of %(n)s register.", "Reminded of %(n)s registers.", count)
        self.message_user(request, said % {"n": count})
        if left := queryset.count() - count:
            said = ngettext(
                "%(n)s needed none: it is in, its month is not over, or it was reminded of today.",
                "%(n)s needed none: they are in, not over, or were reminded of today.",
                left,
            )
            self.message_user(request, said % {"n": left}, messages.INFO)
        return None

    @admin.action(description=_("Send the selected registers back"), permissions=["return"])
    def send_back(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Ask for the reason, then hand each to the service. They stay handed in."""
        chosen = queryset.select_related("institution")
        form = ReasonForm(request.POST if request.POST.get("post") else None)
        if not form.is_valid():
            question = _("Send these registers back to be mended? They stay handed in.")
            return confirmation(
                self, request, chosen, action="send_back", question=question,
                verb=_("Send back"), form=form,
            )  # fmt: skip
        for register in chosen:
            self._send_back_one(request, register, form.cleaned_data["reason"])
        hint(LETTERS)
        return None

    def _send_back_one(self, request: HttpRequest, register: MonthlyRegister, why: str) -> None:
        try:
            services.return_register(
                register=register, reason=why, by=request.user, at=timezone.now()
            )
        except services.RegisterError as error:
            self.message_user(request, labelled(register, error), messages.ERROR)
        else:
            said = _("%(register)s: sent back, and its institution is told.")
            self.message_user(request, said % {"register": register})


@admin.register(RegisterVersion)
class RegisterVersionAdmin(ReadOnlyAdmin):
    list_display = ["register", "number", "submitted_at", "by", *COUNTS, "after_closing", "receipt"]
    list_filter = [RegisterMonthFilter, "after_closing", RegisterInstitutionFilter]
    list_select_related = ["register__institution", "by"]
    search_fields = ["register__institution__name", "register__institution__code"]
    fields = ["register", "number", "upload", "arrived_at", "submitted_at", "by", "reason",
              "after_closing", *COUNTS, "receipt"]  # fmt: skip

    @admin.display(description=_("receipt"))
    def receipt(self, version: RegisterVersion) -> str:
        return link(version.receipt_no, "followups:receipt", version.pk)


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ["register", "arrived_at", "by", "stand", "rows_total", "rows_refused", "page"]
    list_filter = [RegisterMonthFilter, "state", RegisterInstitutionFilter]
    list_select_related = ["register__institution", "file", "by"]
    search_fields = ["register__institution__name", "register__institution__code"]
    fields = ["register", "file", "by", "arrived_at", "stand", "attempts", "sheet_name",
              "rows_total", *COUNTS, "rows_absent", "is_blocked", "page"]  # fmt: skip

    @admin.display(description=_("state"), ordering="state")
    def stand(self, upload: Upload) -> str:
        return stand_of(upload).words

    @admin.display(description=_("page"))
    def page(self, upload: Upload) -> str:
        return link(_("Open"), "followups:upload_detail", upload.pk)


@admin.register(FollowUpRecord)
class FollowUpRecordAdmin(ReadOnlyAdmin):
    """Records as they stand. People's names, numbers and words show masked."""

    list_display = ["inpatient_no", "patient_name", "phone", "institution", "department",
                    "discharged_on", "followed_on", "outcome", "grade"]  # fmt: skip
    list_filter = [RegisterMonthFilter, InstitutionFilter, "outcome", "grade"]
    list_select_related = ["institution"]
    # By the key alone: any other order would sort millions of rows for one page.
    ordering = ["-id"]
    sortable_by = []
    # Names and phones are searched on the workbench, by POST: addresses end in logs.
    search_fields = ["=inpatient_no"]
    search_help_text = _("A whole inpatient number")
    fields = ["institution", "register", "version", "inpatient_no", "discharged_on", "seq",
              "patient_name", "sex", "age", "id_no", "phone", "contact_relation", "address",
              "department", "attending_doctor", "admitted_on", "discharge_way", "diagnosis",
              "needs_followup", "special_kind", "followup_due_on", "followed_on", "method",
              "answered_by", "outcome", "grade", "content", "condition", "advice", "opinion",
              "converted_to", "follower", "is_supplement", "remark", "taking_out"]  # fmt: skip

    @admin.display(description=_("taking it out"))
    def taking_out(self, record: FollowUpRecord) -> str:
        return link(_("Open"), "followups:remove_row", record.pk)


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ["register", "at", "by"]
    list_filter = [RegisterMonthFilter, RegisterInstitutionFilter]
    list_select_related = ["register__institution", "by"]
    date_hierarchy = "at"


@admin.register(MonthReport)
class MonthReportAdmin(ReadOnlyAdmin):
    list_display = ["month_in_words", "kind", "built_at", "late_run", "workbook", "document"]
    list_filter = ["kind"]
    fields = ["month_in_words", "kind", "built_at", "late_run", "workbook", "document"]

    @admin.display(description=_("run late"))
    def late_run(self, report: MonthReport) -> str | None:
        """Say since when it was due, where the job ran late."""
        if not report.ran_late:
            return None
        return _("due at %(when)s") % {"when": f"{report.due_at:%Y-%m-%d %H:%M}"}

    @admin.display(description=_("month"), ordering="month")
    def month_in_words(self, report: MonthReport) -> str:
        return in_words(report.month)

    @admin.display(description=_("workbook"))
    def workbook(self, report: MonthReport) -> str | None:
        return _file_link(report, "xlsx") if report.xlsx_id else None

    @admin.display(description=_("document"))
    def document(self, report: MonthReport) -> str | None:
        return _file_link(report, "docx") if report.docx_id else None


def _file_link(report: MonthReport, form: str) -> str:
    label = f"{report.month:%Y-%m}.{form}"
    return link(label, "followups:report_file", f"{report.month:%Y-%m}", report.kind, form)
