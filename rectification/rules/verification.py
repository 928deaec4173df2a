"""Who may see for the others that a problem is gone, and what that takes.

Source: the bureau's defaults on strike-off (domain 8; trust 2.4): at least one piece of evidence,
a verifier who is neither the doer nor of the doing unit, for high severity a look on site; an
officer who looks after a unit does not strike off alone what they found themselves, whether they
entered it, met it at a visit or said that it is back. Whoever said that it is gone does not look
back at it: another pair of eyes does.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from rectification.rules.words import Method, Severity


class Bar(StrEnum):
    """Why somebody may not verify, or not in this way."""

    NO_EVIDENCE = "no_evidence"
    OLD_EVIDENCE = "old_evidence"
    OWN_WORK = "own_work"
    OWN_UNIT = "own_unit"
    OWN_FINDING = "own_finding"
    OWN_VERDICT = "own_verdict"
    NOT_ON_SITE = "not_on_site"


@dataclass(frozen=True, slots=True)
class Verifier:
    """Whoever wants to verify; `institution` is None for the bureau's own people."""

    id: int
    institution: int | None
    is_liaison_only: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be verified: the unit, who had a hand in it, who found the problem or its return,
    who said of the present round that it is gone."""

    institution: int
    doers: AbstractSet[int]
    finders: AbstractSet[int]
    severity: Severity
    # What was shown since it was last returned, or since its last phase; and whether more was.
    evidence: int
    has_older: bool = False
    verified_by: int | None = None


def bar_to_apply(work: Work) -> Bar | None:
    """Return what stands in the way of applying for strike-off."""
    if work.evidence:
        return None
    return Bar.OLD_EVIDENCE if work.has_older else Bar.NO_EVIDENCE


def bar_to_verify(who: Verifier, work: Work, method: Method | None = None) -> Bar | None:
    """Return what stands in the way of verifying, or None. Without a method: of beginning to.

    An institution's people never verify, their own work or another's: whoever has an institution
    is of a doing unit.
    """
    if bar := _own_hand(who, work):
        return bar
    if who.is_liaison_only and who.id in work.finders:
        return Bar.OWN_FINDING
    if bar := bar_to_apply(work):
        return bar
    if method is not None and work.severity is Severity.HIGH and method is not Method.ON_SITE:
        return Bar.NOT_ON_SITE
    return None


def bar_to_look_back(who: Verifier, work: Work) -> Bar | None:
    """Return what stands in the way of looking back: one's own hand in it, or one's own verdict.

    An officer looks back at what they found themselves: they know what to look for.
    """
    if bar := _own_hand(who, work):
        return bar
    return Bar.OWN_VERDICT if who.id == work.verified_by else None


def _own_hand(who: Verifier, work: Work) -> Bar | None:
    if who.institution is not None:
        return Bar.OWN_UNIT
    return Bar.OWN_WORK if who.id in work.doers else None
