"""Whose log-in it is and how often it may go wrong: by account and address together."""

from datetime import datetime, timedelta
from ipaddress import ip_address

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the address a request came from, as far as our own proxies vouch for it.

    Each proxy adds the address it was asked from at the end, so only as many entries from the
    end are to be believed as proxies stand in front (`PROXY_HOPS`). What is no address is none.
    """
    peer = request.META.get("REMOTE_ADDR") or None
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if not 0 < settings.PROXY_HOPS <= len(told):
        return peer
    try:
        return str(ip_address(told[-settings.PROXY_HOPS].strip()))
    except ValueError:
        return peer


def tries_left(request: HttpRequest, username: str) -> int:
    """Return how many wrong passwords this account still has at this address."""
    failures = AxesProxyHandler.get_failures(request, {"username": username}) or 0
    return max(settings.AXES_FAILURE_LIMIT - failures, 0)


def closed_until(usernames: list[str], *, at: datetime) -> dict[str, datetime]:
    """Return until when log-in is closed, for those of the accounts to which it is."""
    cooloff: timedelta = settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(
        username__in=usernames, attempt_time__gt=at - cooloff
    ).values("username", "ip_address")
    closed = attempts.annotate(
        failures=Sum("failures_since_start"), latest=Max("attempt_time")
    ).filter(failures__gte=settings.AXES_FAILURE_LIMIT)
    return {
        attempt["username"]: attempt["latest"] + cooloff for attempt in closed.order_by("latest")
    }
