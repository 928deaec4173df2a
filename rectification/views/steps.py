"""The steps of an item: one page for each, asked and done; and entering a new problem."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bureau.models import Institution
from bureau.step_pages import StepPages
from bureau.verbs import StepForm
from rectification import runs, selectors, services
from rectification.forms.entry import NewItemForm
from rectification.models import Item
from rectification.models.scope import ITEM
from rectification.rules.words import Severity, SourceKind, Stage
from rectification.services import EnteredAlready, LedgerError
from rectification.verbs import VERBS, why_not
from rectification.views.desk import allowed, visible_item

# What another page may fill in when it leads here.
GIVEN = ("institution", "problem", "found_on", "source", "source_no", "category", "severity")


def _after(request: HttpRequest, item: Item, form: StepForm) -> str:
    same = form.cleaned_data.get("same_as")
    return (same or item).get_absolute_url()


STEPS = StepPages(
    verbs=VERBS,
    kind=ITEM,
    template="rectification/step.html",
    visible=visible_item,
    why_not=why_not,
    after=_after,
)


@allowed("view_item")
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, no: str, name: str) -> HttpResponse:
    return STEPS.answer(request, no, name)


@allowed("open_item")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a problem. A photo that is not taken leaves the draft, and is sent again from there."""
    institutions = Institution.objects.visible_to(request.user).order_by("code")
    asked = {name: request.GET[name] for name in GIVEN if name in request.GET}
    initial = {"found_on": timezone.localdate(), "source": SourceKind.SELF_CHECK, **asked}
    if request.method == "GET":
        form = NewItemForm(institutions=institutions, user=request.user, initial=initial)
        return render(request, "rectification/new.html", {"form": form})
    given = (request.POST, request.FILES)
    form = NewItemForm(*given, institutions=institutions, user=request.user)
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
        form.say_entered(error)
        return None
    except LedgerError as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, _("Entered as %(no)s, to be taken up.") % {"no": item.no})
    try:
        runs.hang(item, files, stage=Stage.BEFORE, shown=True, by=request.user, at=at)
    except LedgerError as error:
        messages.warning(request, str(error))
    if selectors.relapse_candidates(item, reader=request.user).exists():
        messages.info(request, _("Something alike was struck off here lately: is it back?"))
    return item
