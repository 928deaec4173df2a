"""The labels of the words of inspections, in the language of whoever reads."""

from django.utils.translation import pgettext_lazy

from bureau.choices import by_word
from rectification.rules.inspections import ChecklistState, Finding, Group, VisitKind, VisitState

GROUPS = by_word(
    {
        Group.LEVEL2: pgettext_lazy("checklist", "level 2 and above"),
        Group.TOWNSHIP: pgettext_lazy("checklist", "township centres"),
        Group.OTHER: pgettext_lazy("checklist", "other institutions"),
    }
)
CHECKLIST_STATES = by_word(
    {
        ChecklistState.DRAFT: pgettext_lazy("checklist", "draft"),
        ChecklistState.APPROVED: pgettext_lazy("checklist", "approved"),
    }
)
VISIT_KINDS = by_word(
    {
        VisitKind.INSPECTION: pgettext_lazy("visit", "inspection"),
        VisitKind.SUPERVISION: pgettext_lazy("visit", "supervision"),
        VisitKind.UNANNOUNCED: pgettext_lazy("visit", "unannounced visit"),
    }
)
VISIT_STATES = by_word(
    {
        VisitState.PLANNED: pgettext_lazy("visit", "planned"),
        VisitState.UNDER_WAY: pgettext_lazy("visit", "under way"),
        VisitState.DONE: pgettext_lazy("visit", "done"),
        VisitState.CANCELLED: pgettext_lazy("visit", "cancelled"),
    }
)
FINDINGS = by_word(
    {
        Finding.MET: pgettext_lazy("finding", "met"),
        Finding.PARTIAL: pgettext_lazy("finding", "met in part"),
        Finding.UNMET: pgettext_lazy("finding", "not met"),
        Finding.NOT_APPLICABLE: pgettext_lazy("finding", "not applicable"),
    }
)
TONES = {
    Finding.MET: "success",
    Finding.PARTIAL: "warning",
    Finding.UNMET: "danger",
    Finding.NOT_APPLICABLE: "neutral",
    VisitState.PLANNED: "neutral",
    VisitState.UNDER_WAY: "primary",
    VisitState.DONE: "success",
    VisitState.CANCELLED: "hold",
}
ACTS = {
    "plan_visit": pgettext_lazy("act", "Visit planned"),
    "begin_visit": pgettext_lazy("act", "Visit begun"),
    "record_finding": pgettext_lazy("act", "Checklist item answered"),
    "correct_finding": pgettext_lazy("act", "Answer put right"),
    "draft_from_finding": pgettext_lazy("act", "Finding entered in the ledger"),
    "finish_visit": pgettext_lazy("act", "Visit finished"),
    "cancel_visit": pgettext_lazy("act", "Visit cancelled"),
    "draft_checklist": pgettext_lazy("act", "Checklist drafted"),
    "revise_items": pgettext_lazy("act", "Items of a checklist revised"),
    "approve_checklist": pgettext_lazy("act", "Checklist approved"),
}
"""This module's verbs, as the timeline and the trail name them."""
STORY = {**VISIT_STATES, **FINDINGS, **CHECKLIST_STATES}
