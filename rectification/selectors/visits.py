"""Reads of checklists and visits."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from bureau.models import Act, Attachment, Institution, User
from rectification.models import Checklist, ChecklistItem, Item, Visit, VisitResult
from rectification.models.visits import FINDING, VISIT
from rectification.rules import inspections
from rectification.rules.inspections import Compliance, Group, VisitKind, VisitState


def group_of(institution: Institution) -> Group:
    return inspections.group_of(
        is_level2=institution.is_level2_or_above, is_township=institution.is_township
    )


def checklist_for(institution: Institution, day: date) -> Checklist | None:
    """Find the checklist in force for an institution on a day."""
    return Checklist.objects.in_force(group_of(institution), day).first()


def codes_left(visit: Visit) -> list[str]:
    """List the codes of a visit's items that nobody has answered yet."""
    codes = visit.checklist.items.order_by("position").values_list("code", flat=True)
    answered = set(visit.results.values_list("item__code", flat=True))
    return inspections.unanswered(codes, answered)


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a visit's checklist and what was found about it, if anything yet."""

    item: ChecklistItem
    result: VisitResult | None
    photos: tuple[Attachment, ...] = ()


def lines_of(visit: Visit) -> list[Line]:
    results = visit.results.select_related("item", "ledger_item", "by")
    found = {result.item_id: result for result in results}
    for result in found.values():
        result.visit = visit
    items = visit.checklist.items.order_by("position")
    return [Line(item, found.get(item.pk)) for item in items]


def with_photos(lines: list[Line], visit: Visit, user: User) -> list[Line]:
    """Add the photos that a person may see, with one query for all of them."""
    hanging: dict[str, list[Attachment]] = defaultdict(list)
    keys = [line.result.key for line in lines if line.result]
    seen = Attachment.objects.visible_to(user).filter(
        object_kind=FINDING, object_no__in=keys, withdrawn_at=None
    )
    for photo in seen.select_related("file").order_by("at"):
        hanging[photo.object_no].append(photo)
    return [replace(line, photos=tuple(hanging[f"{visit.no}/{line.item.code}"])) for line in lines]


def visits_to_make(user: User) -> QuerySet[Visit]:
    """Return the open visits that a person inspects, the next one first."""
    mine = Visit.objects.visible_to(user).open().filter(inspectors=user)
    return mine.select_related("institution").order_by("planned_on", "pk")


def results_between(user: User, first: date, last: date) -> QuerySet[Any]:
    """Return what was found at visits done from one day to another, as a person may see it.

    Each with what it said at the end of the last day.
    """
    done = VisitResult.objects.visible_to(user).filter(visit__state=VisitState.DONE)
    return as_found_on(done.filter(visit__done_at__date__range=(first, last)), last)


def as_found_on(results: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Read with results, as `finding_then` and `note_then`, what they said at the end of a day.

    Whatever was put right later: the first correction after the day tells what it changed.
    """
    later = Act.objects.filter(
        object_kind=VISIT, object_no=OuterRef("visit__no"), verb="correct_finding",
        at__date__gt=day,
    )  # fmt: skip
    of_item = later.annotate(code=KT("facts__item")).filter(code=OuterRef("item__code"))
    first = of_item.order_by("at", "pk")
    was = Subquery(first.values("before")[:1])
    said = Subquery(first.values(note=KT("facts__note"))[:1])
    return results.annotate(
        finding_then=Coalesce(was, F("finding")), note_then=Coalesce(said, F("note"))
    )


def findings_on(results: QuerySet[Any], day: date) -> list[str]:
    """Return what results said at the end of a day."""
    return list(as_found_on(results, day).values_list("finding_then", flat=True))


@dataclass(frozen=True, slots=True)
class Kept:
    """How far one item, or one institution, keeps to what is asked."""

    code: str
    label: str
    compliance: Compliance


def compliance_by_item(results: QuerySet[Any]) -> list[Kept]:
    """Reckon compliance of each item by its code, over versions; the newest words stand beside."""
    rows = results.order_by("item__checklist__version").values_list(
        "item__code", "item__text", "finding_then"
    )
    return _kept(rows)


def compliance_by_house(results: QuerySet[Any]) -> list[Kept]:
    rows = results.values_list(
        "visit__institution__code", "visit__institution__name", "finding_then"
    )
    return _kept(rows)


def _kept(rows: QuerySet) -> list[Kept]:
    found: dict[str, list[str]] = defaultdict(list)
    labels: dict[str, str] = {}
    for code, label, finding in rows:
        found[code].append(finding)
        labels[code] = label
    return [Kept(code, labels[code], inspections.compliance(found[code])) for code in sorted(found)]


def is_hidden_from_unit(item: Item) -> bool:
    """Test if an entry would tell its unit of an unannounced visit that is still under way."""
    found = VisitResult.objects.filter(ledger_item=item, visit__kind=VisitKind.UNANNOUNCED)
    return found.filter(visit__state__in=sorted(inspections.OPEN)).exists()


def is_of_a_visit_called_off(item: Item) -> bool:
    """Test if an entry was made at a visit that was called off: it has found nothing."""
    found = VisitResult.objects.filter(ledger_item=item)
    return found.filter(visit__state=VisitState.CANCELLED).exists()
