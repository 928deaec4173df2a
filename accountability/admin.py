"""Events and proposals in the admin: found, filtered, read. Only the reconciliation writes them."""

from django.contrib import admin

from accountability.models import CountableEvent, SanctionProposal
from bureau.scoped_admin import InstitutionFilter, ReadOnlyAdmin


@admin.register(CountableEvent)
class CountableEventAdmin(ReadOnlyAdmin):
    list_display = ["counted_on", "ladder", "subject", "institution", "weight", "state",
                    "why_void"]  # fmt: skip
    list_filter = ["ladder", "state", "why_void", InstitutionFilter]
    list_select_related = ["staff", "institution"]
    search_fields = ["staff__name", "institution__name"]
    date_hierarchy = "counted_on"
    fields = ["ladder", "staff", "institution", "received_on", "occurred_on", "verified_on",
              "counted_on", "window_from", "weight", "state", "why_void", "made_at",
              "voided_at"]  # fmt: skip


@admin.register(SanctionProposal)
class SanctionProposalAdmin(ReadOnlyAdmin):
    list_display = ["no", "state", "kind", "ladder", "subject", "institution", "tier",
                    "window_from", "proposed_at"]  # fmt: skip
    list_filter = ["state", "kind", "ladder", "tier", InstitutionFilter]
    list_select_related = ["staff", "institution"]
    search_fields = ["no", "staff__name", "institution__name"]
    date_hierarchy = "proposed_at"
    fields = ["no", "state", "kind", "ladder", "staff", "institution", "window_from", "tier",
              "total", "rules", "about", "proposed_at", "withdrawn_at"]  # fmt: skip
