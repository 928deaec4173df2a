"""What every page of the public has: no log-in, no script, no session, and nothing kept of it."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from bureau.history import told
from bureau.lockout import client_address
from bureau.services import DoorShut, visitor
from bureau.trace import NO_REQUEST

A_YEAR = 365 * 24 * 3600
LANGUAGES = dict(settings.LANGUAGES)
SIZES = {"large": "1", "normal": "0"}
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Open a page to everybody. `show` asks for it in another language or size, and for no more.

    No cookie is set but for these two wishes. A form is known by its signed mark and not by a
    cookie; nobody's rights are used, so there is nothing that another site could borrow.
    """

    @login_not_required
    @csrf_exempt
    @wraps(view)
    def seen(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        show = (request.POST if request.method == "POST" else request.GET).get("show", "")
        request.only_shows = show in LANGUAGES or show in SIZES
        wished = SIZES.get(show, request.COOKIES.get("large_text"))
        request.has_large_text = wished == "1"
        language = show if show in LANGUAGES else translation.get_language()
        # Whoever is logged in in the same browser is not who writes here: no trace ties the two.
        with told(NO_REQUEST, account=None), translation.override(language):
            response = view(request, *args, **kwargs)
            response.headers["Content-Language"] = translation.get_language()
        _remember(response, show)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return seen


def _remember(response: HttpResponse, show: str) -> None:
    wishes: dict[str, Any] = {"max_age": A_YEAR, "samesite": "Lax", "httponly": True}
    if show in LANGUAGES:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, show, **wishes)
    if show in SIZES:
        response.set_cookie("large_text", SIZES[show], **wishes)


def visitor_of(request: HttpRequest, *, at: datetime) -> bytes:
    return visitor(client_address(request), at=at)


def is_cut_off(request: HttpRequest) -> bool:
    """Test if what was sent is so big that its files were not taken in at all."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return length.isdecimal() and int(length) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE


def too_often(shut: DoorShut, *, at: datetime) -> str:
    """Say when a door opens again."""
    minutes = max(-(-(shut.until - at).total_seconds() // 60), 1)
    said = ngettext(
        "This was tried too often. Please wait %(n)d minute, or ring us.",
        "This was tried too often. Please wait %(n)d minutes, or ring us.",
        int(minutes),
    )
    return said % {"n": minutes}
