"""The OpenAPI document. It says everything in Chinese and English at once, so that there is one.

`docs/api/openapi.yaml` is its snapshot in git; a test fails when the two differ.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import OpenApiParameter

from bureau.api import problems
from bureau.api.problems import PROBLEM_JSON, Kind

PROBLEM = {
    "type": "object",
    "description": "RFC 9457。`type` 是说明页的地址。"
    " · `type` is the address of a page that explains the problem.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string", "description": "是哪一类问题 · Which kind of problem it is."},
        "status": {"type": "integer", "description": "HTTP 状态码 · The HTTP status."},
        "detail": {
            "type": "string",
            "description": "这一次出了什么问题，怎么办 · What went wrong here, and what to do.",
        },
        "instance": {"type": "string", "description": "请求的地址 · The address that was asked."},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
        "current": {
            "type": "object",
            "description": "仅 412：现在的状态 · With 412 only: how it stands now.",
        },
    },
}
FAULT = {
    "type": "object",
    "required": ["code", "message"],
    "properties": {
        "code": {"type": "string", "description": "错误代码 · A code for programs."},
        "message": {"type": "string", "description": "给人看的说明 · A sentence for people."},
        "pointer": {
            "type": "string",
            "description": "请求体中的位置，JSON Pointer · The place in the body, a JSON pointer.",
        },
        "parameter": {"type": "string", "description": "哪个查询参数 · Which query parameter."},
        "header": {"type": "string", "description": "哪个请求头 · Which request header."},
        "row": {"type": "integer", "description": "第几行，从 1 起 · The row, counted from 1."},
        "column": {
            "type": "string",
            "description": "登记表中的列名 · The column, as the register names it.",
        },
    },
}
EVERYWHERE = (
    *(problems.INVALID, problems.UNKNOWN_CALLER, problems.FORBIDDEN, problems.NOT_FOUND),
    problems.TOO_OFTEN,
)
WITH_A_BODY = (
    *(problems.BAD_JSON, problems.STATE_FORBIDS, problems.TOO_LARGE, problems.WRONG_TYPE),
)
CREATING = (problems.KEY_MISSING, problems.TWIN, problems.KEY_REUSED)
MATCHING = (problems.STALE,)
MUST_MATCH = (problems.NO_IF_MATCH,)


class KeyScheme(OpenApiAuthenticationExtension):
    target_class = "bureau.api.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "由局方签发的接口密钥，每个系统一把。"
            " · The API key that the bureau issues, one for each system.",
        }


SAID_OF_KEYS = (
    "每新建一项换一个，重试时不变；48 小时内同一个键得到同一个回答。"
    " · Make up a new key for each thing you create and send it again when you retry; for 48"
    " hours the same key gets the same answer."
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, required=True, description=SAID_OF_KEYS
)
KEY_UNLESS_TRIED = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description=f"{SAID_OF_KEYS}\n只有 `dry_run` 时可以不带。 · Only a `dry_run` needs none.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="上次读到的 ETag · The ETag that you read last.",
)
MAY_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="上次读到的 ETag，可不带 · The ETag that you read last; optional.",
)
PREFER = OpenApiParameter(
    "Prefer",
    str,
    OpenApiParameter.HEADER,
    enum=["respond-async"],
    description="`respond-async`：先答 202，稍后到任务地址查结果。"
    " · `respond-async`: answer 202 at once; read the outcome at the job's address.",
)
# What stands in an address.
IN_THE_PATH = {
    "month": ("月份，如 2026-10 · The month, such as 2026-10.", "2026-10"),
    "no": ("编号 · The number, as a list or an answer gave it.", None),
    "id": ("标识，如上一个回答所给 · The id, as an answer gave it.", None),
}
ETAG = {
    "schema": {"type": "string"},
    "description": "更改时放进 If-Match · Send it as If-Match when you change something.",
}
LOCATION = {
    "schema": {"type": "string"},
    "description": "到哪里查结果 · Where to read what came of it.",
}
RETRY_AFTER = {
    "schema": {"type": "integer"},
    "description": "过多少秒再试 · After how many seconds to try again.",
}


def polish(result: dict, **kwargs: Any) -> dict:
    """Finish the generated document: what every operation shares, and nothing that is for us."""
    schemas = result["components"]["schemas"]
    schemas["Problem"], schemas["Fault"] = PROBLEM, FAULT
    for name, schema in schemas.items():
        if name.endswith("Request"):
            schema["additionalProperties"] = False  # what a body names beyond this is refused
        if not BOTH_LANGUAGES.search(schema.get("description", "")):
            schema.pop("description", None)  # the docstring of a class
    for path, methods in result["paths"].items():
        for operation in methods.values():
            _describe_path(operation)
            _describe_answers(operation)
            _add_problems(operation, path)
    for part in _objects(result):
        part.pop("x-spec-enum-id", None)
    return result


BOTH_LANGUAGES = re.compile("[\u3400-\u9fff].* · ")


def _objects(part: Any) -> Iterator[dict]:
    if isinstance(part, dict):
        yield part
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for one in inner:
        yield from _objects(one)


def _describe_path(operation: dict) -> None:
    for one in operation.get("parameters", ()):
        if one["in"] == "path" and one["name"] in IN_THE_PATH:
            one["description"], example = IN_THE_PATH[one["name"]]
            if example:
                one["example"] = example


def _describe_answers(operation: dict) -> None:
    for status, response in operation["responses"].items():
        response["description"] = response["description"] or operation["summary"]
        if status == "200" and "ETag" in operation.get("description", ""):
            response["headers"] = {"ETag": ETAG}
        if status == "202":
            response["headers"] = {"Location": LOCATION, "Retry-After": RETRY_AFTER}


def _add_problems(operation: dict, path: str) -> None:
    """Give an operation the problems it may answer with, each with an example."""
    for kind in _kinds(operation):
        more = {"instance": _filled(path), **_more(kind, operation)}
        _add(operation["responses"], kind, example_of(kind, **more))
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _kinds(operation: dict) -> list[Kind]:
    headers = {one["name"]: one for one in operation.get("parameters", ()) if one["in"] == "header"}
    kinds = [*EVERYWHERE]
    if "requestBody" in operation:
        kinds += WITH_A_BODY
    if "Idempotency-Key" in headers:
        kinds += CREATING
    if "If-Match" in headers:
        kinds += MATCHING
        kinds += MUST_MATCH if headers["If-Match"].get("required") else ()
    return kinds


def _add(responses: dict, kind: Kind, example: dict) -> None:
    response = responses.setdefault(str(kind.status), {"description": in_both(kind.title)})
    if kind is problems.TOO_OFTEN:
        response["headers"] = {"Retry-After": RETRY_AFTER}
    content = response.setdefault("content", {}).setdefault(
        PROBLEM_JSON, {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}
    )
    content["examples"].setdefault(kind.slug, {"summary": in_both(kind.title), "value": example})


IN_EXAMPLES = {
    "{month}": "2026-10",
    "{no}": "ZG-2026-0007",
    "{id}": "0b0e6a60-58e6-4b5e-9d6b-6b8f5d0b8a11",
}


def _filled(path: str) -> str:
    """Write an address as it is called."""
    for place, example in IN_EXAMPLES.items():
        path = path.replace(place, example)
    return path


# What a problem says besides, where a program reads it: by its slug.
MORE: dict[str, dict[str, Any]] = {
    "state-forbids": {"detail": "该月已封账，请写明原因。 · The month is closed: say why."},
    "stale": {"current": {"month": "2026-10", "state": "partial"}},
}
UNKNOWN_FIELD = {"code": "unknown", "message": "没有这个字段。 · There is no such field."}


def _more(kind: Kind, operation: dict) -> dict[str, Any]:
    if kind is problems.INVALID:
        place = {"pointer": "/colour"} if "requestBody" in operation else {"parameter": "colour"}
        return {"errors": [UNKNOWN_FIELD | place]}
    return MORE.get(kind.slug, {})


def in_both(said: str | Promise) -> str:
    """Write a sentence of the catalogue in Chinese and in English."""
    halves = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            halves.append(str(said))
    return " · ".join(dict.fromkeys(halves))


def example_of(kind: Kind, **more: Any) -> dict[str, Any]:
    """Write a problem as it might look; an answer's own words are in the caller's language."""
    return {
        "type": f"https://manyi.example/api/docs/problems/#{kind.slug}",
        "title": in_both(kind.title),
        "status": kind.status,
        "detail": in_both(kind.cure),
        **more,
    }


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Generate the document, once for each process."""
    # Whatever still comes from the catalogue comes in one language, whoever asks first.
    with translation.override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)
