"""What stands in the cases of complaints against people and institutions, as facts for the rules.

The one place that reads another app's findings. What holds is read in one statement, so that no
case is seen half verified; what somebody was and what kind a house was is told as of the day on
which the complaint was received, so that a later change relabels nothing.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accountability.rules.counting import SO, Fact, Found
from accountability.rules.words import LadderCode, UnitGroup
from bureau.history import changes_of
from bureau.models import Institution, Staff
from bureau.rules import Grade, InstitutionKind, is_level2_or_above
from complaints.models import Case, HeldFinding, NamedPerson
from complaints.rules.words import CaseState
from complaints.rules.workflow import COUNTING_TYPES
from complaints.selectors import findings_that_hold

GROUPS = {
    InstitutionKind.TOWNSHIP: UnitGroup.TOWNSHIP,
    InstitutionKind.COMMUNITY: UnitGroup.COMMUNITY,
    InstitutionKind.CLINIC: UnitGroup.CLINIC,
}
NOT_HANDLED = (CaseState.NOT_HANDLED, CaseState.TRANSFERRED)


def group_of(kind: str, grade: str) -> UnitGroup:
    """Return by which group a ladder knows an institution; its grade goes before its kind."""
    if is_level2_or_above(Grade(grade)):
        return UnitGroup.LEVEL2
    return GROUPS.get(InstitutionKind(kind), UnitGroup.OTHER)


def _then(model: type, name: str, key: str) -> Coalesce:
    """Read a field of a row as it was at the end of the day on which the case was received."""
    changes: Any = changes_of(model)
    later = changes.objects.filter(
        pgh_obj_id=OuterRef(f"{key}_id"),
        pgh_created_at__date__gt=OuterRef("case__received_at__date"),
    )
    return Coalesce(Subquery(later.order_by("pgh_id").values(name)[:1]), F(f"{key}__{name}"))


def _as_of_then(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(
        kind_then=_then(Institution, "kind", "institution"),
        grade_then=_then(Institution, "grade", "institution"),
        employment_then=_then(Staff, "employment", "staff"),
    )


OF_CASE = ("case_id", "case__no", "case__matter_id", "case__type", "case__received_at",
           "case__occurred_on", "case__state")  # fmt: skip
OF_FINDING = (*OF_CASE, "person_id", "staff_id", "institution_id", "finding", "category__code",
              "held_since", "kind_then", "grade_then", "employment_then")  # fmt: skip


def facts_that_hold(findings: QuerySet[HeldFinding] | None = None) -> Iterator[Fact]:
    """Read every finding that holds, or those given, which have to be whole cases'."""
    found = findings_that_hold() if findings is None else findings
    rows = _as_of_then(found.select_related(None)).order_by("case_id", "pk").values(*OF_FINDING)
    for _case, of_case in groupby(rows.iterator(chunk_size=5_000), key=itemgetter("case_id")):
        yield from _facts(list(of_case))


def _facts(rows: list[dict[str, Any]]) -> Iterator[Fact]:
    alleged = [one for one in rows if one["person_id"] is None]
    allegations = tuple(Found(one["finding"], one["category__code"] or "") for one in alleged)
    house = next((one for one in alleged if one["institution_id"]), None)
    if house:
        yield _fact(LadderCode.INSTITUTION, house["institution_id"], house, allegations)
    for one in rows:
        if one["staff_id"] is None:
            continue
        yield _fact(LadderCode.STAFF, one["staff_id"], one, allegations)
        # A house is counted by its own case, or else across by what was found of its people.
        is_elsewhere = house is None or one["institution_id"] != house["institution_id"]
        if is_elsewhere and one["finding"] in SO:
            yield _fact(LadderCode.INSTITUTION, one["institution_id"], one, allegations)


def _fact(
    ladder: LadderCode, subject: int, row: dict[str, Any], allegations: tuple[Found, ...]
) -> Fact:
    is_of_a_person = row["person_id"] is not None
    return Fact(
        ladder,
        subject,
        institution=row["institution_id"],
        group=group_of(row["kind_then"], row["grade_then"]),
        matter=row["case__matter_id"],
        case=row["case_id"],
        case_no=row["case__no"],
        received_on=timezone.localdate(row["case__received_at"]),
        occurred_on=row["case__occurred_on"],
        verified_on=timezone.localdate(row["held_since"]),
        is_complaint=row["case__type"] in COUNTING_TYPES,
        person=row["person_id"],
        finding=row["finding"] if is_of_a_person else "",
        employment=(row["employment_then"] or "") if is_of_a_person else "",
        allegations=allegations,
    )


def facts_of(ladder: LadderCode, subject: int) -> Iterator[Fact]:
    """Read all that stands against one person or institution, whether a finding holds or not."""
    own = _cases(ladder, subject)
    for fact in facts_that_hold(findings_that_hold().filter(case__in=own)):
        if (fact.ladder, fact.subject) == (ladder, subject):
            yield fact
    yield from _not_held(ladder, subject, own.filter(verified_at=None))


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
            ladder, subject, at or 0, UnitGroup.OTHER, case.matter_id, case.pk, case.no,
            timezone.localdate(case.received_at), case.occurred_on, None,
            is_complaint=case.type in COUNTING_TYPES, is_held=False, was_held=case.pk in voided,
            person=person, **_ended(case),
        )  # fmt: skip


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
