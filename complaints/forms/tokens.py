"""The mark on a form that is sent: its secret and its age, signed; no cookie, no row."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing

from complaints.rules import doors

SALT = "complaints.public form"
SECRET_BYTES = 16


@dataclass(frozen=True, slots=True)
class Mark:
    secret: bytes
    age: timedelta

    @property
    def is_too_young(self) -> bool:
        return self.age < timedelta(seconds=doors.SECONDS_TO_FILL)

    @property
    def is_too_old(self) -> bool:
        return self.age > timedelta(hours=doors.HOURS_A_FORM_HOLDS)


def new_mark(*, at: datetime) -> str:
    """Make the mark of a form that is shown now."""
    return signing.dumps([secrets.token_hex(SECRET_BYTES), int(at.timestamp())], salt=SALT)


def read_mark(text: str, *, at: datetime) -> Mark | None:
    """Read a mark as it came back; None where it is not one of ours."""
    try:
        secret, shown_at = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return Mark(bytes.fromhex(secret), timedelta(seconds=at.timestamp() - shown_at))
