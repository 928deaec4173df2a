"""What lies behind a count: every case that was looked at, whether it counts, and why not.

Of a case that is not theirs to read somebody learns that it counts, neither number nor words.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from accountability.models import CountableEvent
from accountability.models.scope import OF_A_SECTION
from accountability.rules.counting import Judged
from accountability.rules.windows import window_of
from accountability.rules.words import LadderCode, WhyNot
from accountability.selectors.counts import reckon_subject
from accountability.selectors.ladders import Ladders
from bureau.categories import category_names
from bureau.models import Institution, User
from bureau.rules import SectionCode
from complaints.models import Case, HeldFinding
from complaints.selectors import findings_that_hold


class Line(NamedTuple):
    """One case of the evidence, as far as its reader may know it."""

    case: Case | None
    may_open: bool
    received_on: date
    occurred_on: date | None
    year_from: date
    house: str
    categories: list[str]
    finding: str
    basis: str
    weight: int
    why_not: WhyNot | None


def evidence(ladder: LadderCode, subject: int, *, user: User) -> list[Line]:
    """List the cases that stand against one person or institution, in the order of their days."""
    judged = reckon_subject(ladder, subject, ladders=Ladders()).judged
    judged.sort(key=lambda one: (one.fact.received_on, one.fact.case))
    ids = {one.fact.case for one in judged}
    cases = Case.objects.in_bulk(ids)
    open_to = set(Case.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    sees_all = _sees_all(ladder, user)
    known = {pk for pk, one in cases.items() if sees_all and not one.is_accusation} | open_to
    houses = Institution.objects.filter(pk__in={one.fact.institution for one in judged})
    reader = _Reader(
        {pk: cases[pk] for pk in known},
        open_to,
        category_names({found.category for one in judged for found in one.fact.allegations}),
        dict(houses.values_list("pk", "name")),
        _bases(judged),
    )
    return [reader.line(one) for one in judged]


def _sees_all(ladder: LadderCode, user: User) -> bool:
    """Test if somebody reads of every case what it came to, unless it is an accusation."""
    if CountableEvent.objects.all().sees_whole_county(user):
        return True
    is_medical = user.section_code == SectionCode.MEDICAL_ADMIN and user.roles & OF_A_SECTION
    return ladder is LadderCode.INSTITUTION and bool(is_medical) and not user.institution_id


def in_year(lines: Iterable[Line], first: date) -> list[Line]:
    """Pick what counts in a year, and what was received in it and does not."""
    return [one for one in lines if one.year_from == first]


def _bases(judged: Iterable[Judged]) -> dict[tuple[int, int | None], str]:
    """Read on what the findings rest: a person's own by the person, else the first allegation's."""
    cases = {one.fact.case for one in judged}
    rows: Iterable[HeldFinding] = findings_that_hold().filter(case__in=cases).order_by("-pk")
    return {(one.case_id, one.person_id): one.basis for one in rows}


class _Reader(NamedTuple):
    """What one reader may know of cases."""

    cases: dict[int, Case]
    open_to: set[int]
    categories: dict[str, str]
    houses: dict[int, str]
    bases: dict[tuple[int, int | None], str]

    def line(self, one: Judged) -> Line:
        fact, case = one.fact, self.cases.get(one.fact.case)
        named = {self.categories[found.category] for found in fact.allegations if found.category}
        return Line(
            case=case,
            may_open=fact.case in self.open_to,
            received_on=fact.received_on,
            occurred_on=fact.occurred_on,
            year_from=one.window.first if one.window else window_of(fact.received_on).first,
            house=self.houses.get(fact.institution, ""),
            categories=sorted(named) if case else [],
            finding=fact.finding or _of_allegations(one),
            basis=self.bases.get((fact.case, fact.person), "") if case else "",
            weight=one.weight,
            why_not=one.why_not,
        )


def _of_allegations(one: Judged) -> str:
    found = {found.finding for found in one.fact.allegations}
    return next(iter(found)) if len(found) == 1 else ""
