"""What the staff pages of every app share: verbs, refusals, what leaves the house."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau import services
from bureau.downloads import XLSX, download
from bureau.exports import kind_of
from bureau.models import Attachment
from bureau.rules import LOOK_LIMITS, ExportForm, LookLimits
from bureau.selectors import looks_of
from bureau.services import BureauError
from bureau.signs import without_nul


def allowed_in(app: str) -> Callable[[str], Callable]:
    """Make the `allowed` of an app's pages, which refuses with 403 whoever lacks its verb.

    Which rows they see is the matter of `visible_to`.
    """
    return lambda verb: permission_required(f"{app}.{verb}", raise_exception=True)


def attempt(request: HttpRequest, service: Callable, **arguments: Any) -> Any:
    """Call a service for who asks, now; what it refuses becomes a message, and the answer None."""
    try:
        return service(**{"by": request.user, "at": timezone.now(), **arguments})
    except BureauError as error:
        messages.error(request, str(error))
        return None


def hand_out(request: HttpRequest, kind: str, arguments: Mapping[str, str]) -> HttpResponse:
    """Send a small list at once, written down as the export it is.

    So pages ask for it by a button: a link in a letter must not write in the reader's name.
    """
    try:
        name, content = services.hand_out(
            kind=kind_of(kind),
            arguments={name: without_nul(value) for name, value in arguments.items()},
            form=ExportForm.XLSX,
            by=request.user,
            at=timezone.now(),
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    return download(content, name=name, media_type=XLSX)


def warn_of_many_looks(request: HttpRequest, limits: LookLimits = LOOK_LIMITS) -> None:
    """Say that it is a lot within an hour. A day's too many are an act, which auditors see."""
    in_an_hour = looks_of(request.user, at=timezone.now()).in_an_hour
    if in_an_hour > limits.an_hour:
        said = _("You have looked behind %(n)s masks within an hour. Each look is on record.")
        messages.warning(request, said % {"n": in_an_hour})


def hanging(
    request: HttpRequest, kind: str, no: object, pk: Any, *, sees_record: bool = False
) -> Attachment:
    """Find a file on a record that was found already; one not for this person is not found.

    With `sees_record` whoever of the bureau sees the record sees what hangs on it.
    """
    files = Attachment.objects
    seen = files.hanging_on_seen(request.user) if sees_record else files.visible_to(request.user)
    return get_object_or_404(seen.of(kind, no).select_related("file", "by"), pk=pk)


def send_attachment(
    request: HttpRequest, kind: str, no: object, pk: Any, *, sees_record: bool = False
) -> HttpResponse:
    """Hand over such a file, as a download and never as a page. Who opened it is written down.

    :raises PermissionDenied: for whoever learns of files that they are there, and no more.
    """
    if not request.user.has_perm("bureau.view_attachment_content"):
        raise PermissionDenied
    found = hanging(request, kind, no, pk, sees_record=sees_record)
    try:
        content = services.open_attachment(
            attachment=found, by=request.user, at=timezone.now(), sees_record=sees_record
        )
    except Attachment.DoesNotExist:
        raise Http404 from None
    return download(content, name=found.file.name, media_type=found.media_type)
