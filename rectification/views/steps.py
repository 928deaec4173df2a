"""The steps of an item: one page for each, asked and done; and entering a new problem."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bureau.models import Institution
from bureau.selectors import work_calendar
from bureau.services import BureauError
from rectification import runs, selectors, services
from rectification.forms.entry import NewItemForm
from rectification.forms.ledger import StepForm
from rectification.models import Item
from rectification.rules.steps import Step
from rectification.rules.words import Severity, SourceKind, Stage
from rectification.services import EnteredAlready, LedgerError
from rectification.verbs import VERBS, Verb, offered
from rectification.views.desk import allowed, visible_item

# What another page may fill in when it leads here.
GIVEN = ("institution", "problem", "found_on", "source", "source_no", "category", "severity")


@allowed("view_item")
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, no: str, name: str) -> HttpResponse:
    """Ask for what a step takes, and take it. What is refused says why and keeps every word."""
    verb = _verb(name)
    if not verb.is_held_by(request.user):
        raise PermissionDenied
    found = visible_item(request, no)
    if request.method == "GET":
        return _asked(request, found, verb)
    form = _form(verb, found, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, verb, form)
    try:
        verb.run(found, form, request.user, timezone.now())
    except BureauError as error:
        form.add_error(None, str(error))
        return _page(request, found, verb, form)
    messages.success(request, verb.said)
    return redirect(_after(found, verb, form))


def _verb(name: str) -> Verb:
    try:
        return VERBS[Step(name)]
    except ValueError:
        raise Http404 from None


def _asked(request: HttpRequest, item: Item, verb: Verb) -> HttpResponse:
    """Show a step's page; one that cannot be taken now leads back and says so."""
    offer = offered(request.user, item, timezone.localdate())
    if verb in offer.verbs:
        return _page(request, item, verb, _form(verb, item))
    why = [str(bar) for bar in offer.bars] or [
        _("“%(step)s” cannot be done now: the item has moved on.") % {"step": verb.label}
    ]
    messages.warning(request, " ".join(why))
    return redirect("rectification:item", item.no)


def _form(verb: Verb, item: Item, *given: Any) -> StepForm:
    return verb.form(*given, item=item, day=timezone.localdate(), calendar=work_calendar())


def _page(request: HttpRequest, item: Item, verb: Verb, form: StepForm) -> HttpResponse:
    context = {"item": item, "verb": verb, "form": form, "measures": item.measures.all()}
    return render(request, "rectification/step.html", context)


def _after(item: Item, verb: Verb, form: StepForm) -> Any:
    same = form.cleaned_data.get("same_as")
    return same.get_absolute_url() if same else item.get_absolute_url()


@allowed("open_item")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a problem. A photo that is not taken leaves the draft, and is sent again from there."""
    institutions = Institution.objects.visible_to(request.user).order_by("code")
    given = {name: request.GET[name] for name in GIVEN if name in request.GET}
    initial = {"found_on": timezone.localdate(), "source": SourceKind.SELF_CHECK, **given}
    if request.method == "GET":
        form = NewItemForm(institutions=institutions, initial=initial)
        return render(request, "rectification/new.html", {"form": form})
    form = NewItemForm(request.POST, request.FILES, institutions=institutions)
    if form.is_valid() and (entered := _entered(request, form)):
        return redirect("rectification:item", entered.no)
    return render(request, "rectification/new.html", {"form": form})


def _entered(request: HttpRequest, form: NewItemForm) -> Item | None:
    asked, at = dict(form.cleaned_data), timezone.now()
    files, theme = asked.pop("before"), asked.pop("theme")
    is_another = asked.pop("is_another")
    kinds = {"source": SourceKind(asked["source"]), "severity": Severity(asked["severity"])}
    try:
        with transaction.atomic():
            item = services.enter_item(
                **{**asked, **kinds}, part=None if is_another else 1, by=request.user, at=at
            )
            if theme:
                services.change_item(item=item, changes={"theme": theme}, by=request.user, at=at)
    except EnteredAlready as error:
        form.say_entered(error, user=request.user)
        return None
    except LedgerError as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, _("Entered as %(no)s, to be taken up.") % {"no": item.no})
    try:
        runs.hang(item, files, stage=Stage.BEFORE, shown=True, by=request.user, at=at)
    except LedgerError as error:
        messages.warning(request, str(error))
    if selectors.relapse_candidates(item).exists():
        messages.info(request, _("Something alike was struck off here lately: is it back?"))
    return item
