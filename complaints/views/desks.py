"""One's own views of the queue, and the phrases of one's section."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bureau.desk import attempt
from bureau.services import BureauError
from complaints.forms.desks import PhraseForm
from complaints.forms.filters import QueueFilter, tab_of
from complaints.models import Phrase, SavedView
from complaints.services.desks import drop_phrase, drop_view, keep_phrase, save_view
from complaints.views.desk import allowed

QUEUE = "complaints:cases"


@allowed("view_case")
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what the queue shows now under a name."""
    tab = tab_of(request.POST.get("tab", ""), request.user)
    asked = QueueFilter(request.POST.dict(), user=request.user).asked
    query = urlencode({"tab": tab.value, **asked})
    try:
        save_view(name=request.POST.get("name", "")[:20], query=query, by=request.user)
    except BureauError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The view is kept."))
    return redirect(f"{reverse(QUEUE)}?{query}")


@allowed("view_case")
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    drop_view(view=get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk))
    messages.success(request, _("The view is gone. The cases stay."))
    return redirect(QUEUE)


@allowed("handle_case")
@require_http_methods(["GET", "POST"])
def phrases(request: HttpRequest) -> HttpResponse:
    """List the phrases of one's section, and take another one."""
    form = PhraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, keep_phrase, section=request.user.section, **form.cleaned_data)
        if made:
            messages.success(request, _("“%(name)s” is kept.") % {"name": made.name})
            return redirect("complaints:phrases")
    kept = Phrase.objects.visible_to(request.user)
    return render(request, "complaints/phrases.html", {"form": form, "phrases": kept})


@allowed("handle_case")
@require_POST
def forget_phrase(request: HttpRequest, pk: int) -> HttpResponse:
    phrase = get_object_or_404(Phrase.objects.visible_to(request.user), pk=pk)
    attempt(request, drop_phrase, phrase=phrase)
    messages.success(request, _("“%(name)s” is gone.") % {"name": phrase.name})
    return redirect("complaints:phrases")
