"""What hangs on items, as it was written; and the themes, which the administrator keeps."""

from django.contrib import admin

from bureau.scoped_admin import InstitutionFilter, LeavesActs, ReadOnlyAdmin
from rectification.models import (
    Closure,
    Evidence,
    Extension,
    LookBack,
    Measure,
    ProgressEntry,
    Relapse,
    Theme,
)


class OfItemInstitutionFilter(InstitutionFilter):
    path = "item__institution"


class OfItemAdmin(ReadOnlyAdmin):
    list_select_related = ["item__institution"]
    search_fields = ["item__no"]


@admin.register(Closure)
class ClosureAdmin(OfItemAdmin):
    list_display = ["item", "round", "requested_by", "requested_on", "verify_by", "verdict",
                    "method", "verified_by", "verified_at"]  # fmt: skip
    list_filter = ["verdict", "method", OfItemInstitutionFilter]
    list_select_related = ["item__institution", "requested_by", "verified_by"]
    fields = ["item", "round", "done", "self_check", "requested_by", "requested_at", "verify_by",
              "verdict", "method", "opinion", "verified_by", "verified_at"]  # fmt: skip


@admin.register(Extension)
class ExtensionAdmin(OfItemAdmin):
    list_display = ["item", "round", "was_due_on", "due_on", "asked_by", "decision", "decided_by"]
    list_filter = ["decision", OfItemInstitutionFilter]
    list_select_related = ["item__institution", "asked_by", "decided_by"]
    fields = ["item", "round", "was_due_on", "due_on", "reason", "asked_by", "asked_at",
              "decision", "answer", "decided_by", "decided_at"]  # fmt: skip


@admin.register(LookBack)
class LookBackAdmin(OfItemAdmin):
    list_display = ["item", "round", "due_on", "result", "on", "by", "draw"]
    list_filter = ["result", OfItemInstitutionFilter]
    list_select_related = ["item__institution", "by", "draw"]
    fields = ["item", "round", "due_on", "draw", "result", "on", "note", "by", "at"]


@admin.register(Relapse)
class RelapseAdmin(OfItemAdmin):
    list_display = ["item", "round", "found_on", "was_closed_on", "draft", "by"]
    list_filter = [OfItemInstitutionFilter]
    list_select_related = ["item__institution", "draft", "by"]
    fields = ["item", "round", "found_on", "note", "was_closure", "was_closed_on", "draft", "by",
              "at"]  # fmt: skip


@admin.register(Measure)
class MeasureAdmin(OfItemAdmin):
    list_display = ["item", "position", "text"]
    list_filter = [OfItemInstitutionFilter]
    fields = ["item", "position", "text"]


@admin.register(ProgressEntry)
class ProgressEntryAdmin(OfItemAdmin):
    list_display = ["item", "round", "on", "text", "by", "at"]
    list_filter = [OfItemInstitutionFilter]
    list_select_related = ["item__institution", "by"]
    fields = ["item", "round", "on", "text", "by", "at"]


@admin.register(Evidence)
class EvidenceAdmin(OfItemAdmin):
    list_display = ["item", "round", "stage", "attachment", "caption"]
    list_filter = ["stage", OfItemInstitutionFilter]
    list_select_related = ["item__institution", "attachment__file"]
    fields = ["item", "round", "stage", "attachment", "caption"]


@admin.register(Theme)
class ThemeAdmin(LeavesActs, admin.ModelAdmin):
    list_display = ["name", "code", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "code"]
    show_full_result_count = False
