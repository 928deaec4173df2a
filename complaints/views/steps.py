"""The steps of a case: one page for each, asked and done; and who complained, looked at."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bureau.desk import attempt, warn_of_many_looks
from bureau.step_pages import StepPages
from bureau.verbs import StepForm, Verb
from complaints import selectors, services, wording
from complaints.forms.findings import said_of
from complaints.models import Case, NamedPerson
from complaints.rules.phrases import added, filled_in
from complaints.rules.steps import Step
from complaints.selectors.phrases import facts_of, phrases_for
from complaints.services.acts import CASE
from complaints.verbs import VERBS, why_not
from complaints.views.cases import case_page
from complaints.views.desk import allowed, visible_case

SHOWN_SECONDS = 60
WEIGHED = {Step.FIND, Step.VERIFY, Step.REPLY, Step.RECHECK}
"""Taken on what the units and those who are named say: it stands on the step's own page."""
SHOWS_FINDINGS = {Step.VERIFY, Step.REPLY, Step.RECHECK}


def _after(request: HttpRequest, case: Case, form: StepForm) -> str:
    """Lead back to the case; to the queue where it is not this person's any more."""
    still_seen = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
    return case.get_absolute_url() if still_seen else "complaints:cases"


def _beside(request: HttpRequest, case: Case, verb: Verb) -> dict[str, Any]:
    """Remind whoever finds of those who were not heard yet; offer the section's phrases."""
    unheard = selectors.unheard(case) if verb.step in {Step.FIND, Step.VERIFY} else []
    into = getattr(verb.form, "INTO", "")
    phrases = phrases_for(request.user, verb.form.USE) if into else []
    beside = {"unheard": unheard, "phrases": phrases, "takes_phrases": bool(into)}
    if verb.step in WEIGHED:
        beside["reports"] = case.reports.select_related("assignment__institution", "by")
        beside["statements"] = case.statements.select_related("institution", "person__staff")
    if verb.step in SHOWS_FINDINGS:
        beside["found"] = _found(case)
    if verb.step == Step.DISPATCH:
        beside["back"] = selectors.given_back(case)
    return beside


def _found(case: Case) -> list[tuple[Any, str, wording.Chip | None]]:
    """Show what was found: each finding with its basis and who made it."""
    about = [(one, one.text) for one in case.allegations.select_related("found_by")]
    people = case.people.select_related("found_by", "staff__institution", "staff__department")
    about += [(one, _said_with_concern(one)) for one in people.prefetch_related("allegations")]
    chips = ((one, said, wording.finding_chip(one.finding)) for one, said in about)
    return [line for line in chips if line[2]]


def _said_with_concern(person: NamedPerson) -> str:
    """Name a person, and the allegations that concern them where it was said."""
    return " · ".join(filter(None, [said_of(person), wording.concern_words(person)]))


def _with_phrase(request: HttpRequest, case: Case, verb: Verb) -> dict[str, Any] | None:
    """Put the phrase that was pressed behind what is typed. Nothing is sent by that."""
    pressed, into = request.POST.get("phrase", ""), getattr(verb.form, "INTO", "")
    if not (pressed.isdecimal() and into):
        return None
    kept = {str(one.pk): one for one in phrases_for(request.user, verb.form.USE)}
    typed: dict[str, Any] = request.POST.dict()
    typed["assisting"] = request.POST.getlist("assisting")
    if pressed in kept:
        words = filled_in(kept[pressed].text, facts_of(case, day=timezone.localdate()))
        typed[into] = added(typed.get(into, ""), words)
    return typed


STEPS = StepPages(
    verbs=VERBS,
    kind=CASE,
    template="complaints/step.html",
    visible=visible_case,
    why_not=lambda user, case, verb, day: why_not(user, case, verb),
    after=_after,
    chosen=("audience", "attachment", "person", "alike"),
    more=_beside,
    filled=_with_phrase,
)


@allowed("view_case")
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, no: str, name: str) -> HttpResponse:
    return STEPS.answer(request, no, name)


@allowed("reveal_complainant")
@require_POST
@never_cache
def reveal(request: HttpRequest, no: str) -> HttpResponse:
    """Show who complained once, in the answer to this request, and for a minute on the screen.

    The reason is written down.
    """
    found = visible_case(request, no)
    reason = request.POST.get("reason", "")
    clear = attempt(request, services.reveal_complainant, case=found, reason=reason)
    if clear is not None:
        warn_of_many_looks(request)
    return case_page(request, found, clear=clear, seconds=SHOWN_SECONDS)
