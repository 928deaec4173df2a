"""The lexicon to read and to try: what is sorted where, and what stays unsorted."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bureau.categories import category_names, category_tree, lexicon_in_use
from bureau.category_table import KIND
from bureau.lexicon_forms import LexiconFilter, PhraseForm, TryForm
from bureau.models import LexiconEntry
from bureau.opinion_sorting import sort_opinion
from bureau.pagination import paginated

reads = permission_required("bureau.view_lexiconentry", raise_exception=True)


@reads
@require_http_methods(["GET", "HEAD", "POST"])
def lexicon(request: HttpRequest) -> HttpResponse:
    """List the phrases, narrowed as asked for; a POST adds one."""
    adding = PhraseForm(request.POST or None)
    if request.method == "POST" and _is_added(request, adding):
        return redirect(request.get_full_path())
    form = LexiconFilter(request.GET)
    entries = LexiconEntry.objects.visible_to(request.user).select_related("category")
    context = {
        "form": form,
        "adding": adding,
        "is_narrowed": form.is_narrowed,
        "page_obj": paginated(request, form.narrow(entries)),
    }
    return render(request, "bureau/lexicon.html", context)


def _is_added(request: HttpRequest, form: PhraseForm) -> bool:
    if not request.user.has_perm("bureau.add_lexiconentry"):
        raise PermissionDenied
    entry = form.add(by=request.user, at=timezone.now())
    if entry is None:
        return False
    facts = {"phrase": entry.phrase, "category": entry.category or _("no problem")}
    messages.success(request, _("“%(phrase)s” is in the lexicon: %(category)s.") % facts)
    return True


@reads
@require_http_methods(["GET", "HEAD", "POST"])
def try_lexicon(request: HttpRequest) -> HttpResponse:
    """Sort what somebody pastes, line by line. Nothing of it is kept."""
    form = TryForm(request.POST or None)
    lines = form.cleaned_data["lines"] if form.is_valid() else []
    lexicon = lexicon_in_use()
    found = [(line, sorted(sort_opinion(line, lexicon)), lexicon.knows(line)) for line in lines]
    names = category_names({code for _line, codes, _is_known in found for code in codes})
    context = {
        "form": form,
        "lines": [
            (line, [names[code] for code in codes], is_known) for line, codes, is_known in found
        ],
        "unsorted": sum(not is_known for *_line, is_known in found),
    }
    return render(request, "bureau/lexicon_try.html", context)


@reads
@require_GET
def categories(request: HttpRequest) -> HttpResponse:
    """Show the tree: every category, its kinds, and what it counts for today."""
    context = {"tree": category_tree(timezone.localdate()), "kind": KIND}
    return render(request, "bureau/categories.html", context)
