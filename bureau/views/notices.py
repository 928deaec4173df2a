"""What a person was told, what of it comes by e-mail, and the letters that need a decision."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from bureau import services
from bureau.channels import Email
from bureau.choices import DELIVERY_STATES, NOT_MAILED
from bureau.forms import LetterReasonForm, LettersForm
from bureau.models import Delivery, Notice
from bureau.pagination import paginated
from bureau.selectors import letter_counts, work_calendar
from bureau.sending import Urgency, is_office_hour

SHOWN = ("waiting", "failed", "sent", "in_app", "dead", "unknown")
TONES = {"due": "warning", "overdue": "danger", "urged": "danger", "system": "neutral"}


@require_GET
def notices(request):
    """List what the person was told, newest first."""
    told = Notice.objects.visible_to(request.user)
    only_unread = request.GET.get("only") == "unread"
    page = paginated(request, told.unread() if only_unread else told, per_page=30)
    context = {
        "page_obj": page,
        "notices": [(notice, TONES.get(notice.kind, "neutral")) for notice in page],
        "only_unread": only_unread,
    }
    return render(request, "bureau/notices.html", context)


@require_POST
def open_notice(request, pk):
    """Note that a notice was read, and go where it points."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    services.read_notice(notice=notice, at=timezone.now())
    if not url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return redirect("bureau:notices")
    return redirect(notice.url)


@require_POST
def read_all(request):
    count = services.read_all_notices(user=request.user, at=timezone.now())
    said = ngettext("%(n)s notice marked as read.", "%(n)s notices marked as read.", count)
    messages.success(request, said % {"n": count})
    return redirect("bureau:notices")


def letter_choices(request):
    """Let a person say where letters go and what stays out of them."""
    form = LettersForm(request.POST or None, user=request.user)
    if form.is_valid():
        services.choose_letters(
            user=request.user,
            email=form.cleaned_data["email"],
            unmailed=form.unmailed,
            at=timezone.now(),
        )
        messages.success(request, _("Your choice is kept; it holds from the next notice on."))
        return redirect("bureau:letter_choices")
    return render(request, "bureau/letter_choices.html", {"form": form})


@permission_required("bureau.view_delivery", raise_exception=True)
@require_GET
def letters(request):
    """Show the letters over which a person has to decide, and how the others stand."""
    visible = Delivery.objects.visible_to(request.user)
    counts = letter_counts(visible)
    unsettled = visible.unsettled().select_related("recipient").prefetch_related("notices")
    page = paginated(request, unsettled, per_page=30)
    context = {
        "page_obj": page,
        "letters": [(letter, NOT_MAILED.get(letter.error, letter.error)) for letter in page],
        "standing": [(DELIVERY_STATES[state], counts.get(state, 0)) for state in SHOWN],
        "is_set_up": Email().is_set_up(),
    }
    return render(request, "bureau/letters.html", context)


@permission_required("bureau.resend_delivery", raise_exception=True)
@require_POST
def resend(request, pk):
    return _decide(request, pk, services.resend_letter, _when_sent_again)


def _when_sent_again(letter: Delivery, at: datetime) -> str:
    """Say what becomes of a letter that is to be sent again, as things stand."""
    if not Email().is_set_up():
        return _("No mail server is set up: the letter stays on the platform and is not sent.")
    zone, calendar = timezone.get_default_timezone(), work_calendar()
    if letter.urgency == Urgency.SAFETY or is_office_hour(at, calendar=calendar, zone=zone):
        return _("The letter will be sent again within a minute.")
    return _("Nothing is sent now: the letter goes out in the next office hours.")


@permission_required("bureau.resend_delivery", raise_exception=True)
@require_POST
def give_up(request, pk):
    return _decide(request, pk, services.give_up_letter, lambda *_of: _("The letter is closed."))


def _decide(request, pk, service, words: Callable[[Delivery, datetime], str]):
    letter = get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk)
    form = LetterReasonForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    at = timezone.now()
    try:
        service(letter=letter, by=request.user, why=why, at=at)
    except services.LetterError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words(letter, at))
    return redirect("bureau:letters")
