"""What a case comes to, from what was found of each allegation and of each person.

Source: the bureau's defaults (domain 3.3, 7): each allegation and each named person has a
finding of its own; only what is substantiated, wholly or in part, counts.
"""

from collections.abc import Collection, Iterable

from complaints.rules.words import CaseType, Finding, Grade
from complaints.rules.workflow import COUNTING_TYPES

COUNTS = frozenset({Finding.SUBSTANTIATED, Finding.PARTLY})
BAD = frozenset({Grade.DISSATISFIED, Grade.VERY_DISSATISFIED})
GRADED = frozenset(
    {Grade.VERY_SATISFIED, Grade.SATISFIED, Grade.FAIR, Grade.DISSATISFIED, Grade.VERY_DISSATISFIED}
)
CONTENT = frozenset({Grade.VERY_SATISFIED, Grade.SATISFIED, Grade.FAIR})


def overall(findings: Iterable[Finding]) -> Finding | None:
    """Return what a case comes to: the gravest counts, but whole only if all of it is.

    None where nothing was found of anything yet.
    """
    found = set(findings)
    if not found:
        return None
    if found <= {Finding.SUBSTANTIATED, Finding.OUTSIDE} and Finding.SUBSTANTIATED in found:
        return Finding.SUBSTANTIATED
    if found & COUNTS:
        return Finding.PARTLY
    if Finding.UNSUBSTANTIATED in found:
        return Finding.UNSUBSTANTIATED
    return Finding.UNVERIFIABLE if Finding.UNVERIFIABLE in found else Finding.OUTSIDE


def is_complete(findings: Collection[Finding | None]) -> bool:
    """Test if nothing of a case is left without a finding."""
    return bool(findings) and all(findings)


def are_owed(kind: CaseType, *, is_about_somebody: bool, is_verified: bool) -> bool:
    """Test if findings are made before anything is answered or closed: of whatever can count and
    alleges something or names somebody.
    """
    return kind in COUNTING_TYPES and is_about_somebody and not is_verified


def asks_whose(finding: str, *, alleged: int, said: int) -> bool:
    """Test if it has to be said which allegations concern somebody: where it counts against them
    and there are several to choose from.
    """
    return finding in COUNTS and alleged > 1 and not said


def is_borne_out(finding: str, *, by: Collection[str]) -> bool:
    """Test if a person's finding fits those of the allegations that concern them: nobody is found
    so of what was not.
    """
    return finding not in COUNTS or bool(COUNTS.intersection(by))


def needs_rectification(finding: Finding | None) -> bool:
    """Test if closing takes a ledger item, or a written reason why there is none."""
    return finding in COUNTS


def may_be_made_up(held: Collection[str]) -> bool:
    """Test if a case may be said to be made up: all that was found of it is that it is untrue.

    Source: the bureau's default A-37. What could not be verified is not made up.
    """
    return bool(held) and set(held) == {Finding.UNSUBSTANTIATED}


def may_confirm_made_up(*, by: int, marked_by: int, handled: Collection[int]) -> bool:
    """Test if somebody may confirm it: a second person, and nobody who ever handled the case."""
    return by != marked_by and by not in handled


def may_find(*, finder_institution: int | None) -> bool:
    """Test if a person may make a finding: one of the bureau, never of any unit."""
    return finder_institution is None


def may_verify(*, verifier: int, finders: Collection[int]) -> bool:
    """Test if a person may make findings hold: whoever made one of them needs a second person."""
    return verifier not in finders
