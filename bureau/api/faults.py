"""What a failure is answered with: 500 for a fault of ours, 503 for a database that gave up.

Pages get a page and the API a problem. Nothing here asks the database.
"""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation
from django.views.defaults import server_error as server_error_page

from bureau.api.answers import answer_problem
from bureau.api.base import API, finished, language_of
from bureau.api.problems import AWAY, OUR_FAULT, Problem

RETRY_AFTER = {"Retry-After": "30"}
# PostgreSQL's own codes: a statement cut off, a lock not to be had, a deadlock, no connection
# left, a transaction ended for idling, and the server going down or coming up.
GAVE_UP = frozenset({"57014", "55P03", "40P01", "53300", "25P03", "57P01", "57P02", "57P03"})


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nobody caught. It is called where the exception is still being handled."""
    is_away = gave_up(sys.exc_info()[1])
    if request.path.startswith(API):
        translation.activate(language_of(request))
        return finished(_problem(request, is_away=is_away))
    if not is_away:
        return server_error_page(request)
    page = loader.render_to_string("503.html")
    status = HTTPStatus.SERVICE_UNAVAILABLE
    headers = {**RETRY_AFTER, "Cache-Control": "no-store"}
    return HttpResponse(page, status=status, headers=headers)


def _problem(request: HttpRequest, *, is_away: bool) -> HttpResponse:
    problem = Problem(AWAY, headers=RETRY_AFTER) if is_away else Problem(OUR_FAULT)
    return answer_problem(problem, request)


def gave_up(error: BaseException | None) -> bool:
    """Tell a database that gave up, or cannot be reached, from a mistake of ours in asking it.

    By then the transaction is rolled back: nothing of the request was stored.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "pgcode", None)
    return code is None or code in GAVE_UP
