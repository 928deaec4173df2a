"""Which follow-up of a stay a row is, and which rows repeat or share something."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import count
from typing import NamedTuple


class Sighting(NamedTuple):
    """One row as far as its number among a patient's follow-ups goes."""

    row: int
    inpatient_no: str
    discharged_on: date
    followed_on: date | None
    seq: int | None


class Place(NamedTuple):
    """A row's number among a patient's follow-ups, or the earlier row it repeats."""

    seq: int
    repeats: int | None = None


def number_followups(rows: Iterable[Sighting]) -> dict[int, Place]:
    """Number the follow-ups of each stay by day, keeping the numbers the sheet gives.

    A stay is an inpatient number and a day of discharge. Rows without a day come last. A row
    with the number of an earlier one, or (where either has no number) with its day, repeats it.
    """
    stays: dict[tuple[str, date], list[Sighting]] = {}
    for sighting in rows:
        stays.setdefault((sighting.inpatient_no, sighting.discharged_on), []).append(sighting)
    places: dict[int, Place] = {}
    for stay in stays.values():
        if len(stay) == 1:
            places[stay[0].row] = Place(stay[0].seq or 1)
        else:
            places.update(_number_stay(stay))
    return places


def _number_stay(stay: list[Sighting]) -> dict[int, Place]:
    given: dict[int, int] = {}
    days: dict[date | None, Sighting] = {}
    repeats: dict[int, int] = {}
    unnumbered: list[Sighting] = []
    for one in stay:
        same_day = days.get(one.followed_on)
        if one.seq and one.seq in given:
            repeats[one.row] = given[one.seq]
        elif same_day and not (one.seq and same_day.seq):
            repeats[one.row] = same_day.row
        else:
            days.setdefault(one.followed_on, one)
            if one.seq:
                given[one.seq] = one.row
            else:
                unnumbered.append(one)
    seqs = {row: seq for seq, row in given.items()}
    free = (seq for seq in range(1, len(stay) + 1) if seq not in given)
    for one in sorted(unnumbered, key=lambda one: one.followed_on or date.max):
        seqs[one.row] = next(free)
    places = {row: Place(seq) for row, seq in seqs.items()}
    return places | {row: Place(seqs[first], first) for row, first in repeats.items()}


Stay = tuple[str, date]


def number_beside_standing(
    rows: Iterable[Sighting], standing: Mapping[Stay, Mapping[int, date | None]]
) -> dict[int, int]:
    """Number rows that carry no number of their own beside the follow-ups that stand already.

    The same day is the same follow-up; a new day fills one that stands as not yet done, or is
    the next one. So a file with a second call alone never takes the place of the first. A number
    that the file gives to one row, or that another row of it has, is free for no other.
    `standing` maps a stay to its follow-ups' days by number. Rows of other stays are left out.
    """
    stays: dict[Stay, list[Sighting]] = {}
    for one in rows:
        if (one.inpatient_no, one.discharged_on) in standing:
            stays.setdefault((one.inpatient_no, one.discharged_on), []).append(one)
    seqs: dict[int, int] = {}
    for stay, sightings in stays.items():
        seqs.update(_beside(sightings, dict(standing[stay])))
    return seqs


def _beside(rows: list[Sighting], known: dict[int, date | None]) -> dict[int, int]:
    # What the file itself numbers is its own word, whatever stands under that number.
    known |= {one.seq: one.followed_on for one in rows if one.seq}
    taken = {one.seq for one in rows if one.seq}
    seqs: dict[int, int] = {}
    for one in sorted(rows, key=lambda one: one.followed_on or date.max):
        if one.seq:
            continue
        same_day, undone = (
            [seq for seq, found in known.items() if found == day and seq not in taken]
            for day in (one.followed_on, None)
        )
        seq = min(same_day or undone or [next(seq for seq in count(1) if seq not in known)])
        known[seq] = one.followed_on
        taken.add(seq)
        seqs[one.row] = seq
    return seqs


def shared_phones(rows: Iterable[tuple[int, str, str]]) -> dict[int, int]:
    """Map each row whose phone stands for another patient too to one such row.

    Rows are (row, phone, patient's name); two stays of one name are one patient.
    """
    listed = [(row, phone.removeprefix("0"), name) for row, phone, name in rows if phone]
    owners: dict[str, str] = {}
    shared = {phone for _, phone, name in listed if owners.setdefault(phone, name) != name}
    first: dict[str, dict[str, int]] = {phone: {} for phone in shared}
    several = [one for one in listed if one[1] in shared]
    for row, phone, name in several:
        first[phone].setdefault(name, row)
    return {
        row: next(other for owner, other in first[phone].items() if owner != name)
        for row, phone, name in several
    }
