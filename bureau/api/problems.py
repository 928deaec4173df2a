"""Every refusal of the API as problem+json (RFC 9457), from one catalogue.

The `type` of a problem is the address of its entry on the catalogue's page, in the reader's
language: what happened, and what to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEM_JSON = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry of the catalogue: `slug` ends the type's address, `cure` says what to do."""

    slug: str
    status: int
    title: str | Promise
    cure: str | Promise


BAD_JSON = Kind(
    "bad-json",
    400,
    _("The body is not JSON that can be read"),
    _("Send UTF-8 without NaN or Infinity, and each name only once in an object."),
)
INVALID = Kind(
    "invalid",
    400,
    _("The request does not fit the description of this address"),
    _("Mend what `errors` lists; `pointer` leads to the place in the body."),
)
ROWS_REFUSED = Kind(
    "rows-refused",
    400,
    _("Nothing of these rows was taken in"),
    _("Mend the rows that `errors` lists by row and column, and send them all again."),
)
KEY_MISSING = Kind(
    "idempotency-key-missing",
    400,
    _("The Idempotency-Key header is missing"),
    _("Make up a new key for each thing to be created and keep it for repetitions."),
)
UNKNOWN_CALLER = Kind(
    "unknown-caller",
    401,
    _("The key is missing, wrong, expired or revoked"),
    _("Send `Authorization: Bearer` with the key that the bureau issued."),
)
FORBIDDEN = Kind(
    "forbidden",
    403,
    _("The key may not do this"),
    _("Ask the bureau for a key with this right, or for this address to be listed."),
)
NOT_FOUND = Kind(
    "not-found",
    404,
    _("There is nothing here for you"),
    _("Check the address. What belongs to another institution answers like what is not there."),
)
WRONG_METHOD = Kind(
    "method-not-allowed",
    405,
    _("This address does not know this method"),
    _("See the Allow header."),
)
NOT_ACCEPTABLE = Kind(
    "not-acceptable",
    406,
    _("Only JSON can be answered"),
    _("Send `Accept: application/json`, or no such header."),
)
STATE_FORBIDS = Kind(
    "state-forbids",
    409,
    _("As things stand this cannot be done"),
    _("`detail` names the step that is missing. Do that first."),
)
TWIN = Kind(
    "twin-under-way",
    409,
    _("The same request is being answered at this moment"),
    _("Wait a little and send it again with the same key."),
)
LENGTH_REQUIRED = Kind(
    "length-required",
    411,
    _("The Content-Length header is missing"),
    _("Send the body with its length, not in chunks."),
)
STALE = Kind(
    "stale",
    412,
    _("It was changed since you read it"),
    _("`current` is how it stands now. Read it, decide again, and send its ETag as If-Match."),
)
TOO_LARGE = Kind(
    "too-large",
    413,
    _("The body is too large"),
    _("Send fewer rows at once."),
)
WRONG_TYPE = Kind(
    "wrong-content-type",
    415,
    _("The body must be JSON in UTF-8"),
    _("Send `Content-Type: application/json`."),
)
KEY_REUSED = Kind(
    "idempotency-key-reused",
    422,
    _("The Idempotency-Key was used for another request"),
    _("Make up a new key, or repeat the first request unchanged."),
)
NO_IF_MATCH = Kind(
    "if-match-missing",
    428,
    _("The If-Match header is missing"),
    _("Read the resource first and send its ETag as If-Match."),
)
TOO_OFTEN = Kind(
    "too-often",
    429,
    _("Too many requests with this key"),
    _("Wait as many seconds as Retry-After says."),
)
OUR_FAULT = Kind(
    "our-fault",
    500,
    _("A fault of ours"),
    _("Nothing was changed. Send it again; if it happens again, ring the bureau."),
)
AWAY = Kind(
    "busy",
    503,
    _("The platform is too busy at this moment"),
    _("Nothing was stored. Send it again after as many seconds as Retry-After says."),
)

CATALOGUE = (
    *(BAD_JSON, INVALID, ROWS_REFUSED, KEY_MISSING, UNKNOWN_CALLER, FORBIDDEN, NOT_FOUND),
    *(WRONG_METHOD, NOT_ACCEPTABLE, STATE_FORBIDS, TWIN, LENGTH_REQUIRED, STALE, TOO_LARGE),
    *(WRONG_TYPE, KEY_REUSED, NO_IF_MATCH, TOO_OFTEN, OUR_FAULT, AWAY),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, and where: a pointer into the body, a query parameter, or a header."""

    code: str
    message: str | Promise
    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None
    row: int | None = None
    column: str | None = None

    def as_json(self) -> dict[str, Any]:
        found = {name: getattr(self, name) for name in self.__slots__}
        found["message"] = str(self.message)
        return {name: value for name, value in found.items() if value is not None}


@dataclass
class Problem(Exception):
    """A refusal on its way out. `more` are members of this kind of problem alone."""

    kind: Kind
    detail: str | Promise = ""
    errors: Sequence[Fault] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self, request: HttpRequest) -> dict[str, Any]:
        told: dict[str, Any] = {
            "type": type_of(self.kind, request),
            "title": str(self.kind.title),
            "status": self.kind.status,
            "detail": str(self.detail or self.kind.cure),
            "instance": request.path,
        }
        if self.errors:
            told["errors"] = [fault.as_json() for fault in self.errors]
        return {**told, **self.more}


def type_of(kind: Kind, request: HttpRequest) -> str:
    return request.build_absolute_uri(f"{reverse('api:problems')}#{kind.slug}")


def pointer(*steps: str | int) -> str:
    """Write a JSON pointer (RFC 6901)."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)
