"""Which form an answer may have: JSON, and nothing else."""

from typing import Any

from rest_framework import exceptions
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from bureau.api.problems import PROBLEM_JSON


class Json(BaseRenderer):
    """Names what can be answered; the answers themselves are written by `bureau.api.answers`."""

    media_type = "application/json"
    format = "json"


class Negotiation(DefaultContentNegotiation):
    """Reads the Accept header alone: `?format=` would be a parameter nobody described."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        for renderer in renderers:
            if self._accepts(request, renderer.media_type):
                return renderer, renderer.media_type
        raise exceptions.NotAcceptable

    def _accepts(self, request: Request, media_type: str) -> bool:
        kind = media_type.partition("/")[0]
        accepted = {one.partition(";")[0].strip() for one in self.get_accept_list(request)}
        return bool(accepted & {media_type, PROBLEM_JSON, f"{kind}/*", "*/*", ""})


class AnyForm(Negotiation):
    """For addresses that answer with a file: whatever it is, it is what was asked for."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type
