"""The view every address of the API is built on, and how its refusals are worded."""

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.views import APIView, set_rollback

from bureau.access_keys import Scope
from bureau.api import problems
from bureau.api.answers import answer_problem
from bureau.api.authentication import read_as
from bureau.api.problems import Problem
from bureau.api.serializers import Strict, read_query

logger = logging.getLogger(__name__)
API = "/api/"


class NoQuery(Strict):
    """For addresses that take no query parameter at all."""


class ApiView(APIView):
    """Names what each method needs; checks the key, its right, its rate and the parameters.

    Each method there is has its scope; None lets any key in.
    `refusals` are the exceptions by which the app's services refuse: they become 409 with the
    service's own sentence.
    """

    scopes: dict[str, Scope | None] = {}
    queries: dict[str, type[Strict]] = {}
    refusals: tuple[type[Exception], ...] = ()
    rate_headers: dict[str, str] = {}
    asked: dict[str, Any] = {}
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        translation.activate(language_of(request))
        super().initial(request, *args, **kwargs)
        query = self.queries.get(read_as(request), NoQuery)
        self.asked = read_query(query, request.query_params)

    def handle_exception(self, exc: Exception) -> HttpResponse:
        problem = problem_of(exc, refusals=self.refusals)
        if problem is None:
            raise exc
        set_rollback()
        response = answer_problem(problem, self.request)
        if problem.kind is problems.WRONG_METHOD:
            response["Allow"] = ", ".join(self.allowed_methods)
        return response

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        for name, value in self.rate_headers.items():
            response[name] = value
        return finished(response)


def finished(response: HttpResponse) -> HttpResponse:
    """Put on an answer what every answer of the API has."""
    response.headers.setdefault("Content-Language", translation.get_language() or "")
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept-Language", "Authorization"])
    return response


def language_of(request: HttpRequest | Request) -> str:
    """Take the language that is asked for, of the two there are; else the bureau's."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        for known, _name in settings.LANGUAGES:
            if code.partition("-")[0] == known.partition("-")[0]:
                return known
    return settings.LANGUAGE_CODE


KINDS: list[tuple[type[Exception] | tuple[type[Exception], ...], problems.Kind]] = [
    ((Http404, exceptions.NotFound), problems.NOT_FOUND),
    ((exceptions.NotAuthenticated, exceptions.AuthenticationFailed), problems.UNKNOWN_CALLER),
    ((PermissionDenied, exceptions.PermissionDenied), problems.FORBIDDEN),
    (exceptions.NotAcceptable, problems.NOT_ACCEPTABLE),
    (exceptions.UnsupportedMediaType, problems.WRONG_TYPE),
    (exceptions.ParseError, problems.BAD_JSON),
    (RequestDataTooBig, problems.TOO_LARGE),
    ((ValidationError, exceptions.ValidationError), problems.INVALID),
]


def _wanted(refused: Exception) -> list[problems.Fault]:
    """Point to the member of the body for want of which something was refused, if it says so."""
    field = getattr(refused, "field", None)
    if field is None:
        return []
    return [problems.Fault("required", str(refused), pointer=problems.pointer(field))]


def problem_of(exc: Exception, *, refusals: tuple[type[Exception], ...]) -> Problem | None:
    """Word an exception as a problem; None for what is no refusal but a fault of ours."""
    if isinstance(exc, Problem):
        return exc
    if isinstance(exc, refusals):
        return Problem(problems.STATE_FORBIDS, str(exc), errors=_wanted(exc))
    if isinstance(exc, exceptions.MethodNotAllowed):
        return Problem(problems.WRONG_METHOD)
    return next((Problem(kind) for one, kind in KINDS if isinstance(exc, one)), None)


@csrf_exempt
@login_not_required
def nowhere(request: HttpRequest) -> HttpResponse:
    """Answer an address that does not exist; one that lacks its last slash is led there.

    308 keeps method and body: a POST stays the POST it was.
    """
    if not request.path.endswith("/"):
        try:
            is_known = resolve(f"{request.path}/").func is not nowhere
        except Resolver404:
            is_known = False
        if is_known:
            query = request.META.get("QUERY_STRING", "")
            location = f"{request.path}/" + (f"?{query}" if query else "")
            return HttpResponse(status=308, headers={"Location": location})
    translation.activate(language_of(request))
    return finished(answer_problem(Problem(problems.NOT_FOUND), request))
