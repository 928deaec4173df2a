"""Two hospitals' own systems: one with a key to try the API with, one that changes its key."""

from datetime import datetime, timedelta

from bureau.access_keys import LIFE_DAYS, Scope
from bureau.models import Institution
from bureau.services import issue_api_key, rotate_api_key

PUSHES = "371323A01"
CHANGES = "371323A02"


def make_systems(*, at: datetime) -> str:
    """Issue the demo's keys; return the one to try the API with, which is shown this one time."""
    expires_on = (at + timedelta(days=LIFE_DAYS)).date()
    houses = Institution.objects.in_bulk([PUSHES, CHANGES], field_name="code")
    issued = {
        code: issue_api_key(
            institution=house,
            name="HIS",
            scopes=list(Scope),
            expires_on=expires_on,
            by=None,
            at=at,
        )
        for code, house in houses.items()
    }
    rotate_api_key(key=issued[CHANGES].key, expires_on=expires_on, by=None, at=at)
    return issued[PUSHES].token
