"""The page of acts: auditors read everybody's, everybody else their own. It spans all apps."""

from typing import Any, NamedTuple

from django import forms
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accountability import choices as accountability
from bureau import choices as bureau
from bureau.form_fields import DayInput
from bureau.models import Act
from bureau.services import record_act
from bureau.timeline import act_label
from complaints import choices as complaints
from config.trail_words import record_names, state_words
from followups import choices as followups
from rectification import choices as rectification

VERBS: dict[str, Any] = {
    **bureau.ACTS,
    **followups.ACTS,
    **complaints.ACTS,
    **rectification.ACTS,
    **accountability.ACTS,
}
ACTS_OF_APPS = (
    (_("Platform"), bureau.ACTS),
    (_("Follow-up registers"), followups.ACTS),
    (_("Complaints"), complaints.ACTS),
    (_("Rectification"), rectification.ACTS),
    (_("Accountability"), accountability.ACTS),
)
KINDS: dict[str, Any] = {
    "account": _("Account"),
    "api_key": _("API key"),
    "attachment": _("Attachment"),
    "calendar_day": _("calendar day"),
    "calendar_year": _("calendar year"),
    "case": _("Case"),
    "case_clock": _("clock"),
    "case_import": _("book of cases"),
    "category": _("problem category"),
    "countable_event": _("countable event"),
    "department": _("department"),
    "doubt": _("follow-up in doubt"),
    "dutysection": _("section on duty"),
    "checklist": _("checklist"),
    "export": _("Export"),
    "institution": _("institution"),
    "institutionvisits": _("visits of a year"),
    "late_list": _("Late list"),
    "leader_post": _("Leader's post"),
    "leaderpost": _("leader's post"),
    "ledger_import": _("old ledger"),
    "ledger_item": _("ledger item"),
    "ledger_look_back": _("look-back"),
    "ledger_plan": _("rectification plan"),
    "ledger_verification": _("application for strike-off"),
    "letter": _("Letter"),
    "lexicon_entry": _("lexicon entry"),
    "lexiconentry": _("lexicon entry"),
    "month": _("Month"),
    "number_series": _("series of numbers"),
    "officer_assignment": _("liaison assignment"),
    "officerassignment": _("liaison assignment"),
    "page": _("Page"),
    "paper": _("Official paper"),
    "phrase": _("phrase"),
    "placement": _("placement"),
    "posting_place": _("posting place"),
    "posting_zone": _("zone"),
    "recheck_draw": _("draw of re-checks"),
    "register": _("Register"),
    "register_version": _("Version of a register"),
    "role": _("role"),
    "rule_version": _("Version of the rules"),
    "eligibility_check": _("check of eligibility"),
    "interview": _("interview"),
    "assessment": _("assessment of pending appointment"),
    "pending_end": _("end of pending appointment"),
    "same_person": _("records of one person"),
    "sanction_proposal": _("proposal of accountability"),
    "section": _("bureau section"),
    "spot_check": _("Spot-check"),
    "staff": _("Staff"),
    "supervision": _("supervision"),
    "theme": _("theme of rectification"),
    "test_call": _("test call"),
    "trail": _("Acts"),
    "visit": _("visit"),
    "visit_finding": _("finding of a visit"),
}
"""What acts are about, by the word that each app writes."""
PER_PAGE = 50


class TrailFilter(forms.Form):
    """What to look for; everything may be left open."""

    name = forms.CharField(label=_("By whom"), max_length=60, required=False)
    verb = forms.ChoiceField(label=_("Act"), required=False)
    record = forms.CharField(label=_("Record"), max_length=80, required=False)
    from_on = forms.DateField(label=_("From"), required=False, widget=DayInput())
    to_on = forms.DateField(label=_("To"), required=False, widget=DayInput())
    before = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # By app: some of their verbs have the same name.
        groups = [(label, list(acts.items())) for label, acts in ACTS_OF_APPS]
        self.fields["verb"].choices = [("", _("all")), *groups]

    def narrow(self, acts: QuerySet[Act]) -> QuerySet[Act]:
        """Keep the acts looked for. A filter that makes no sense narrows nothing and says so."""
        asked = self.cleaned_data if self.is_valid() else {}
        lookups = {
            "name": "actor_name",
            "verb": "verb",
            "record": "object_no",
            "from_on": "at__date__gte",
            "to_on": "at__date__lte",
            "before": "id__lt",
        }
        return acts.filter(**{lookups[key]: value for key, value in asked.items() if value})

    @property
    def asked(self) -> dict[str, str]:
        """Say what was looked for, as the act of reading keeps it."""
        said = self.cleaned_data if self.is_valid() else {}
        return {key: str(value) for key, value in said.items() if value}


class Line(NamedTuple):
    """One act with everything on it in words."""

    act: Act
    label: Any
    kind: Any
    record: str
    states: str


def _line(act: Act, record: str) -> Line:
    kind = capfirst(str(KINDS.get(act.object_kind, act.object_kind)))
    return Line(act, act_label(act, VERBS), kind, record, state_words(act))


def note_reading(user: Any, *, asked: dict[str, str], no: object = "") -> bool:
    """Write down that somebody reads other people's acts; tell whether they may."""
    reads_others = user.has_perm("bureau.view_others_acts")
    if reads_others:
        at = timezone.now()
        record_act(verb="read_trail", kind="trail", no=no, by=user, at=at, facts=asked)
    return reads_others


@permission_required("bureau.view_act", raise_exception=True)
@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """List acts, newest first. Whoever reads other people's leaves an act of it."""
    form = TrailFilter(request.GET)
    acts = form.narrow(Act.objects.visible_to(request.user).select_related("institution"))
    page = list(acts.order_by("-id")[: PER_PAGE + 1])
    reads_others = note_reading(request.user, asked=form.asked)
    older = request.GET.copy()
    if len(page) > PER_PAGE:
        older["before"] = str(page[PER_PAGE - 1].pk)
    names = record_names(page[:PER_PAGE])
    context = {
        "form": form,
        "acts": [_line(act, names[act.pk]) for act in page[:PER_PAGE]],
        "older": older.urlencode() if len(page) > PER_PAGE else "",
        "asked": dict.fromkeys(form.fields, "") | form.asked,
        "is_narrowed": bool(form.asked),
        "reads_others": reads_others,
    }
    return render(request, "trail.html", context)
