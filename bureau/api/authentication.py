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
from bureau.services import key_of_token, note_use

CHALLENGE = 'Bearer realm="Manyi"'
LONGEST_TOKEN = 200


class KeyAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[ApiClient, ApiKey]:
        day = timezone.localdate()
        scheme, _blank, token = request.headers.get("Authorization", "").strip().partition(" ")
        is_bearer = scheme.lower() == "bearer" and len(token) <= LONGEST_TOKEN
        key = key_of_token(token.strip(), day=day) if is_bearer else None
        if key is None:
            raise Problem(UNKNOWN_CALLER, headers={"WWW-Authenticate": CHALLENGE})
        note_use(key, day=day)
        return key.client, key

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


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
