"""Lists that leave the house: asked for with the list's own filters, decided on, fetched."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bureau import services, tasks
from bureau.desk import without_nul
from bureau.downloads import CSV, XLSX, download
from bureau.exports import ExportKind, kind_of
from bureau.forms import AskExportForm, ReasonForm
from bureau.hints import hint
from bureau.models import ExportRequest
from bureau.pagination import paginated
from bureau.rules import ExportForm
from bureau.services import BureauError

ARGUMENT = "of-"
LONGEST_ARGUMENT = 200


@require_GET
def exports(request):
    """What a person took out or asked for, and what waits for them as the second person."""
    rows = ExportRequest.objects.visible_to(request.user).filter(by=request.user)
    context = {
        "page_obj": paginated(request, rows.select_related("job")),
        "to_decide": ExportRequest.objects.to_decide(request.user).select_related("by"),
        "at": timezone.now(),
    }
    return render(request, "bureau/exports.html", context)


@require_http_methods(["GET", "POST"])
def ask(request):
    """Ask how a list is wanted, then ask for it; a small list without people comes at once."""
    if request.method == "GET":
        return redirect("bureau:exports")
    kind, arguments = _kind(request), _arguments(request)
    if kind.is_at_once:
        return _at_once(request, kind, arguments)
    listing = _found(
        lambda: services.lay_out(kind, arguments, by=request.user, clear=False, at=timezone.now())
    )
    asked = request.POST if "form" in request.POST else None
    form = AskExportForm(asked, kind=kind, user=request.user)
    if asked is not None and form.is_valid():
        made = _asked(form, kind, arguments, request.user)
        if made:
            hint(tasks.build_export, str(made.pk))
            return redirect("bureau:export", made.pk)
    context = {"form": form, "kind": kind, "arguments": arguments, "listing": listing}
    return render(request, "bureau/export_ask.html", context)


def _kind(request) -> ExportKind:
    try:
        return kind_of(request.POST.get("kind", ""))
    except LookupError:
        raise Http404 from None


def _arguments(request) -> dict[str, str]:
    """Read the list's filters; the one sign that the database refuses is dropped."""
    return {
        name.removeprefix(ARGUMENT): without_nul(value)[:LONGEST_ARGUMENT]
        for name, value in request.POST.items()
        if name.startswith(ARGUMENT)
    }


def _found(look_up):
    try:
        return look_up()
    except ObjectDoesNotExist:
        raise Http404 from None


def _at_once(request, kind: ExportKind, arguments: dict[str, str]):
    wanted = request.POST.get("form", "")
    form = ExportForm(wanted) if wanted in set(ExportForm) else ExportForm.XLSX
    name, content = _found(
        lambda: services.hand_out(
            kind=kind, arguments=arguments, form=form, by=request.user, at=timezone.now()
        )
    )
    return download(content, name=name, media_type=_media_type(form))


def _media_type(form: str) -> str:
    return CSV if form == ExportForm.CSV else XLSX


def _asked(form: AskExportForm, kind: ExportKind, arguments, user) -> ExportRequest | None:
    wanted = form.cleaned_data
    try:
        return services.ask_export(
            kind=kind,
            arguments=arguments,
            form=ExportForm(wanted["form"]),
            clear=wanted.get("clear", False),
            reason=wanted.get("reason", ""),
            by=user,
            at=timezone.now(),
        )
    except BureauError as error:
        form.add_error(None, str(error))
        return None


def _visible(request, pk) -> ExportRequest:
    rows = ExportRequest.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("by", "decided_by", "job", "file"), pk=pk)


@require_GET
def export(request, pk):
    """How far an export has come; its owner fetches the file here, a second person decides."""
    found = _visible(request, pk)
    is_own = found.by_id == request.user.pk
    context = {
        "export": found,
        "is_own": is_own,
        "can_fetch": is_own and found.can_be_fetched(timezone.now()),
        "can_decide": ExportRequest.objects.to_decide(request.user).filter(pk=pk).exists(),
        "form": ReasonForm(),
    }
    return render(request, "bureau/export.html", context)


@permission_required("bureau.approve_export", raise_exception=True)
@require_POST
def approve(request, pk):
    found = _visible(request, pk)
    try:
        services.approve_export(request=found, by=request.user, at=timezone.now())
    except BureauError as error:
        messages.error(request, str(error))
        return redirect("bureau:export", pk)
    hint(tasks.build_export, str(pk))
    said = _("Approved: %(name)s can fetch the file once it is built.")
    messages.success(request, said % {"name": found.by.name})
    return redirect("bureau:exports")


@permission_required("bureau.approve_export", raise_exception=True)
@require_POST
def refuse(request, pk):
    found = _visible(request, pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        services.refuse_export(request=found, by=request.user, at=timezone.now(), reason=reason)
    except BureauError as error:
        messages.error(request, str(error))
        return redirect("bureau:export", pk)
    messages.success(request, _("Refused. Your reason is shown to whoever asked."))
    return redirect("bureau:exports")


@require_POST
def file(request, pk):
    """Hand the file to whoever asked for it. A POST, because it is written down."""
    found = get_object_or_404(ExportRequest.objects.filter(by=request.user), pk=pk)
    try:
        name, content = _found(
            lambda: services.download_export(request=found, by=request.user, at=timezone.now())
        )
    except BureauError as error:
        messages.error(request, str(error))
        return redirect("bureau:export", pk)
    return download(content, name=name, media_type=_media_type(found.form))
