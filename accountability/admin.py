"""Events and proposals in the admin: found, filtered, read; a proposal's steps as actions.

Only the reconciliation writes events and makes proposals.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accountability import joining_verbs
from accountability.models import (
    Assessment,
    Bulletin,
    CountableEvent,
    EligibilityCheck,
    Handling,
    Interview,
    Measure,
    Remedy,
    Restoration,
    SamePerson,
    SanctionProposal,
    Service,
)
from accountability.rules.road import Step
from accountability.verbs import VERBS, why_not
from bureau.scoped_admin import InstitutionFilter, ReadOnlyAdmin, ReadOnlyInline
from bureau.step_actions import TakesSteps, actions_of
from bureau.verbs import Verb
from complaints.models import Case

# What is written here is what is told to one, and to no other.
ONE_BY_ONE = {Step.PUT_FORWARD, Step.HEAR, Step.DECIDE, Step.CARRY_OUT, Step.SERVE_NOTICE,
              Step.SERVE_DECISION, Step.ASK_AGAIN, Step.ANSWER, Step.SERVE_ANSWER, Step.RESTORE,
              Step.PUT_BACK, Step.TAKE_BACK, Step.SERVE_BACK, Step.SERVE_END, Step.DISMISS,
              Step.LIFT, Step.SUMMON, Step.WRITE_BULLETIN, Step.ORDER, Step.CONFIRM}  # fmt: skip


# It takes files: on a page of its own, one proposal at a time.
ON_PAGES = {Step.RECORD_TALK, Step.ASSESS}


class HandlingInline(ReadOnlyInline):
    model = Handling
    fields = ["facts", "basis", "put_forward_by", "statement_due_on", "heard", "heard_on",
              "is_complete", "organ", "minutes_no", "decided_on", "decided_by", "effect_from",
              "ended_on"]  # fmt: skip


class MeasureInline(ReadOnlyInline):
    model = Measure
    fields = ["position", "code", "months", "stands", "decided_months", "starts_on", "ends_on",
              "done_on", "done_by", "ceased_on"]  # fmt: skip


class RemedyInline(ReadOnlyInline):
    model = Remedy
    fk_name = "proposal"
    fields = ["kind", "state", "asked_on", "asked_by", "late_reason", "due_on", "outcome", "organ",
              "minutes_no", "decided_on", "decided_by"]  # fmt: skip


class RestorationInline(ReadOnlyInline):
    model = Restoration
    fields = ["task", "done_on", "doer", "paper", "said"]


class ServiceInline(ReadOnlyInline):
    model = Service
    fields = [
        "document",
        "served_on",
        "way",
        "receiver",
        "place",
        "witness",
        "second_witness",
        "by",
    ]


class InterviewInline(ReadOnlyInline):
    model = Interview
    fields = ["no", "whom", "name", "post_why", "meets_at", "place", "interviewer", "held_on",
              "kind", "record", "position", "signed"]  # fmt: skip


class AssessmentInline(ReadOnlyInline):
    model = Assessment
    fields = ["no", "assessed_on", "result", "record", "post", "from_on", "signed", "filed_by",
              "state", "answer", "answered_by"]  # fmt: skip


class BulletinInline(ReadOnlyInline):
    model = Bulletin
    fields = ["scope", "facts", "demands", "written_by", "written_at"]


@admin.register(CountableEvent)
class CountableEventAdmin(ReadOnlyAdmin):
    list_display = ["counted_on", "ladder", "whom", "institution", "weight", "state",
                    "why_void"]  # fmt: skip
    list_filter = ["ladder", "state", "why_void", InstitutionFilter]
    list_select_related = ["staff", "institution"]
    search_fields = ["staff__name", "institution__name"]
    date_hierarchy = "counted_on"
    fields = ["ladder", "staff", "institution", "received_on", "occurred_on", "verified_on",
              "counted_on", "window_from", "weight", "state", "why_void", "made_at",
              "voided_at"]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Leave out accusations that somebody may not open: each row says its days."""
        open_to = Case.objects.visible_to(request.user).order_by().values("pk")
        hidden = Q(case__is_accusation=True) & ~Q(case__in=open_to)
        return super().get_queryset(request).exclude(hidden)

    @admin.display(description=pgettext_lazy("accountability", "Whom"))
    def whom(self, event: CountableEvent) -> Any:
        return event.subject


@admin.register(SanctionProposal)
class SanctionProposalAdmin(TakesSteps, ReadOnlyAdmin):
    verbs = VERBS
    one_by_one = ONE_BY_ONE
    actions = actions_of(VERBS, without=ON_PAGES)
    inlines = [HandlingInline, MeasureInline, ServiceInline, InterviewInline, BulletinInline,
               AssessmentInline, RemedyInline, RestorationInline]  # fmt: skip
    list_display = ["no", "state", "kind", "ladder", "whom", "institution", "tier",
                    "window_from", "proposed_at"]  # fmt: skip
    list_filter = ["state", "kind", "ladder", "tier", InstitutionFilter]
    list_select_related = ["staff", "institution"]
    search_fields = ["no", "staff__name", "institution__name"]
    date_hierarchy = "proposed_at"
    fields = ["no", "state", "kind", "ladder", "staff", "institution", "window_from", "tier",
              "total", "version", "about", "proposed_at", "withdrawn_at", "ended_by", "end_organ",
              "end_minutes_no", "end_why"]  # fmt: skip

    @admin.display(description=pgettext_lazy("accountability", "Whom"))
    def whom(self, proposal: SanctionProposal) -> Any:
        return proposal.subject

    @admin.display(description=_("rule version"))
    def version(self, proposal: SanctionProposal) -> str:
        facts = {"ladder": proposal.get_ladder_display(), "n": proposal.rules.number}
        return _t("%(ladder)s, version %(n)s") % facts

    def why_not(self, request: HttpRequest, record: SanctionProposal, verb: Verb) -> str:
        return why_not(request.user, record, verb, timezone.localdate())


@admin.register(EligibilityCheck)
class EligibilityCheckAdmin(ReadOnlyAdmin):
    """Who asked what, and how many names there were; the names stand on the check's own page."""

    list_display = ["no", "purpose", "year", "on", "count", "not_eligible", "unclear",
                    "institution", "asked_by", "at"]  # fmt: skip
    list_filter = ["purpose", InstitutionFilter]
    list_select_related = ["institution"]
    search_fields = ["no", "asked_by"]
    date_hierarchy = "at"
    fields = ["no", "purpose", "year", "on", "count", "not_eligible", "unclear", "institution",
              "asked_by", "at"]  # fmt: skip


@admin.register(SamePerson)
class SamePersonAdmin(TakesSteps, ReadOnlyAdmin):
    """Which records count as one person; it is proposed where both are laid side by side."""

    verbs = joining_verbs.VERBS
    one_by_one = frozenset(joining_verbs.Step)
    actions = actions_of(joining_verbs.VERBS, without=())
    list_display = ["record", "counts_as", "proposed_by", "proposed_at", "approved_at",
                    "undone_at"]  # fmt: skip
    list_select_related = ["record", "counts_as", "proposed_by"]
    search_fields = ["record__name", "record__staff_no", "counts_as__staff_no"]
    date_hierarchy = "proposed_at"
    fields = ["record", "counts_as", "reason", "proposed_by", "proposed_at", "approved_by",
              "approved_at", "undone_by", "undone_at", "why_undone"]  # fmt: skip

    def why_not(self, request: HttpRequest, record: SamePerson, verb: Verb) -> str:
        return joining_verbs.why_not(request.user, record, verb)
