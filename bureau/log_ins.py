"""Log-ins, failed ones and log-outs become acts. Django tells of them by signals alone."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from bureau.lockout import client_address
from bureau.models import User
from bureau.services import note_failed_log_in, record_act, visitor

ACCOUNT = "account"


def connect() -> None:
    user_logged_in.connect(logged_in)
    user_logged_out.connect(logged_out)
    user_login_failed.connect(failed)


def logged_in(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    record_act(verb="log_in", kind=ACCOUNT, no=user.username, by=user, at=timezone.now())


def logged_out(sender: Any, request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        record_act(verb="log_out", kind=ACCOUNT, no=user.username, by=user, at=timezone.now())


def failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    """Note whose account was tried. What is nobody's name may be a password: it is not kept."""
    tried = User.objects.filter(username=credentials.get("username", "")).first()
    at = timezone.now()
    seen = visitor(client_address(request) if request else None, at=at)
    note_failed_log_in(username=tried.username if tried else "", visitor=seen, at=at)
