"""How much of a case a reader of the evidence is told (domain 7.4; trust 2.4).

A case that is not theirs to read is told only where it counts, for a count without its lines
could not be checked; and that an accusation is there at all only to those who read every event.
"""

from enum import StrEnum, auto
from typing import NamedTuple


class Told(StrEnum):
    """A whole line; that something counts and no more; or nothing."""

    ALL = auto()
    THAT_IT_COUNTS = auto()
    NOTHING = auto()


class Reader(NamedTuple):
    """Who reads: of the whole county, and of those who read of every event, accusations too."""

    is_county: bool = False
    reads_all: bool = False


class Asked(NamedTuple):
    """A case of the evidence, as far as telling of it depends on it."""

    is_open: bool = False
    is_accusation: bool = False
    names_reader: bool = False
    counts: bool = False


def told(case: Asked, reader: Reader) -> Told:
    """Say how much of a case a reader is told. Who is named in one reads nothing of it."""
    is_of_county = reader.is_county and not case.is_accusation
    if case.is_open or (is_of_county and not case.names_reader):
        return Told.ALL
    if not case.counts:
        return Told.NOTHING
    if case.is_accusation and (case.names_reader or not reader.reads_all):
        return Told.NOTHING
    return Told.THAT_IT_COUNTS
