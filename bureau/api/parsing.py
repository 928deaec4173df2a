"""Strict JSON: what could be read in two ways, or not at all, is refused with its reason."""

import json
import math
import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from bureau.api.problems import BAD_JSON, LENGTH_REQUIRED, TOO_LARGE, WRONG_TYPE, Problem

MOST_BYTES = 20 * 1024 * 1024
LONGEST_NUMBER = 40
HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")


class StrictJson(BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        check_charset(media_type or "")
        return read_json(body_of(parser_context["request"]._request))


def check_charset(media_type: str) -> None:
    match = re.search(r";\s*charset\s*=\s*\"?([\w.-]+)", media_type, re.IGNORECASE)
    if match and match[1].lower() not in {"utf-8", "utf8"}:
        raise Problem(WRONG_TYPE)


def body_of(request: Any) -> bytes:
    """Read a request's body whole, unless it is too large to be looked at.

    :raises Problem: 413, or 411 for a body in chunks, which would look like an empty one.
    """
    if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        raise Problem(LENGTH_REQUIRED)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise Problem(TOO_LARGE, _("At most %(n)s MB are taken at once.") % {"n": MOST_BYTES >> 20})
    return request.body


def read_json(body: bytes) -> Any:
    """Read JSON as it was meant.

    :raises Problem: for NaN and numbers beyond measure, for a name twice in one object, for
        half a character, for too deep a nest, and for whatever is no JSON in UTF-8.
    """
    try:
        found = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_number,
            parse_int=_whole,
        )
    except UnicodeDecodeError as error:
        raise Problem(BAD_JSON, _("The body is not UTF-8.")) from error
    except RecursionError as error:
        raise Problem(BAD_JSON, _("The body is nested too deep.")) from error
    except json.JSONDecodeError as error:
        said = _("Line %(line)s, column %(column)s: here the JSON breaks off or goes wrong.")
        facts = {"line": error.lineno, "column": error.colno}
        raise Problem(BAD_JSON, said % facts) from error
    if HALF_CHARACTER.search(body):
        _refuse_half_characters(found)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise Problem(BAD_JSON, _("“%(name)s” stands twice in one object.") % {"name": double[:40]})
    return found


def _constant(text: str) -> float:
    raise Problem(BAD_JSON, _("%(text)s is no number in JSON.") % {"text": text})


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise Problem(BAD_JSON, _("%(text)s is beyond measure.") % {"text": text[:40]})
    return number


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise Problem(BAD_JSON, _("%(text)s is beyond measure.") % {"text": text[:40]})
    return int(text)


def _refuse_half_characters(found: Any) -> None:
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise Problem(BAD_JSON, _("The body holds half a character (a surrogate).")) from error
