"""What the pages show of the rules, and of the admin's: lines and words, no decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from bureau.models import RuleVersion
from bureau.rule_forms import based_on
from bureau.rule_tables import Change, RuleKind, VersionState
from bureau.templatetags.shell import MISSING, listed

TONES = {
    VersionState.DRAFT: "hold",
    VersionState.APPROVED: "success",
    VersionState.WITHDRAWN: "neutral",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One threshold under two versions, in words."""

    label: Any
    before: str
    after: str
    unit: Any
    basis: str
    help: Any
    is_change: bool


@dataclass(frozen=True, slots=True)
class Dated:
    """A version with the days on which it holds; `until` is None as long as nothing follows."""

    version: RuleVersion
    until: date | None
    is_in_force: bool

    @property
    def tone(self) -> str:
        return TONES[VersionState(self.version.state)]


def lines(kind: RuleKind[Any], before: RuleVersion, after: RuleVersion) -> list[Line]:
    return [_line(change) for change in kind.compare(before.values, after.values)]


def _line(change: Change) -> Line:
    one = change.threshold
    return Line(
        label=one.label,
        before=in_words(change.before),
        after=in_words(change.after),
        unit=one.unit,
        basis=based_on(one),
        help=one.help,
        is_change=change.is_change,
    )


def in_words(value: Any) -> str:
    if isinstance(value, tuple | list):
        return listed(value)
    return MISSING if value is None else str(value)


def dated(versions: Iterable[RuleVersion], day: date) -> list[Dated]:
    """Work out on which days each version holds; the newest number comes first."""
    versions = sorted(versions, key=lambda one: -one.number)
    approved = sorted(
        (one for one in versions if one.state == VersionState.APPROVED),
        key=lambda one: one.valid_from,
    )
    ends = {
        one.pk: following.valid_from - timedelta(days=1) for one, following in pairwise(approved)
    }
    begun = [one.pk for one in approved if one.valid_from <= day]
    in_force = begun[-1] if begun else None
    return [Dated(one, ends.get(one.pk), one.pk == in_force) for one in versions]


def in_force(versions: Iterable[RuleVersion], day: date) -> RuleVersion | None:
    found = (one.version for one in dated(versions, day) if one.is_in_force)
    return next(found, None)


def standing_before(versions: Iterable[RuleVersion], version: RuleVersion) -> RuleVersion | None:
    """Find what a version changes: what holds on its first day without it."""
    others = [one for one in versions if one.pk != version.pk and one.number < version.number]
    return in_force(others, version.valid_from)


def summary(kind: RuleKind[Any], before: RuleVersion | None, after: RuleVersion) -> str:
    """Say in one line what a version changes, for a list of them."""
    if before is None:
        return ""
    changed = [one for one in lines(kind, before, after) if one.is_change]
    said = [
        _("%(label)s %(before)s → %(after)s %(unit)s")
        % {"label": one.label, "before": one.before, "after": one.after, "unit": one.unit}
        for one in changed
    ]
    return listed(said)
