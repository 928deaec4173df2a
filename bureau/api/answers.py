"""JSON answers, moments in local time, and entity tags."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from bureau.api.problems import (
    INVALID,
    NO_IF_MATCH,
    PROBLEM_JSON,
    STALE,
    Fault,
    Problem,
)

DISPLAY = "_display"


def moment(at: datetime | None) -> str | None:
    """Write an instant as RFC 3339 in the bureau's own time, +08:00."""
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None


def answer(
    data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    return HttpResponse(
        orjson.dumps(data), status=status, content_type="application/json", headers=headers
    )


def answer_problem(problem: Problem, request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        orjson.dumps(problem.as_json(request)),
        status=problem.kind.status,
        content_type=PROBLEM_JSON,
        headers=problem.headers,
    )


def tag_of(data: Any) -> str:
    """Make an entity tag of what a resource says, whatever language it says it in.

    Language is told apart at the end of the tag, for a tag is of one representation.
    """
    facts = orjson.dumps(_without_labels(data), option=orjson.OPT_SORT_KEYS)
    digest = hashlib.sha256(facts).hexdigest()[:24]
    return f'"{digest}-{translation.get_language()}"'


def _without_labels(data: Any) -> Any:
    if isinstance(data, dict):
        kept = {name: one for name, one in data.items() if not name.endswith(DISPLAY)}
        return {name: _without_labels(one) for name, one in kept.items()}
    return [_without_labels(one) for one in data] if isinstance(data, list) else data


def answer_tagged(request: HttpRequest, data: Any) -> HttpResponse:
    """Answer a single resource with its tag; 304 where the asker has this very state."""
    tag = tag_of(data)
    if tag in _tags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers={"ETag": tag})
    return answer(data, headers={"ETag": tag})


def check_match(request: HttpRequest, data: Any, *, is_required: bool) -> None:
    """Refuse a change of what the asker has not read as it stands now.

    :raises Problem: 428 if If-Match is missing and required; 412 with the present state if stale.
    """
    sent = request.headers.get("If-Match", "")
    if not sent:
        if is_required:
            raise Problem(NO_IF_MATCH)
        return
    if len(sent) > 1000:
        fault = Fault("too_long", NO_IF_MATCH.cure, header="If-Match")
        raise Problem(INVALID, errors=[fault])
    known = _digest(tag_of(data))
    if sent.strip() != "*" and known not in {_digest(one) for one in _tags(sent)}:
        raise Problem(STALE, more={"current": data}, headers={"ETag": tag_of(data)})


def _tags(header: str) -> set[str]:
    return {one.strip() for one in header.split(",")}


def _digest(tag: str) -> str:
    return tag.strip('"').partition("-")[0]
