"""Official papers in the shell: the list, the preview with its trail, the register of numbers."""

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bureau import services
from bureau.choices import ACTS, PAPER_STATES, SENT, TO_VOID
from bureau.desk import allowed_in, without_nul
from bureau.downloads import DOCX, PDF, download
from bureau.forms import PaperForm, ReasonForm
from bureau.models import Act, NumberSeries, OfficialNumber, OfficialPaper, User
from bureau.pagination import paginated
from bureau.paper_kinds import paper_kind
from bureau.papers import page_pictures, substitutes
from bureau.reason_form import KnownForm
from bureau.rules import PaperState
from bureau.selectors import unsaid_by, waits_for
from bureau.services import BureauError
from bureau.timeline import entries

PICTURES_KEPT = 600


allowed = allowed_in("bureau")


def _visible(request, pk) -> OfficialPaper:
    papers = OfficialPaper.objects.visible_to(request.user)
    people = ("drafted_by", "reviewed_by", "signed_by", "number__voided_by", "series")
    return get_object_or_404(papers.select_related(*people), pk=pk)


@allowed("view_officialpaper")
@require_GET
def papers(request):
    """Papers in work and papers out of the house, newest first."""
    rows = OfficialPaper.objects.visible_to(request.user).select_related("number", "drafted_by")
    state = request.GET.get("state", "")
    if state in set(PaperState):
        rows = rows.filter(state=state)
    elif state == TO_VOID:
        rows = rows.overtaken()
    elif state == SENT:
        rows = rows.filter(state=PaperState.DRAFT, sent_at__isnull=False)
    context = {"page_obj": paginated(request, rows), "state": state}
    return render(request, "bureau/papers.html", context)


@allowed("view_officialnumber")
@require_GET
def numbers(request):
    """The register of numbers: every one that was ever issued, the voided ones too."""
    rows = OfficialNumber.objects.visible_to(request.user)
    series, year = request.GET.get("series", ""), request.GET.get("year", "")
    if series:
        rows = rows.filter(series__code=without_nul(series))
    if year.isdecimal() and len(year) == 4:
        rows = rows.filter(year=int(year))
    rows = rows.select_related("series", "issued_by", "voided_by", "paper")
    context = {
        "page_obj": paginated(request, rows.order_by("-year", "series__code", "-number")),
        "all_series": NumberSeries.objects.all(),
        "series": series,
        "year": year,
    }
    return render(request, "bureau/numbers.html", context)


@allowed("draft_paper")
@require_POST
def draft(request):
    """Draft a paper about what its app names, or open the one there is."""
    try:
        kind = paper_kind(request.POST.get("kind", ""))
        about = without_nul(request.POST.get("about", ""))[:80]
        paper = services.draft_paper(kind=kind, about=about, by=request.user, at=timezone.now())
    except (LookupError, ObjectDoesNotExist):
        raise Http404 from None
    except BureauError as error:
        messages.error(request, str(error))
        return redirect("bureau:papers")
    return redirect("bureau:paper", paper.pk)


@allowed("view_officialpaper")
@require_GET
def paper(request, pk):
    found = _visible(request, pk)
    said, waits = found.paper, waits_for(found, day=timezone.localdate())
    acts = Act.objects.of("paper", found.pk)
    context = {
        "paper": found,
        "waits_for": waits,
        "pages": range(1, len(_pictures(found)) + 1),
        "substitutes": substitutes(),
        "own_figures": found.own_figures,
        "fingerprint": said.fingerprint,
        "timeline": entries(
            acts,
            verbs=ACTS,
            states=PAPER_STATES,
            details=lambda act: act.facts.get("number", ""),
        ),
        "is_overtaken": OfficialPaper.objects.overtaken().filter(pk=found.pk).exists(),
        "unsaid": unsaid_by(found, at=timezone.now()),
        "known": [act for act in acts if act.facts.get("unsaid")],
        "known_form": KnownForm(auto_id="known_%s"),
        "can": _verbs(request.user, found, waits),
        "form": ReasonForm(),
    }
    return render(request, "bureau/paper.html", context)


