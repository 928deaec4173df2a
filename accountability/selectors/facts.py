"""What stands in the cases of complaints against people and institutions, as facts for the rules.

The one place that reads another app's findings. What holds is read in one statement, so that no
case is seen half verified.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import DateField, DateTimeField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from accountability.rules.counting import SO, Fact, Found
from accountability.rules.words import LadderCode, UnitGroup
from accountability.selectors.directory import Directory
from accountability.selectors.joint import around
from accountability.selectors.made_up import lock_doubts
from accountability.selectors.persons import People, counts_as, records_of
from bureau.history import changes_of
from bureau.models import Act, Institution, ProblemCategory
from complaints.models import Case, HeldFinding, NamedPerson
from complaints.rules.words import CaseState
from complaints.rules.workflow import COUNTING_TYPES
from complaints.selectors import findings_that_hold

NOT_HANDLED = (CaseState.NOT_HANDLED, CaseState.TRANSFERRED)


class Row(NamedTuple):
    """One finding that holds, with what its case says of it.

    It names a `record` of the roster; `staff` is the record as which that one counts.
    """

    pk: int
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
    record: int | None


Concern = Mapping[int, Collection[int]]
"""Findings on people, each with the allegations that concern them."""


def facts_that_count(*, with_people: bool, with_branches: bool) -> Iterator[Fact]:
    """Read whatever was found so and holds: nothing else can count.

    Facts of houses come `with_people` where rules count a house by each of its people, and
    `with_branches` where they count for a house what is found at its branches.
    """
    so = findings_that_hold().filter(finding__in=sorted(SO))
    return _facts(so, with_people=with_people, with_branches=with_branches)


def facts_of_people(staff: Collection[int]) -> Iterator[Fact]:
    """Read all that stands against some people, whether a finding holds or not."""
    people = People()
    staff = people.records_of(staff)
    own = _cases_of_people(staff)
    for fact in _facts(findings_that_hold().filter(case__in=own), with_people=False):
        if fact.ladder is LadderCode.STAFF and fact.subject in staff:
            yield fact
    yield from _not_held_of_people(staff, own.filter(verified_at=None))


def facts_of(
    ladder: LadderCode, subject: int, *, with_people: bool, with_branches: bool
) -> Iterator[Fact]:
    """Read all that stands against one person or institution, whether a finding holds or not."""
    own = _cases(ladder, subject)
    read = own
    if with_branches and ladder is LadderCode.INSTITUTION:
        read = _cases_of_houses(_with_branches(subject))
    held = findings_that_hold().filter(case__in=read)
    for fact in _facts(held, with_people=with_people, with_branches=with_branches):
        if (fact.ladder, fact.subject) == (ladder, subject):
            yield fact
    yield from _not_held(ladder, subject, own.filter(verified_at=None))
    if with_branches and ladder is LadderCode.INSTITUTION:
        # Of a branch's, those of which something held before: what counted is void by that.
        before = read.filter(verified_at=None, pk__in=HeldFinding.objects.values("case"))
        yield from _not_held(ladder, subject, before.exclude(pk__in=own.values("pk")))


def facts_found_at(houses: Collection[int], *, with_people: bool) -> Iterator[Fact]:
    """Read what was found so and holds of some houses: in their own cases, and across."""
    so = findings_that_hold().filter(finding__in=sorted(SO), case__in=_cases_of_houses(houses))
    for fact in _facts(so, with_people=with_people):
        if fact.ladder is LadderCode.INSTITUTION and fact.subject in houses:
            yield fact


def _facts(
    findings: QuerySet[HeldFinding], *, with_people: bool, with_branches: bool = False
) -> Iterator[Fact]:
    """Make facts of whole cases' findings: nine queries, however many they are."""
    rows = _rows(findings)
    houses = {one.institution for one in rows if one.institution}
    directory = Directory(
        # The house of a branch may be another one than then: every one is read that there is.
        institutions=_every_house() if with_branches else houses,
        staff={one.record for one in rows if one.record},
    )
    codes = dict(ProblemCategory.objects.order_by().values_list("pk", "code"))
    reading = _Reading(directory, codes, _concern(findings), _withdrawn(findings), with_people,
                       with_branches)  # fmt: skip
    # Laid together by case here: many rows are put in order by the database on its disk.
    of_case: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        of_case[row.case].append(row)
    for together in of_case.values():
        yield from reading.of_case(sorted(together))


class _Of(NamedTuple):
    """What was found in one case: by allegation, all of it, and of how many people anything so."""

    found: Mapping[int, Found]
    allegations: tuple[Found, ...]
    named: int


