"""The OpenAPI document. It says everything in Chinese and English at once, so that there is one.

`docs/api/openapi.yaml` is its snapshot in git; a test fails when the two differ.
"""

from functools import lru_cache
from typing import Any

from django.utils import translation
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
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
        "current": {
            "type": "object",
            "description": "412 时的现状 · With 412: how it stands now.",
        },
    },
}
FAULT = {
    "type": "object",
    "required": ["code", "message"],
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "pointer": {"type": "string", "description": "请求体中的位置 · The place in the body."},
        "parameter": {"type": "string"},
        "header": {"type": "string"},
        "row": {"type": "integer", "description": "第几行，从 1 起 · The row, from 1."},
        "column": {
            "type": "string",
            "description": "登记表中的列名 · The column as the register calls it.",
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
            " · The key the bureau issued, one for each system.",
        }


IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="每新建一项换一个，重试时不变；48 小时内同一个键得到同一个回答。"
    " · A new one for each thing created, the same for repetitions;"
    " for 48 hours the same key gets the same answer.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="上次读到的 ETag · The ETag as last read.",
)
MAY_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="上次读到的 ETag，可不带 · The ETag as last read; may be left out.",
)
PREFER = OpenApiParameter(
    "Prefer",
    str,
    OpenApiParameter.HEADER,
    enum=["respond-async"],
    description="respond-async：先答 202，稍后到任务地址查结果。"
    " · Answer 202 at once; what came of it is read at the job.",
)


def add_problems(result: dict, **kwargs: Any) -> dict:
    """Give every operation the problems it may answer with, each with an example."""
    schemas = result["components"]["schemas"]
    schemas["Problem"], schemas["Fault"] = PROBLEM, FAULT
    for methods in result["paths"].values():
        for operation in methods.values():
            for response in operation["responses"].values():
                response["description"] = response["description"] or operation["summary"]
            for kind in _kinds(operation):
                _add(operation["responses"], kind)
            operation["responses"] = dict(sorted(operation["responses"].items()))
    return result


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


def _add(responses: dict, kind: Kind) -> None:
    response = responses.setdefault(str(kind.status), {"description": str(kind.title)})
    content = response.setdefault("content", {}).setdefault(
        PROBLEM_JSON, {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}
    )
    content["examples"].setdefault(kind.slug, {"value": example_of(kind)})


def example_of(kind: Kind, **more: Any) -> dict[str, Any]:
    """Write a problem as it might look."""
    return {
        "type": f"https://manyi.example/api/docs/problems/#{kind.slug}",
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(kind.cure),
        "instance": "/api/v1/registers/2026-10/",
        **more,
    }


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Generate the document, once for each process."""
    # Whatever still comes from the catalogue comes in one language, whoever asks first.
    with translation.override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)
