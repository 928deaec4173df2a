"""What stands in the cases of complaints against people and institutions, as facts for the rules.

The one place that reads another app's findings. What holds is read in one statement, so that no
case is seen half verified.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone

from accountability.rules.counting import SO, Fact, Found
from accountability.rules.words import LadderCode, UnitGroup
from accountability.selectors.directory import Directory
from bureau.models import Act, ProblemCategory
from complaints.models import Case, HeldFinding, NamedPerson
from complaints.rules.words import CaseState
from complaints.rules.workflow import COUNTING_TYPES
from complaints.selectors import findings_that_hold

NOT_HANDLED = (CaseState.NOT_HANDLED, CaseState.TRANSFERRED)


class Row(NamedTuple):
    """One finding that holds, with what its case says of it."""

    case: int
    no: str
    matter: int
    type: str
    received_on: date
    occurred_on: date | None
    held_on: date
    allegation: int | None
    person: int | None
    staff: int | None
    institution: int | None
    finding: str
    category: int | None
    named: int | None
    concern: list[int]
    is_withdrawn: bool


def facts_that_count() -> Iterator[Fact]:
    """Read whatever was found so and holds: nothing else can count."""
    return _facts(findings_that_hold().filter(finding__in=sorted(SO)))


def facts_of(ladder: LadderCode, subject: int) -> Iterator[Fact]:
    """Read all that stands against one person or institution, whether a finding holds or not."""
    own = _cases(ladder, subject)
    for fact in _facts(findings_that_hold().filter(case__in=own)):
        if (fact.ladder, fact.subject) == (ladder, subject):
            yield fact
    yield from _not_held(ladder, subject, own.filter(verified_at=None))


def _facts(findings: QuerySet[HeldFinding]) -> Iterator[Fact]:
    """Make facts of whole cases' findings: seven queries, however many they are."""
    rows = _rows(findings)
    directory = Directory(
        institutions={one.institution for one in rows if one.institution},
        staff={one.staff for one in rows if one.staff},
    )
    codes = dict(ProblemCategory.objects.order_by().values_list("pk", "code"))
    for _case, group in groupby(rows, key=attrgetter("case")):
        of_case = list(group)
        alleged = [one for one in of_case if one.person is None]
        found = {
            one.allegation or 0: Found(one.finding, codes.get(one.category or 0, ""))
            for one in alleged
        }
        others = _of_people_elsewhere(of_case, found)
        for ladder, one in _against(of_case, alleged):
            fact = _fact(ladder, one, _concerning(one, found), directory)
            if one.person is None:
                people = tuple(
                    replace(_fact(ladder, it, _concerning(it, found), directory), is_own=True)
                    for it in of_case
                    if it.staff and it.institution == one.institution and it.finding in SO
                )
                fact = replace(_of_house(fact, found, others), people=people)
            yield fact


def _concerning(row: Row, found: Mapping[int, Found]) -> tuple[Found, ...]:
    """Pick what concerns a person, where that was said; else all that was found in the case."""
    return tuple(one for pk, one in found.items() if not row.concern or pk in row.concern)


def _of_people_elsewhere(rows: Iterable[Row], found: Iterable[int]) -> set[int]:
    """Pick the allegations of nobody but people who work at other houses than the case is about."""
    houses: dict[int, set[int | None]] = defaultdict(set)
    own = {one.institution for one in rows if one.person is None}
    for one in rows:
        if one.person and one.finding in SO:
            for pk in one.concern or found:
                houses[pk].add(one.institution)
    return {pk for pk, at in houses.items() if not at & own}


def _of_house(fact: Fact, found: Mapping[int, Found], others: Collection[int]) -> Fact:
    """Leave out of a house's own fact what was found of other houses' people: it counts there."""
    left = tuple(one for pk, one in found.items() if pk not in others)
    is_all = any(one.finding in SO for one in fact.allegations) and not any(
        one.finding in SO for one in left
    )
    return replace(fact, is_of_others=True) if is_all else replace(fact, allegations=left)