class _Reading(NamedTuple):
    """What is read once, to make facts of one case after the other."""

    directory: Directory
    codes: Mapping[int, str]
    concern: Concern
    withdrawn: Collection[int]
    with_people: bool
    with_branches: bool

    def of_case(self, rows: list[Row]) -> Iterator[Fact]:
        alleged = [one for one in rows if one.person is None]
        found = {
            one.allegation or 0: Found(one.finding, self.codes.get(one.category or 0, ""))
            for one in alleged
        }
        so = {one.staff or -one.person for one in rows if one.person and one.finding in SO}
        case = _Of(found, tuple(found.values()), len(so))
        others = _of_people_elsewhere(rows, found, self.concern) if so else set()
        for ladder, one in _against(rows, alleged):
            fact = self._fact(ladder, one, case)
            if one.person is None and so:
                fact = _of_house(fact, found, others) if others else fact
                if self.with_people:
                    fact = fact._replace(people=self._people(one, rows, case))
            yield fact
            if self.with_branches and ladder is LadderCode.INSTITUTION:
                yield from self._of_parent(fact)

    def _of_parent(self, fact: Fact) -> Iterator[Fact]:
        """Give what was found at a branch once more, as against the house it belonged to."""
        branch, day = fact.institution, fact.received_on
        parent = self.directory.parent_on(branch, day) if branch else None
        if parent:
            whose: dict[str, Any] = {
                "subject": parent, "institution": parent, "at_branch": branch,
                "group": self.directory.group_on(parent, day),
            }  # fmt: skip
            people = tuple(one._replace(**whose) for one in fact.people)
            yield fact._replace(people=people, **whose)

    def _people(self, house: Row, rows: Iterable[Row], case: _Of) -> tuple[Fact, ...]:
        own = (one for one in rows if one.staff and one.institution == house.institution)
        facts = [self._fact(LadderCode.INSTITUTION, one, case) for one in own if one.finding in SO]
        return tuple(one._replace(is_own=True) for one in facts)

    def _fact(self, ladder: LadderCode, row: Row, case: _Of) -> Fact:
        said, house = self.concern.get(row.pk), row.institution or 0
        is_person = row.person is not None
        staff, record = (row.staff, row.record) if is_person else (None, None)
        return Fact(
            ladder=ladder,
            subject=staff if ladder is LadderCode.STAFF and staff else house,
            institution=house,
            group=self.directory.group_on(house, row.received_on),
            matter=row.matter,
            case=row.case,
            case_no=row.no,
            received_on=row.received_on,
            occurred_on=row.occurred_on,
            verified_on=row.held_on,
            is_complaint=row.type in COUNTING_TYPES,
            is_withdrawn=row.pk in self.withdrawn,
            finding=row.finding if is_person else "",
            employment=self.directory.employment_on(record, row.received_on) if record else "",
            allegations=case.allegations if said is None else _concerning(case.found, said),
            person=row.person,
            named=case.named,
            is_whose_said=said is not None,
            staff=(staff or 0) if ladder is LadderCode.INSTITUTION else 0,
        )


def _concerning(found: Mapping[int, Found], said: Collection[int]) -> tuple[Found, ...]:
    return tuple(one for pk, one in found.items() if pk in said)


def _of_people_elsewhere(rows: Iterable[Row], found: Iterable[int], concern: Concern) -> set[int]:
    """Pick the allegations of nobody but people who work at other houses than the case is about."""
    houses: dict[int, set[int | None]] = defaultdict(set)
    own = {one.institution for one in rows if one.person is None}
    for one in rows:
        if one.person and one.finding in SO:
            for pk in concern.get(one.pk, found):
                houses[pk].add(one.institution)
    return {pk for pk, at in houses.items() if not at & own}


def _of_house(fact: Fact, found: Mapping[int, Found], others: Collection[int]) -> Fact:
    """Leave out of a house's own fact what was found of other houses' people: it counts there."""
    left = tuple(one for pk, one in found.items() if pk not in others)
    is_all = any(one.finding in SO for one in fact.allegations) and not any(
        one.finding in SO for one in left
    )
    return fact._replace(is_of_others=True) if is_all else fact._replace(allegations=left)


def _rows(findings: QuerySet[HeldFinding]) -> list[Row]:
    """Read findings, each laid on the record as which the record that it names counts."""
    dated = findings.select_related(None).annotate(
        received_on=_day("case__received_at"), held_on=_day("held_since"), record=F("staff_id")
    )
    names = (
        "pk", "case_id", "case__no", "case__matter_id", "case__type", "received_on",
        "case__occurred_on", "held_on", "allegation_id", "person_id", "staff_id", "institution_id",
        "finding", "category_id", "record",
    )  # fmt: skip
    joined = People().joined
    rows = map(Row._make, dated.order_by().values_list(*names))
    return [one._replace(staff=joined[one.staff]) if one.staff in joined else one for one in rows]


def _day(name: str) -> Cast:
    """Say an instant's day, as TruncDate does; that one takes each value in hand once more."""
    zone = Value(settings.TIME_ZONE)
    return Cast(Func(zone, F(name), function="timezone", output_field=DateTimeField()), DateField())


