"""Phrases: what in them stands for something of the case, and how they come into a text."""

from collections.abc import Mapping
from enum import StrEnum


class PhraseUse(StrEnum):
    """Where a phrase is offered: in what the public reads, or in what an institution reads."""

    ANSWER = "answer"
    DISPATCH = "dispatch"


NO, HOUSE, DAY = "{编号}", "{机构}", "{期限}"
PLACES = (NO, HOUSE, DAY)
"""What is put in by itself. Nothing of who complained is among it."""


def filled_in(phrase: str, facts: Mapping[str, str]) -> str:
    """Return a phrase with the case's own facts; what is not known stays to be seen and filled."""
    for place in PLACES:
        phrase = phrase.replace(place, facts.get(place) or place)
    return phrase


def added(text: str, phrase: str) -> str:
    """Return a text with a phrase behind it; the same one pressed twice stands once."""
    text = text.rstrip()
    if text.endswith(phrase):
        return text
    return f"{text}\n{phrase}" if text else phrase
