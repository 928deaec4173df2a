"""Under whose log-in a form was made: a browser keeps it, sealed, for longer than its log-in.

Each log-in has a token of its own for its forms. The cookie says which account each of the last
ones was made for, so that what a desk shared by several sends late is never taken for another's.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import (
    InvalidTokenFormat,
    _check_token_format,
    _does_token_match,
)

from bureau.sealing import SealBroken, column_place, keyring

COOKIE = "log_ins"
PLACE = column_place("cookie.log_ins")
MOST_KEPT = 8


def keep_account(request: HttpRequest, response: HttpResponse) -> None:
    """Keep in the browser that what is made under this log-in is this account's."""
    token = request.META.get("CSRF_COOKIE")
    kept = _kept(request)
    mine = (token, request.user.pk)
    if not token or kept[:1] == [mine]:
        return
    others = [one for one in kept if one[0] != token]
    sealed = keyring().seal(json.dumps([mine, *others][:MOST_KEPT]).encode(), PLACE)
    response.set_cookie(
        COOKIE, urlsafe_b64encode(sealed).decode(), max_age=2 * settings.SESSION_LIFE,
        httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip


def account_of(request: HttpRequest) -> int | None:
    """Return whose log-in the form that was sent is of; None where nobody can say."""
    given = request.POST.get("csrfmiddlewaretoken", "")
    try:
        _check_token_format(given)
    except InvalidTokenFormat:
        return None
    fitting = (account for token, account in _kept(request) if _does_token_match(given, token))
    return next(fitting, None)


def _kept(request: HttpRequest) -> list[tuple[str, int]]:
    try:
        sealed = urlsafe_b64decode(request.COOKIES.get(COOKIE, ""))
        return [(token, account) for token, account in json.loads(keyring().open(sealed, PLACE))]
    except (SealBroken, ValueError):
        return []