def _concern(findings: QuerySet[HeldFinding]) -> Concern:
    """Read which allegations concern whom, by findings; only of those where that was said."""
    concern: dict[int, list[int]] = defaultdict(list)
    said = HeldFinding.allegations.through.objects.filter(
        heldfinding__in=findings.select_related(None).order_by().values("pk")
    )
    for pk, allegation in said.values_list("heldfinding_id", "allegation_id"):
        concern[pk].append(allegation)
    return dict(concern)


def _withdrawn(findings: QuerySet[HeldFinding]) -> Collection[int]:
    """Name the findings of cases that were withdrawn before, and gone on with."""
    acts = Act.objects.filter(
        object_kind="case", object_no=OuterRef("case__no"), verb="withdraw_case",
        after=CaseState.WITHDRAWN_CONTINUE, at__lte=OuterRef("held_since"),
    )  # fmt: skip
    own = findings.select_related(None).order_by().filter(Exists(acts))
    return set(own.values_list("pk", flat=True))


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


def _cases_of_people(staff: Collection[int]) -> QuerySet[Case]:
    return Case.objects.filter(
        pk__in=NamedPerson.objects.filter(staff__in=staff).order_by().values("case")
    )


def _cases(ladder: LadderCode, subject: int) -> QuerySet[Case]:
    if ladder is LadderCode.STAFF:
        return _cases_of_people(records_of(subject))
    if ladder is LadderCode.JOINT:
        return _cases_of_people(around(subject))
    return _cases_of_houses([subject])


def _with_branches(house: int) -> set[int]:
    """Name a house and whatever ever was a branch of it."""
    now = Institution.objects.filter(parent=house).order_by().values_list("pk", flat=True)
    kept: Any = changes_of(Institution)
    before = kept.objects.filter(parent_id=house).order_by().values_list("pgh_obj_id", flat=True)
    return {house, *now, *before}


def _every_house() -> set[int]:
    return set(Institution.objects.order_by().values_list("pk", flat=True))


def _cases_of_houses(houses: Collection[int]) -> QuerySet[Case]:
    named = NamedPerson.objects.filter(institution__in=houses, staff__isnull=False)
    across = named.order_by().values("case")
    return Case.objects.filter(Q(institution__in=houses) | Q(pk__in=across))


def _not_held(ladder: LadderCode, subject: int, cases: QuerySet[Case]) -> Iterator[Fact]:
    """Read cases without a finding that holds: they count for nothing, and are told with why."""
    if ladder is LadderCode.STAFF:
        if counts_as(subject) == subject:
            yield from _not_held_of_people(records_of(subject), cases)
        return
    voided = set(HeldFinding.objects.filter(case__in=cases).values_list("case", flat=True))
    for case in cases.order_by("received_at", "pk").distinct():
        yield _nothing_held(case, voided, ladder=ladder, subject=subject, institution=subject)


def _not_held_of_people(staff: Collection[int], cases: QuerySet[Case]) -> Iterator[Fact]:
    voided = set(HeldFinding.objects.filter(case__in=cases).values_list("case", flat=True))
    rows = NamedPerson.objects.filter(staff__in=staff, case__in=cases).select_related("case")
    people = People()
    for one in rows.order_by("case__received_at", "case", "pk"):
        yield _nothing_held(
            one.case, voided, ladder=LadderCode.STAFF, subject=people.counts_as(one.staff_id or 0),
            institution=one.institution_id or 0, person=one.pk,
        )  # fmt: skip


def _nothing_held(case: Case, voided: Collection[int], **whose: Any) -> Fact:
    return Fact(
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
        **whose,
        **_ended(case),
    )


def _ended(case: Case) -> dict[str, Any]:
    """Say how a case without a finding ended, if it has; the archive keeps it beside the row."""
    is_archived = case.state == CaseState.ARCHIVED
    was_sent_on = is_archived and bool(case.ground or case.handed_to)
    is_handled = case.state not in NOT_HANDLED and not was_sent_on
    is_withdrawn = case.state == CaseState.WITHDRAWN or (is_archived and is_handled)
    return {"is_handled": is_handled, "is_withdrawn": is_withdrawn}


def lock_sources(ladder: LadderCode, subject: int) -> None:
    """Hold the cases of one person or institution: nobody finds or reopens in them meanwhile.

    Of made-up follow-ups, the doubts that were confirmed: nobody takes one back.
    """
    if ladder is LadderCode.FALSE_FOLLOWUP:
        lock_doubts(subject)
        return
    cases = _cases(ladder, subject)
    if ladder is LadderCode.INSTITUTION:
        cases = _cases_of_houses(_with_branches(subject))
    own: Iterable[int] = cases.order_by().values_list("pk", flat=True)
    rows = Case.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(own))
    list(rows.order_by("pk").values_list("pk"))