def _verbs(user, found: OfficialPaper, waits: list[User]) -> dict[str, bool]:
    """Say which buttons a person gets: the verb is theirs, the step is open, the draft not."""
    is_own, is_written = found.is_worded_by(user), found.drafted_by_id == user.pk
    state = found.state
    return {
        "edit": state == PaperState.DRAFT and user.has_perm("bureau.draft_paper"),
        "send": state == PaperState.DRAFT
        and not found.sent_at
        and user.has_perm("bureau.draft_paper"),
        "review": state == PaperState.DRAFT
        and not is_own
        and (user.has_perm("bureau.review_paper") or (found.is_sent and user in waits)),
        "return": (state == PaperState.REVIEWED or (found.is_sent and not is_own))
        and any(map(user.has_perm, ("bureau.review_paper", "bureau.sign_paper"))),
        "sign": state == PaperState.REVIEWED
        and not is_own
        and found.reviewed_by_id != user.pk
        and user.has_perm("bureau.sign_paper"),
        "void": (state == PaperState.DRAFT and is_written and user.has_perm("bureau.draft_paper"))
        or (state in (PaperState.DRAFT, PaperState.SIGNED) and user.has_perm("bureau.sign_paper")),
    }


def _pictures(found: OfficialPaper) -> list[bytes]:
    """Draw the pages, and keep them a while: a page is asked for picture by picture."""
    said, is_draft = found.paper, found.is_draft
    key = f"paper-{said.fingerprint}-{is_draft}"
    pictures = cache.get(key)
    if pictures is None:
        pictures = page_pictures(said, draft=is_draft)
        cache.set(key, pictures, PICTURES_KEPT)
    return pictures


@allowed("view_officialpaper")
@require_GET
def page(request, pk, number):
    pictures = _pictures(_visible(request, pk))
    if not 1 <= number <= len(pictures):
        raise Http404
    response = HttpResponse(pictures[number - 1], content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


@allowed("view_officialpaper")
@require_GET
def file(request, pk, form):
    """The paper as a file: as signed where it is signed, else as it stands, marked as a draft."""
    found = _visible(request, pk)
    media_types = {"pdf": PDF, "docx": DOCX}
    if form not in media_types:
        raise Http404
    name, content = services.download_paper(
        paper=found, form=form, by=request.user, at=timezone.now()
    )
    return download(content, name=name, media_type=media_types[form])


@allowed("draft_paper")
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """Reword a draft, paragraph by paragraph; the text as reckoned can be brought back."""
    found = _visible(request, pk)
    said = found.paper
    if "automatic" in request.GET:
        said = type(said).read(found.automatic)
    shown = {"title": said.title, "body": "\n".join(said.body), "seen": found.paper.fingerprint}
    form = PaperForm(request.POST if request.method == "POST" else None, initial=shown)
    if request.method == "POST" and form.is_valid():
        try:
            worded = form.cleaned_data
            services.revise_paper(
                paper=found,
                title=worded["title"],
                body=worded["body"].splitlines(),
                seen=worded["seen"],
                by=request.user,
                at=timezone.now(),
            )
            return redirect("bureau:paper", pk)
        except BureauError as error:
            form.add_error(None, str(error))
    return render(request, "bureau/paper_edit.html", {"paper": found, "form": form})


def _done(request, pk, service, said: str, **arguments):
    found = _visible(request, pk)
    try:
        service(paper=found, by=request.user, at=timezone.now(), **arguments)
    except BureauError as error:
        messages.error(request, str(error))
    else:
        found.refresh_from_db()
        number = found.number.text if found.number else ""
        messages.success(request, said % {"number": number})
    return redirect("bureau:paper", pk)


def _reason(request) -> str:
    form = ReasonForm(request.POST)
    return form.cleaned_data["reason"] if form.is_valid() else ""


def _known(request) -> str:
    form = KnownForm(request.POST)
    return form.cleaned_data["reason"] if form.is_valid() else ""


@allowed("draft_paper")
@require_POST
def send(request, pk):
    return _done(request, pk, services.send_paper, _("Sent: it now waits to be reviewed."))


@require_POST
def review(request, pk):
    # A leader may, where the section's heads worded it: the service knows whose turn it is.
    if not any(map(request.user.has_perm, ("bureau.review_paper", "bureau.sign_paper"))):
        raise PermissionDenied
    said = _("Reviewed: it now waits for a signature.")
    return _done(request, pk, services.review_paper, said, known=_known(request))


@require_POST
def give_back(request, pk):
    if not any(map(request.user.has_perm, ("bureau.review_paper", "bureau.sign_paper"))):
        raise PermissionDenied
    said = _("Given back: it can be reworded.")
    return _done(request, pk, services.return_paper, said, reason=_reason(request))


@allowed("sign_paper")
@require_POST
def sign(request, pk):
    said = _("Signed as %(number)s.")
    return _done(request, pk, services.sign_paper, said, known=_known(request))


@require_POST
def void(request, pk):
    if not any(map(request.user.has_perm, ("bureau.draft_paper", "bureau.sign_paper"))):
        raise PermissionDenied
    said = _("Voided. A number that was issued stays in the register.")
    return _done(request, pk, services.void_paper, said, reason=_reason(request))
