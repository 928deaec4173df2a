"""What this app's pages share: verbs, rows that are seen, refusals, what leaves the house."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from bureau import services
from bureau.downloads import XLSX, download
from bureau.exports import kind_of
from bureau.models import Attachment, Institution
from bureau.rules import ExportForm
from bureau.services import BureauError, open_attachment
from rectification.models import Item
from rectification.models.places import houses_visible_to


def allowed(verb: str) -> Callable:
    """Refuse with 403 whoever lacks the verb; the rows are `visible_to`'s matter."""
    return permission_required(f"rectification.{verb}", raise_exception=True)


def visible_item(request: HttpRequest, no: str) -> Item:
    """Find an item the person may see; what they may not see is not found."""
    seen = Item.objects.visible_to(request.user)
    people = ("institution", "department", "category", "theme", "leader", "opened_by", "closure")
    return get_object_or_404(seen.select_related(*people), no=no)


def visible_house(request: HttpRequest, code: str) -> Institution:
    return get_object_or_404(houses_visible_to(request.user), code=code)


def attempt(request: HttpRequest, service: Callable, **arguments: Any) -> Any:
    """Call a service; what it refuses becomes a message, and the answer is None."""
    try:
        return service(**arguments, by=request.user, at=timezone.now())
    except BureauError as error:
        messages.error(request, str(error))
        return None


def say_errors(request: HttpRequest, form: Any) -> None:
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))


def hand_out(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a small list at once, written down as the export it is."""
    arguments = {name: value.replace("\x00", "") for name, value in request.GET.items()}
    try:
        name, content = services.hand_out(
            kind=kind_of(kind),
            arguments=arguments,
            form=ExportForm.XLSX,
            by=request.user,
            at=timezone.now(),
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    return download(content, name=name, media_type=XLSX)


def send_attachment(
    request: HttpRequest, kind: str, no: str, pk: Any, *, sees_record: bool = False
) -> HttpResponse:
    """Hand over a file of a record that was found already, as a download and never as a page.

    With `sees_record` whoever of the bureau sees the record sees what hangs on it.
    """
    files = Attachment.objects
    seen = files.hanging_on_seen(request.user) if sees_record else files.visible_to(request.user)
    found = get_object_or_404(seen.of(kind, no).select_related("file"), pk=pk)
    try:
        content = open_attachment(
            attachment=found, by=request.user, at=timezone.now(), sees_record=sees_record
        )
    except Attachment.DoesNotExist:
        raise Http404 from None
    return download(content, name=found.file.name, media_type=found.media_type)
