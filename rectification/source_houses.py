"""Whose record a source's number names: what stands in the apps above says so at its start."""

from collections.abc import Callable

from bureau.models import Institution, User

HouseOf = Callable[..., Institution | None]

_asked: list[HouseOf] = []


def ask_of(find: HouseOf) -> None:
    """Say who knows whose a number is; for an app's start."""
    _asked.append(find)


def house_of(kind: str, no: str, *, user: User) -> Institution | None:
    """Return whose a number is, of what this person may see; None where nobody knows."""
    found = (find(kind, no, user=user) for find in _asked)
    return next((house for house in found if house), None) if no else None
