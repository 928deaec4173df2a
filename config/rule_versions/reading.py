"""What the pages show of the rules, and of the admin's: lines and words, no decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from bureau.models import RuleVersion
from bureau.rule_forms import based_on
from bureau.rule_tables import Basis, Change, RuleKind, Threshold, VersionState
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


def lines(
    kind: RuleKind[Any],
    before: RuleVersion,
    after: RuleVersion,
    versions: Iterable[RuleVersion] = (),
) -> list[Line]:
    """Lay two versions side by side; among `versions` is the one that brought each value."""
    changes = kind.compare(before.values, after.values)
    return [_line(one, _brought_by(kind, one, after, versions)) for one in changes]


def _brought_by(
    kind: RuleKind[Any], change: Change, shown: RuleVersion, versions: Iterable[RuleVersion]
) -> RuleVersion:
    """Find the version since which a value is what it is: its paper is what the value rests on."""
    name = change.threshold.name
    earlier = [
        one for one in versions if one.number < shown.number and one.state == VersionState.APPROVED
    ]
    now = kind.filled(shown.values).get(name)
    brought = shown
    for one in sorted(earlier, key=lambda one: -one.number):
        # A version older than a threshold went by its default.
        if kind.filled(one.values).get(name) != now:
            break
        brought = one
    return brought


def _rests_on(change: Change, brought: RuleVersion) -> str:
    """Name the paper that set a value; the plan's words beside it where it was the plan's."""
    basis = based_on(change.threshold)
    if not brought.document_no:
        return basis
    if change.threshold.basis == Basis.DEFAULT:
        return brought.document_no
    return _("%(document)s (%(basis)s)") % {"document": brought.document_no, "basis": basis}


def _line(change: Change, brought: RuleVersion) -> Line:
    one = change.threshold
    return Line(
        label=one.label,
        before=in_words(change.before, one),
        after=in_words(change.after, one),
        unit="" if one.words else one.unit,
        basis=_rests_on(change, brought),
        help=one.help,
        is_change=change.is_change,
    )


def in_words(value: Any, threshold: Threshold | None = None) -> str:
    if threshold and threshold.words and value is not None:
        return threshold.words(value)
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


def to_build_on(versions: Iterable[RuleVersion]) -> RuleVersion | None:
    """Find what a new draft begins with: the last approved version, also if it has yet to begin."""
    approved = (one for one in versions if one.state == VersionState.APPROVED)
    return max(approved, key=lambda one: one.valid_from, default=None)


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
