"""How often a key may ask: counted in the database, where all web machines see it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from bureau.api.problems import TOO_OFTEN, Problem
from bureau.services import count_request

WINDOW_SECONDS = 60


class PerKey(BaseThrottle):
    def allow_request(self, request: Request, view: Any) -> bool:
        at = timezone.now()
        limit = request.auth.client.per_minute
        used = count_request(request.auth, at=at)
        left, resets_in = max(limit - used, 0), WINDOW_SECONDS - at.second
        view.rate_headers = {
            "RateLimit-Policy": f'"key";q={limit};w={WINDOW_SECONDS}',
            "RateLimit": f'"key";r={left};t={resets_in}',
        }
        if used > limit:
            raise Problem(
                TOO_OFTEN,
                _("%(n)s requests a minute are allowed.") % {"n": limit},
                headers={"Retry-After": str(resets_in)},
            )
        return True