def _rows(findings: QuerySet[HeldFinding]) -> list[Row]:
    found_so = HeldFinding.objects.filter(void_since=None, person__isnull=False)
    people = (
        found_so.filter(finding__in=sorted(SO), case=OuterRef("case")).order_by().values("case")
    )
    withdrawn = Act.objects.filter(
        object_kind="case", object_no=OuterRef("case__no"), verb="withdraw_case",
        after=CaseState.WITHDRAWN_CONTINUE, at__lte=OuterRef("held_since"),
    )  # fmt: skip
    concern = HeldFinding.allegations.through.objects.filter(heldfinding=OuterRef("pk"))
    dated = findings.select_related(None).annotate(
        received_on=TruncDate("case__received_at"),
        held_on=TruncDate("held_since"),
        named=Subquery(people.values(n=Count("pk"))),
        is_withdrawn=Exists(withdrawn),
        concern=ArraySubquery(concern.order_by("allegation").values("allegation")),
    )
    names = (
        "case_id", "case__no", "case__matter_id", "case__type", "received_on",
        "case__occurred_on", "held_on", "allegation_id", "person_id", "staff_id", "institution_id",
        "finding", "category_id", "named", "concern",
        "is_withdrawn",
    )  # fmt: skip
    return [Row(*one) for one in dated.order_by("case_id", "pk").values_list(*names)]


def _against(rows: list[Row], alleged: list[Row]) -> Iterator[tuple[LadderCode, Row]]:
    """Say against whom a case's findings stand: the house, each person, and across, their house."""
    house = next((one for one in alleged if one.institution), None)
    if house:
        yield LadderCode.INSTITUTION, house
    for one in rows:
        if one.staff is None:
            continue
        yield LadderCode.STAFF, one
        # A house is counted by its own case, or else across by what was found of its people.
        is_elsewhere = house is None or one.institution != house.institution
        if is_elsewhere and one.finding in SO:
            yield LadderCode.INSTITUTION, one


def _fact(
    ladder: LadderCode, row: Row, allegations: tuple[Found, ...], directory: Directory
) -> Fact:
    house, is_person = row.institution or 0, row.person is not None
    staff = row.staff if is_person else None
    return Fact(
        ladder=ladder,
        subject=staff if ladder is LadderCode.STAFF and staff else house,
        institution=house,
        group=directory.group_on(house, row.received_on),
        matter=row.matter,
        case=row.case,
        case_no=row.no,
        received_on=row.received_on,
        occurred_on=row.occurred_on,
        verified_on=row.held_on,
        is_complaint=row.type in COUNTING_TYPES,
        is_withdrawn=row.is_withdrawn,
        person=row.person,
        finding=row.finding if is_person else "",
        employment=directory.employment_on(staff, row.received_on) if staff else "",
        allegations=allegations,
        named=row.named or 0,
        is_whose_said=bool(row.concern),
        staff=(staff or 0) if ladder is LadderCode.INSTITUTION else 0,
    )


def _cases(ladder: LadderCode, subject: int) -> QuerySet[Case]:
    if ladder is LadderCode.STAFF:
        return Case.objects.filter(people__staff=subject)
    named = NamedPerson.objects.filter(institution=subject, staff__isnull=False).values("case")
    return Case.objects.filter(Q(institution=subject) | Q(pk__in=named))


def _not_held(ladder: LadderCode, subject: int, cases: QuerySet[Case]) -> Iterator[Fact]:
    """Read cases without a finding that holds: they count for nothing, and are told with why."""
    voided = set(HeldFinding.objects.filter(case__in=cases).values_list("case", flat=True))
    where: dict[int, tuple[int | None, int | None]] = {}
    if ladder is LadderCode.STAFF:
        rows = NamedPerson.objects.filter(staff=subject, case__in=cases)
        where = {case: (pk, at) for case, pk, at in rows.values_list("case", "pk", "institution")}
    for case in cases.order_by("received_at", "pk").distinct():
        person, at = where.get(case.pk, (None, subject))
        yield Fact(
            ladder=ladder,
            subject=subject,
            institution=at or 0,
            group=UnitGroup.OTHER,
            matter=case.matter_id,
            case=case.pk,
            case_no=case.no,
            received_on=timezone.localdate(case.received_at),
            occurred_on=case.occurred_on,
            verified_on=None,
            is_complaint=case.type in COUNTING_TYPES,
            is_held=False,
            was_held=case.pk in voided,
            person=person,
            **_ended(case),
        )


def _ended(case: Case) -> dict[str, Any]:
    """Say how a case without a finding ended, if it has; the archive keeps it beside the row."""
    is_archived = case.state == CaseState.ARCHIVED
    was_sent_on = is_archived and bool(case.ground or case.handed_to)
    is_handled = case.state not in NOT_HANDLED and not was_sent_on
    is_withdrawn = case.state == CaseState.WITHDRAWN or (is_archived and is_handled)
    return {"is_handled": is_handled, "is_withdrawn": is_withdrawn}


def lock_cases(ladder: LadderCode, subject: int) -> None:
    """Hold the cases of one person or institution: nobody finds or reopens in them meanwhile."""
    own: Iterable[int] = _cases(ladder, subject).order_by().values_list("pk", flat=True)
    rows = Case.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(own))
    list(rows.order_by("pk").values_list("pk"))
