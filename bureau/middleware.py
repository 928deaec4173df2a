"""Which language a person reads, which request this is, and how long a log-in lasts."""

from http import HTTPStatus
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bureau.forms import LoginForm
from bureau.held_words import NOT_YOURS, held_by, sealed
from bureau.history import told
from bureau.sealing import keyed_hash
from bureau.services import note_denial
from bureau.signs import readable
from bureau.trace import Trace
from bureau.whose_form import account_of, keep_account

LONGEST_PATH = 80
LANGUAGE_COOKIE = settings.LANGUAGE_COOKIE_NAME
BEGAN_AT = "began_at"
# Not the cookies: the language somebody chose for this browser stays.
FORGET = '"cache", "storage"'


class ReadableAddressMiddleware:
    """Let a mark stand for each sign in an address that the database or a document refuses.

    Nothing has such an address, so it is answered as any that nobody has; and who is denied it
    leaves an act that can be written down.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.path, request.path_info = readable(request.path), readable(request.path_info)
        return self.get_response(request)


class ChosenLanguageMiddleware:
    """Take the language from the profile, else from the cookie, else the bureau's.

    What the browser asks for does not decide: locked-down office browsers ask for English in
    front of people who read none.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = getattr(request.user, "language", "") or request.COOKIES.get(LANGUAGE_COOKIE)
        if chosen not in dict(settings.LANGUAGES):
            chosen = settings.LANGUAGE_CODE
        with translation.override(chosen):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        return response


class LogInFirstMiddleware(LoginRequiredMiddleware):
    """Ask to log in first. What was sent by a form is held on the page meanwhile.

    Held for the account whose form it is; where nobody can say whose, for nobody.
    """

    def handle_no_permission(self, request, view_func):
        held, account = held_by(request), account_of(request)
        if held and account is None:
            messages.warning(request, NOT_YOURS)
        if held is None or account is None:
            return super().handle_no_permission(request, view_func)
        words = sealed(held, account=account, at=timezone.now())
        form = LoginForm(request)
        context = {"form": form, "next": request.get_full_path(), "held": words}
        unauthorized = HTTPStatus.UNAUTHORIZED
        return render(request, "registration/login.html", context, status=unauthorized)


class TraceMiddleware:
    """Give each request a number that acts and log lines carry; a denial is an act of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = request.session.session_key or ""
        trace = Trace(uuid4().hex, keyed_hash(key, purpose="session").hex())
        with told(trace, account=request.user.pk):
            response = self.get_response(request)
            if response.status_code == HTTPStatus.FORBIDDEN and request.user.is_authenticated:
                path = request.path[:LONGEST_PATH]
                note_denial(by=request.user, path=path, at=timezone.now())
        response.headers["X-Request-ID"] = trace.request_id
        return response


class SessionLifeMiddleware:
    """Log a person out who has been logged in too long, whatever they are doing.

    The page asked for then answers as it does to anybody who is not logged in. By whichever door
    a log-in ends, the browser of a shared desk is told to forget what it has seen.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        was_logged_in = request.user.is_authenticated
        if was_logged_in:
            self._end_in_time(request)
        response = self.get_response(request)
        if was_logged_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = FORGET
        if request.user.is_authenticated:
            keep_account(request, response)
        return response

    def _end_in_time(self, request):
        now = timezone.now().timestamp()
        began_at = request.session.setdefault(BEGAN_AT, now)
        if now - began_at >= settings.SESSION_LIFE.total_seconds():
            logout(request)
            hours = settings.SESSION_LIFE.total_seconds() / 3600
            said = _("A log-in lasts %(n)d hours at most. Please log in again.")
            messages.info(request, said % {"n": hours})
