"""A creating request sent twice happens once: the second gets the answer of the first."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from bureau import services
from bureau.api.parsing import body_of
from bureau.api.problems import (
    INVALID,
    KEY_MISSING,
    KEY_REUSED,
    TWIN,
    Fault,
    Problem,
)
from bureau.models import IdempotencyRecord
from bureau.sealing import keyed_hash

HEADER = "Idempotency-Key"
LONGEST_KEY = 255
KEPT_HEADERS = ("Content-Type", "Content-Language", "ETag", "Location", "Preference-Applied")


def once(request: Request, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Do `act` and keep its answer, in one transaction; repeat the kept answer to a repetition.

    What is refused leaves nothing behind, so the key stays free for the mended request.

    :raises Problem: if the key is missing, belongs to another request, or a twin takes too long.
    """
    key, fingerprint = _key(request), _fingerprint(request)
    try:
        with services.atomic_with_files():
            kept = services.claim_key(
                client=request.user, key=key, fingerprint=fingerprint, at=timezone.now()
            )
            if kept:
                return _again(kept)
            response = act()
            services.keep_answer(
                client=request.user,
                key=key,
                status=response.status_code,
                headers={name: response[name] for name in KEPT_HEADERS if name in response},
                body=response.content,
            )
            return response
    except services.TwinUnderWay as error:
        raise Problem(TWIN, headers={"Retry-After": "5"}) from error
    except services.KeyUsedOtherwise as error:
        raise Problem(KEY_REUSED) from error


def _again(kept: IdempotencyRecord) -> HttpResponse:
    response = HttpResponse(kept.body.reveal().encode(), status=kept.status, headers=kept.headers)
    response["Idempotency-Replayed"] = "true"
    return response


def _key(request: Request) -> str:
    key = request.headers.get(HEADER, "").strip()
    if not key:
        raise Problem(KEY_MISSING)
    if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        said = _("At most 255 visible ASCII characters.")
        raise Problem(INVALID, errors=[Fault("format", said, header=HEADER)])
    return key


def _fingerprint(request: Request) -> bytes:
    """Tell requests apart by what they ask for: method, address and body."""
    asked = f"{request.method} {request.get_full_path()}\n"
    told = asked + body_of(request._request).decode("utf-8", "backslashreplace")
    return keyed_hash(told, purpose="api request")
