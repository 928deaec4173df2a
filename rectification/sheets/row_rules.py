"""What the cells of a row say of each other: days in their order, struck off only if seen."""

from collections.abc import Iterator
from datetime import date

from rectification.rules.table import FIRST_DAY
from rectification.rules.words import ItemState, Method, Severity
from rectification.sheets.problems import FaultCode, RowFault
from rectification.sheets.row_values import RowValues

DONE = ("found_on", "requested_on", "closed_on")
LATER = ("due_on", "requested_on", "closed_on")


def faults_among_values(values: RowValues, day: date) -> Iterator[RowFault]:
    yield from _of_days(values, day)
    if values.becomes is ItemState.CLOSED:
        yield from _of_a_strike_off(values)
        return
    if values.closed_on:
        yield RowFault("state", FaultCode.STRUCK_OFF_YET_OPEN)
    if values.leader_named:
        facts = {"names": "、".join(values.leader_names)}
        yield RowFault("leader", FaultCode.UNKNOWN_LEADER, facts=facts)


def _of_days(values: RowValues, day: date) -> Iterator[RowFault]:
    found = values.found_on
    if found is None:
        return
    if found < FIRST_DAY:
        facts = {"first": FIRST_DAY.isoformat(), "last": day.isoformat()}
        yield RowFault("found_on", FaultCode.DATE_OUT_OF_RANGE, facts=facts)
    for name in DONE:
        if (one := getattr(values, name)) and one > day:
            yield RowFault(name, FaultCode.IN_FUTURE)
    for name in LATER:
        if (one := getattr(values, name)) and one < found:
            yield RowFault(name, FaultCode.BEFORE_FOUND, facts={"found_on": found.isoformat()})


def _of_a_strike_off(values: RowValues) -> Iterator[RowFault]:
    if values.closed_on is None:
        yield RowFault("closed_on", FaultCode.NO_DAY_OF_STRIKE_OFF)
    if values.severity == Severity.HIGH and values.method is not Method.ON_SITE:
        yield RowFault("verified", FaultCode.NOT_SEEN_ON_SITE)
