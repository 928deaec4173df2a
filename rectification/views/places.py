"""Where the complaint phones hang: the county's matrix, an institution's places, one place."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bureau.desk import attempt, hand_out, send_attachment, without_nul
from bureau.downloads import PDF, download
from bureau.models import Act, Attachment
from bureau.pagination import paginated
from bureau.selectors import work_calendar
from bureau.sentences import sentences
from bureau.timeline import entries
from rectification.choices import places as words
from rectification.choices.places import missing_in_words
from rectification.exports import places as exports
from rectification.forms.places import (
    CallForm,
    CheckForm,
    NumbersForm,
    PhotoForm,
    PlaceForm,
    ZoneForm,
)
from rectification.models import PostingPlace
from rectification.models.places import KIND
from rectification.papers.poster import Poster, Size, write_poster
from rectification.rules.postings import CheckResult, Zone
from rectification.selectors import places as selectors
from rectification.services import places as services
from rectification.views.desk import (
    allowed,
    say_errors,
    visible_house,
)


def _visible(request, code: str) -> PostingPlace:
    places = PostingPlace.objects.visible_to(request.user)
    found = places.select_related("institution", "department", "checked_by")
    return get_object_or_404(found, code=code)


@allowed("view_postingplace")
@require_GET
def places(request):
    """The county's institutions: what of each is posted, and what is missing."""
    only = "lacking" if request.GET.get("only") == "lacking" else ""
    day = exports.day_asked(request.GET.dict(), timezone.localdate())
    lines = exports.standings(request.user, only, day)
    context = {
        "page_obj": paginated(request, lines),
        "only": only,
        "zones": list(words.ZONES.items()),
        "table": selectors.posting_table_on(day),
        "month": day,
        "is_past": day < timezone.localdate(),
    }
    return render(request, "rectification/places.html", context)


@allowed("view_postingplace")
@require_POST
def export(request):
    return hand_out(request, exports.PLACES, request.GET.dict())


@allowed("view_postingplace")
@require_GET
def house(request, code):
    """One institution: what is missing by name, its places, its test calls."""
    institution = visible_house(request, code)
    return render(request, "rectification/house_places.html", _house_context(request, institution))


def _house_context(request, institution, **forms) -> dict:
    today = timezone.localdate()
    [standing] = selectors.posting_standings([institution], day=today, calendar=work_calendar())
    own, bureau = selectors.proposed_numbers(institution)
    numbers = {"own_number": own, "bureau_number": bureau}
    standing_places = PostingPlace.objects.standing().filter(institution=institution)
    return {
        "institution": institution,
        "standing": standing,
        "missing": [missing_in_words(one) for one in standing.coverage.missing],
        "places": standing_places.select_related("department", "checked_by"),
        "absent": institution.absent_zones.select_related("by"),
        "calls": institution.test_calls.select_related("by")[:12],
        "place_form": PlaceForm(institution=institution, initial=numbers),
        "call_form": CallForm(initial={"number": own}),
        "zone_form": ZoneForm(),
        "may_say": not request.user.institution_id,
        "month": today,
        **forms,
    }


@allowed("register_place")
@require_POST
def add(request, code):
    institution = visible_house(request, code)
    form = PlaceForm(request.POST, institution=institution)
    if form.is_valid():
        given = {**form.cleaned_data, "zone": Zone(form.cleaned_data["zone"])}
        made = attempt(request, services.register_place, institution=institution, **given)
        if made:
            said = _("%(place)s is registered. Its poster can be printed.")
            messages.success(request, said % {"place": made.place})
            return redirect("rectification:place", made.code)
    context = _house_context(request, institution, place_form=form)
    return render(request, "rectification/house_places.html", context)


@allowed("check_place")
@require_POST
def call(request, code):
    institution = visible_house(request, code)
    form = CallForm(request.POST)
    if form.is_valid() and attempt(
        request, services.record_test_call, institution=institution, **form.cleaned_data
    ):
        messages.success(request, _("The call is recorded."))
        return redirect("rectification:house_places", code)
    context = _house_context(request, institution, call_form=form)
    return render(request, "rectification/house_places.html", context)


