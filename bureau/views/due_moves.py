"""The open due dates that move with the calendar: seen first, then confirmed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from bureau.calendar_moves import Mover, fingerprint, movers_for
from bureau.selectors import work_calendar

NAME = "bureau:due_moves"


@require_http_methods(["GET", "POST"])
def due_moves(request: HttpRequest) -> HttpResponse:
    """Show where each open due date moves to, and move those of one kind that were seen so."""
    mine = movers_for(request.user)
    if not mine:
        raise PermissionDenied
    if request.method == "POST":
        _confirm(request, mine)
        return redirect(NAME)
    calendar = work_calendar()
    previews = [(mover, moves := mover.moves(request.user, calendar), fingerprint(moves))
                for mover in mine]  # fmt: skip
    return render(request, "bureau/due_moves.html", {"previews": previews})


def _confirm(request: HttpRequest, mine: list[Mover]) -> None:
    mover = next((one for one in mine if one.name == request.POST.get("kind")), None)
    if mover is None:
        messages.warning(request, _("Nothing was chosen."))
        return
    calendar = work_calendar()
    if fingerprint(mover.moves(request.user, calendar)) != request.POST.get("seen"):
        messages.warning(request, _("The list has changed since you saw it. Look at it again."))
        return
    moved = mover.move(request.user, timezone.now(), calendar)
    said = ngettext("%(n)s due date moved.", "%(n)s due dates moved.", moved) % {"n": moved}
    messages.success(request, said)
