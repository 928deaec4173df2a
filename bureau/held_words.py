"""What was typed into a form whose log-in ended meanwhile: held on the page, stored nowhere.

It goes out signed with the log-in page and comes back with the log-in; then it can be sent again.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict

SALT = "bureau.held_words"
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


def signed(held: Held) -> str:
    return signing.dumps(asdict(held), salt=SALT, compress=True)


def opened(text: str, *, seconds: int) -> Held | None:
    """Read what was held; None for what is no word of ours, or is too old."""
    try:
        said: dict[str, Any] = signing.loads(text, salt=SALT, max_age=seconds)
    except signing.BadSignature:
        return None
    return Held(**said)


def page_to_send_again(request: HttpRequest, held: Held, *, status: int) -> HttpResponse:
    """Show what is not sent yet, with a button that sends it as it was typed."""
    return render(request, "registration/held.html", {"held": held}, status=status)
