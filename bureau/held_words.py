"""What was typed into a form whose log-in ended meanwhile: held on the page, stored nowhere.

It goes out sealed with the log-in page and comes back with the log-in; then whoever typed it, and
nobody else, can send it again.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from bureau.sealing import SealBroken, column_place, keyring

PLACE = column_place("page.held_words")
NOT_YOURS = _(
    "What was typed before was not sent and is not shown: only the account that typed it can send"
    " it again, and only for some hours. Nothing of it is kept."
)
FIELD = "held"
OWN = frozenset({"csrfmiddlewaretoken", FIELD})
SHOWN_FROM = 20


@dataclass(frozen=True, slots=True)
class Held:
    """A form as it was sent: where to, its fields, and the fields that had a file in them."""

    action: str
    fields: list[tuple[str, list[str]]]
    files: list[tuple[str, list[str]]]

    @property
    def inputs(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.fields for value in values]

    @property
    def words(self) -> list[str]:
        """List what somebody wrote; what they chose or ticked is held as well and says little."""
        values = [value for _name, value in self.inputs]
        return [one for one in values if not one.isascii() or len(one) >= SHOWN_FROM]


def held_by(request: HttpRequest) -> Held | None:
    """Hold what a page sent. Nothing where nothing was typed, and never a password."""
    if request.method != "POST" or "HX-Request" in request.headers:
        return None
    fields = [(name, values) for name, values in request.POST.lists() if name not in OWN]
    if any("password" in name for name, _values in fields):
        return None
    if not any(value.strip() for _name, values in fields for value in values):
        return None
    return Held(request.get_full_path(), fields, _names_of(request.FILES))


def _names_of(files: MultiValueDict) -> list[tuple[str, list[str]]]:
    return [(name, [file.name for file in given]) for name, given in files.lists()]


def sealed(held: Held, *, account: int, at: datetime) -> str:
    """Seal what is held for the account that typed it, for as long as a log-in lasts."""
    until = (at + settings.SESSION_LIFE).timestamp()
    said = {"account": account, "until": until, "held": asdict(held)}
    return urlsafe_b64encode(keyring().seal(json.dumps(said).encode(), PLACE)).decode()


def opened(text: str, *, account: int, at: datetime) -> Held | None:
    """Read what was held; None for what is no word of ours, is too old, or another account's."""
    try:
        said: dict[str, Any] = json.loads(keyring().open(urlsafe_b64decode(text), PLACE))
    except (SealBroken, ValueError):
        return None
    is_theirs = said["account"] == account and at.timestamp() < said["until"]
    return Held(**said["held"]) if is_theirs else None


def page_to_send_again(request: HttpRequest, held: Held, *, status: int) -> HttpResponse:
    """Show what is not sent yet, with a button that sends it as it was typed."""
    return render(request, "registration/held.html", {"held": held}, status=status)
