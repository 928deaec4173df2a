"""The pages that explain the API: no log-in, no real data, nothing from outside this house."""

import re
from functools import cache
from typing import Any

import orjson
import yaml
from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from bureau.api.problems import CATALOGUE
from bureau.api.schema import document

# What stands in a call for a header that each request makes up by itself.
HEADERS = {"Idempotency-Key": "$(uuidgen)", "If-Match": "$ETAG"}
# As one types a call, whatever call could do without.
ALWAYS = ("Idempotency-Key",)
# A sentence in Chinese and then in English.
BOTH = re.compile("(.*[\\u3400-\\u9fff].*?) · ([A-Za-z`*“].*)")
METHODS = ("get", "post", "put", "patch", "delete")


@login_not_required
@require_GET
def schema(request: HttpRequest) -> HttpResponse:
    """The document: whole as it is kept or, for the page that draws it, in the page's language."""
    said = document()
    if "page" in request.GET:
        said = in_one_language(said, is_chinese=_reads_chinese())
    return HttpResponse(orjson.dumps(said), content_type="application/vnd.oai.openapi+json")


def _reads_chinese() -> bool:
    return (get_language() or settings.LANGUAGE_CODE).startswith("zh")


def in_one_language(said: Any, *, is_chinese: bool) -> Any:
    """Keep the half of every bilingual sentence that the reader's language is."""
    if isinstance(said, dict):
        return {name: in_one_language(one, is_chinese=is_chinese) for name, one in said.items()}
    if isinstance(said, list | tuple):
        return [in_one_language(one, is_chinese=is_chinese) for one in said]
    if not isinstance(said, str):
        return said
    halves = [(BOTH.fullmatch(line), line) for line in said.split("\n")]
    return "\n".join(both[1 if is_chinese else 2] if both else line for both, line in halves)


@login_not_required
@require_GET
def schema_yaml(request: HttpRequest) -> HttpResponse:
    return HttpResponse(as_yaml(), content_type="application/yaml; charset=utf-8")


@cache
def as_yaml() -> str:
    return yaml.safe_dump(document(), allow_unicode=True, sort_keys=False, width=100)


# The bundle's stylesheet draws its arrows as pictures within itself.
@csp_update({"img-src": [SELF, "data:"]})
@login_not_required
@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """The reference, drawn by Swagger UI where the browser can and listed by us where not."""
    return render(request, "api/reference.html", {"operations": _operations()})


def _operations() -> list[dict[str, Any]]:
    return [
        {
            "method": method.upper(),
            "path": path,
            "curl": _curl(method, path, operation),
            **operation,
        }
        for path, methods in in_one_language(
            document()["paths"], is_chinese=_reads_chinese()
        ).items()
        for method, operation in methods.items()
        if method in METHODS
    ]


def _curl(method: str, path: str, operation: dict[str, Any]) -> str:
    """Write a call as one types it: with the headers it needs, the body in a file beside it."""
    headers = [
        f"{each['name']}: {HEADERS.get(each['name'], '…')}"
        for each in operation.get("parameters", [])
        if each["in"] == "header" and (each.get("required") or each["name"] in ALWAYS)
    ]
    words = ["curl", *(["-X", method.upper()] if method != "get" else []), f"'$MANYI{path}'"]
    words += [f"-H '{header}'" for header in ("Authorization: Bearer $KEY", *headers)]
    if "requestBody" in operation:
        words += ["-H 'Content-Type: application/json'", "--data @body.json"]
    return " ".join(words).replace("'", '"')


@login_not_required
@require_GET
def problems(request: HttpRequest) -> HttpResponse:
    """The catalogue to which the `type` of every problem leads."""
    return render(request, "api/problems.html", {"kinds": CATALOGUE})
