"""Who may see for the others that a problem is gone, and what that takes.

Source: the bureau's defaults on strike-off (domain 8; trust 2.4): at least one piece of evidence,
a verifier who is neither the doer nor of the doing unit, for high severity a look on site; an
officer who looks after a unit does not strike off alone what they found themselves.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from rectification.rules.words import Method, Severity


class Bar(StrEnum):
    """Why somebody may not verify, or not in this way."""

    NO_EVIDENCE = "no_evidence"
    OWN_WORK = "own_work"
    OWN_UNIT = "own_unit"
    OWN_FINDING = "own_finding"
    NOT_ON_SITE = "not_on_site"


@dataclass(frozen=True, slots=True)
class Verifier:
    """Whoever wants to verify; `institution` is None for the bureau's own people."""

    id: int
    institution: int | None
    is_liaison_only: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be verified: the unit, everybody who had a hand in it, who found the problem."""

    institution: int
    doers: AbstractSet[int]
    found_by: int | None
    severity: Severity
    evidence: int


def bar_to_apply(work: Work) -> Bar | None:
    """Return what stands in the way of applying for strike-off."""
    return None if work.evidence else Bar.NO_EVIDENCE


def bar_to_verify(who: Verifier, work: Work, method: Method | None = None) -> Bar | None:
    """Return what stands in the way of verifying, or None. Without a method: of beginning to.

    An institution's people never verify, their own work or another's: whoever has an institution
    is of a doing unit.
    """
    if who.institution is not None:
        return Bar.OWN_UNIT
    if who.id in work.doers:
        return Bar.OWN_WORK
    if who.is_liaison_only and who.id == work.found_by:
        return Bar.OWN_FINDING
    if not work.evidence:
        return Bar.NO_EVIDENCE
    if method is not None and work.severity is Severity.HIGH and method is not Method.ON_SITE:
        return Bar.NOT_ON_SITE
    return None
