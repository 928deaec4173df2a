"""Log-ins, failed ones and log-outs become acts. Django tells of them by signals alone."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from bureau.models import User
from bureau.rules import Actor, ActorKind
from bureau.services import record_act

ACCOUNT = "account"
NOBODY = Actor(ActorKind.PUBLIC, "", "", "")


def connect() -> None:
    user_logged_in.connect(logged_in)
    user_logged_out.connect(logged_out)
    user_login_failed.connect(failed)


def logged_in(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    record_act(verb="log_in", kind=ACCOUNT, no=user.username, by=user, at=timezone.now())


def logged_out(sender: Any, request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        record_act(verb="log_out", kind=ACCOUNT, no=user.username, by=user, at=timezone.now())


def failed(sender: Any, credentials: dict[str, Any], **_: Any) -> None:
    """Note whose account was tried. What is nobody's name may be a password: it is not kept."""
    tried = User.objects.filter(username=credentials.get("username", "")).first()
    no = tried.username if tried else ""
    record_act(verb="fail_log_in", kind=ACCOUNT, no=no, by=NOBODY, at=timezone.now())
