"""A complaint from a telephone: one form on three screens, sent whole, registered once."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bureau.public_pages import is_cut_off, public, too_often, visitor_of
from bureau.selectors import work_calendar
from bureau.services import DoorShut
from bureau.signs import without_nul
from complaints import selectors
from complaints.forms.public import RELATIONS, ComplaintForm, contents
from complaints.forms.tokens import Mark, new_mark, read_mark
from complaints.rules import doors
from complaints.rules.words import Channel, Confidentiality
from complaints.selectors.searching import digits
from complaints.selectors.tracking import promised, same_just_sent
from complaints.services import CaseError, Complainant, Registered, Told
from complaints.services.public import admit, found_again, receive_complaint
from rectification.models import PostingPlace

HALF = 4


@public
@require_safe
def start(request: HttpRequest, code: str = "") -> HttpResponse:
    """Say what to expect and whom to ring. With the code of a poster, of the house where it hangs.

    A poster may hang on when its row was retired: whoever scans it still wants to ring somebody.
    """
    place = get_object_or_404(_places(), code=code.upper()) if code else None
    table = selectors.table_on(timezone.localdate())
    return render(request, "public/start.html", {"place": place, "table": table})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    if request.method == "POST":
        return _sent(request, at)
    place = _place(request.GET.get("at", ""))
    chosen = {"institution": place.institution.code} if place else {}
    return _page(request, ComplaintForm(day=timezone.localdate(at), initial=chosen), at)


def _sent(request: HttpRequest, at: datetime) -> HttpResponse:
    mark = read_mark(request.POST.get("form", ""), at=at)
    again = found_again(mark.secret, at=at) if mark else None
    if again:
        return _done(request, again)
    day = timezone.localdate(at)
    if request.only_shows:
        return _page(request, ComplaintForm(day=day, initial=request.POST.dict()), at, mark)
    form = ComplaintForm(request.POST, request.FILES, day=day)
    if not form.is_valid() or not _is_fit(request, form, mark):
        return _page(request, form, at, mark)
    if "again" not in request.POST and (same := _same(form, at)):
        return _page(request, form, at, mark, same=same.no)
    try:
        return _done(request, _receive(request, form, mark, at))
    except DoorShut as shut:
        form.add_error(None, too_often(shut, at=at))
        return _page(request, form, at, mark, status=429)
    except CaseError as refused:
        form.add_error("photos", str(refused))
        return _page(request, form, at, mark)


def _is_fit(request: HttpRequest, form: ComplaintForm, mark: Mark | None) -> bool:
    """Refuse what no person sends, in words that a person who is taken for one can follow."""
    if is_cut_off(request):
        form.add_error("photos", _("The photos are too big together. Choose fewer ones."))
    elif mark is None or mark.is_too_old:
        form.add_error(None, _("The page was open for too long. Please press “Send” once more."))
    elif mark.is_too_young or form.cleaned_data["homepage"]:
        form.add_error(None, _("That was very quick. Please press “Send” once more."))
    return form.is_valid()


def _same(form: ComplaintForm, at: datetime):
    said = form.cleaned_data
    if said["confidentiality"] == Confidentiality.ANONYMOUS:
        return None
    house = said["institution"]
    return same_just_sent(
        phone=digits(said["phone"]), words=said["words"], institution=house and house.pk, at=at
    )


def _receive(request: HttpRequest, form: ComplaintForm, mark: Mark, at: datetime) -> Registered:
    said = form.cleaned_data
    photos = contents(said["photos"])
    admit(visitor=visitor_of(request, at=at), photo_bytes=sum(map(len, photos)), at=at)
    house, place = said["institution"], _place(request.POST.get("at", ""))
    hangs_there = place is not None and house == place.institution
    return receive_complaint(
        form=mark.secret,
        told=Told(
            words=said["words"],
            channel=Channel.QR_FORM,
            received_at=at,
            occurred_on=said["occurred_on"],
            institution=house,
            department=place.department if hangs_there else None,
            category=said["category"],
        ),
        complainant=Complainant(
            confidentiality=Confidentiality(said["confidentiality"]),
            name=said["name"],
            phone=said["phone"],
            relation=str(dict(RELATIONS)[said["relation"]]) if said["relation"] else "",
        ),
        photos=photos,
        at=at,
        calendar=work_calendar(),
    )


def _page(
    request: HttpRequest,
    form: ComplaintForm,
    at: datetime,
    mark: Mark | None = None,
    *,
    same: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the form with everything that was typed; only files a browser never gives back."""
    keeps_mark = mark is not None and not mark.is_too_old
    poster = request.POST.get("at") or request.GET.get("at", "")
    context = {
        "form": form,
        "mark": request.POST["form"] if keeps_mark else new_mark(at=at),
        "place": _place(poster),
        "same": same,
        "lost_photos": bool(request.FILES),
        "most_photos": doors.MOST_PHOTOS,
    }
    return render(request, "public/complaint.html", context, status=status)


def _done(request: HttpRequest, registered: Registered) -> HttpResponse:
    code = registered.query_code
    context = {
        "case": registered.case,
        "code": f"{code[:HALF]} {code[HALF:]}" if code else "",
        "mark": request.POST["form"],
        "promised": promised(registered.case),
    }
    return render(request, "public/done.html", context)


def _places():
    return PostingPlace.objects.select_related("institution", "department")


def _place(code: str) -> PostingPlace | None:
    return _places().filter(code=without_nul(code.upper()[:12])).first() if code else None
