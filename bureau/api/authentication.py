"""Who asks: a hospital's system, known by its key. A log-in to the pages opens nothing here."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from bureau.access_keys import is_listed
from bureau.api.problems import FORBIDDEN, UNKNOWN_CALLER, Problem
from bureau.choices import API_SCOPES
from bureau.lockout import client_address
from bureau.models import ApiClient, ApiKey
from bureau.services import KeyRefused, key_of_token, note_key_refused, note_use, visitor

CHALLENGE = 'Bearer realm="Manyi"'
LONGEST_TOKEN = 200


class KeyAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[ApiClient, ApiKey]:
        """Know a system by its key; one that opens nothing leaves an act."""
        token, day = _token(request), timezone.localdate()
        try:
            key = key_of_token(token, day=day)
        except KeyRefused as refused:
            if token:
                _note_refused(request, refused)
            raise Problem(UNKNOWN_CALLER, headers={"WWW-Authenticate": CHALLENGE}) from None
        note_use(key, day=day)
        return key.client, key

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


def _token(request: Request) -> str:
    """Return the key that a request brings; "" for none, and for what is too long to be one."""
    scheme, _blank, token = request.headers.get("Authorization", "").strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" and len(token) <= LONGEST_TOKEN else ""


def _note_refused(request: Request, refused: KeyRefused) -> None:
    at = timezone.now()
    seen = visitor(client_address(request), at=at)
    note_key_refused(refused=refused, visitor=seen, at=at)


class MayDo(BasePermission):
    """Let a key do what its scopes name, from the addresses it is listed for."""

    def has_permission(self, request: Request, view: Any) -> bool:
        key: ApiKey = request.auth
        address = client_address(request) or ""
        if not is_listed(address, key.addresses):
            raise Problem(
                FORBIDDEN, _("This key may not be used from %(address)s.") % {"address": address}
            )
        scope = view.scopes.get(read_as(request))
        if scope and scope not in key.scopes:
            raise Problem(
                FORBIDDEN,
                _("The key lacks the scope %(scope)s (%(words)s).")
                % {"scope": scope, "words": API_SCOPES[scope]},
            )
        return True


def read_as(request: Request) -> str:
    """Name the method a request is judged as: asking for the head is asking."""
    return "GET" if request.method == "HEAD" else str(request.method)