@allowed("check_place")
@require_POST
def zone(request, code):
    """Say that a zone is not there, or ask for it again."""
    institution = visible_house(request, code)
    form = ZoneForm(request.POST)
    if not form.is_valid():
        say_errors(request, form)
    elif "there" in request.POST:
        chosen = Zone(form.cleaned_data["zone"])
        attempt(request, services.say_zone_there, institution=institution, zone=chosen)
    else:
        given = {**form.cleaned_data, "zone": Zone(form.cleaned_data["zone"])}
        attempt(request, services.say_zone_absent, institution=institution, **given)
    return redirect("rectification:house_places", code)


@allowed("view_postingplace")
@require_GET
def place(request, code):
    found = _visible(request, code)
    photos = Attachment.objects.visible_to(request.user).of(KIND, found.code)
    numbers = {"own_number": found.own_number, "bureau_number": found.bureau_number}
    context = {
        "place": found,
        "lacking": [missing_in_words(one) for one in found.lacks_numbers],
        "photos": photos.select_related("file", "by"),
        "check_form": CheckForm(),
        "numbers_form": NumbersForm(initial=numbers),
        "photo_form": PhotoForm(),
        "may_check": not request.user.institution_id
        and request.user.has_perm("rectification.check_place"),
        "timeline": entries(
            Act.objects.of(KIND, found.code),
            verbs=words.ACTS,
            states=words.STORY,
            details=lambda act: "",
        ),
    }
    return render(request, "rectification/place.html", context)


@allowed("check_place")
@require_POST
def check(request, code):
    found, form = _visible(request, code), CheckForm(request.POST)
    if not form.is_valid():
        say_errors(request, form)
    elif attempt(
        request, services.check_place, place=found, note=form.cleaned_data["note"],
        result=CheckResult(form.cleaned_data["result"]),
    ):  # fmt: skip
        messages.success(request, _("The check is recorded."))
    return redirect("rectification:place", code)


@allowed("register_place")
@require_POST
def correct(request, code):
    found, form = _visible(request, code), NumbersForm(request.POST)
    if not form.is_valid():
        say_errors(request, form)
    elif attempt(request, services.correct_place, place=found, **form.cleaned_data):
        messages.success(request, _("The numbers stand. Print the poster anew."))
    return redirect("rectification:place", code)


@allowed("register_place")
@require_POST
def retire(request, code):
    found = _visible(request, code)
    reason = without_nul(request.POST.get("reason", ""))[:500]
    if attempt(request, services.retire_place, place=found, reason=reason):
        messages.success(request, _("Taken down: it no longer counts as posted."))
    return redirect("rectification:house_places", found.institution.code)


@allowed("register_place")
@require_POST
def add_photo(request, code):
    found, form = _visible(request, code), PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        say_errors(request, form)
    else:
        file = form.cleaned_data["photo"]
        attempt(request, services.add_place_photo, place=found, name=file.name, content=file.read())
    return redirect("rectification:place", code)


@allowed("view_postingplace")
@require_GET
def photo(request, code, pk):
    return send_attachment(request, KIND, _visible(request, code).code, pk)


@allowed("view_postingplace")
@require_GET
def poster(request, code, size):
    """The poster to hang up. Without both numbers, or an address the public reaches, none is."""
    found = _visible(request, code)
    if lacking := found.lacks_numbers:
        where = _("Enter it under “Put the numbers right”; a poster shows both.")
        messages.error(request, sentences([*map(missing_in_words, lacking), where]))
        return redirect(reverse("rectification:place", args=[found.code]) + "#numbers")
    site = settings.SITE_URL.rstrip("/")
    if not site and settings.DEBUG:
        site = f"{request.scheme}://{request.get_host()}"
    if not site:
        messages.error(
            request,
            _("Set SITE_URL to the address at which the public reaches the platform: else the"
              " code on the poster would lead nowhere."),
        )  # fmt: skip
        return redirect("rectification:place", code)
    sheet = Poster(
        institution=found.institution.name,
        bureau=settings.BUREAU_NAME,
        place=found.place,
        code=found.code,
        url=site + reverse("complaints:poster", args=[found.code]),
        own_number=found.own_number,
        bureau_number=found.bureau_number,
    )
    content = write_poster(sheet, size=Size(size), at=timezone.now())
    return download(content, name=f"{found.code}-{size.upper()}.pdf", media_type=PDF)
