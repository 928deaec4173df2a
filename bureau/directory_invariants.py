"""What must always hold of the directory: the days of posts, placements and duties."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import NamedTuple

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_noop as _

from bureau.models import DutySection, LeaderPost, Placement, Remit, Staff
from bureau.rules import LeaderKind

A_DAY = timedelta(days=1)


class Span(NamedTuple):
    """The days of one row, told apart by whose they are."""

    whose: str
    from_on: date
    to_on: date


def breaches() -> Iterator[tuple[str, str]]:
    """Name each rule that is broken, and where. The constraints forbid most of it as it is written.

    They are asked again because a restored or hand-mended database may be without them.
    """
    heads = LeaderPost.objects.filter(kind=LeaderKind.HEAD)
    for where in _overlaps(_spans(heads, "institution__code")):
        yield _("two principal heads on one day"), where or "bureau"
    for where in _overlaps(_spans(Placement.objects.all(), "staff_id")):
        staff = Staff.objects.select_related("institution").get(pk=where)
        yield _("person in two places on one day"), _named(staff)
    for where in _overlaps(_spans(Remit.objects.all(), "post_id")):
        yield _("two remits of a leader on one day"), str(LeaderPost.objects.get(pk=where))
    outside = Q(from_on__lt=F("post__from_on")) | Q(to_on__gt=F("post__to_on"))
    outside |= Q(to_on=None, post__to_on__isnull=False)
    for remit in Remit.objects.filter(outside).select_related("post").order_by("pk"):
        yield _("remit outside the days of the post"), str(remit.post)
    on_duty = _spans(DutySection.objects.all())
    for _where in _overlaps(on_duty):
        yield _("two sections on duty on one day"), ""
    if not _is_whole(on_duty):
        yield _("no section on duty on some day"), ""
    moved = Staff.objects.filter(placements__to_on=None).exclude(
        placements__to_on=None, placements__institution=F("institution")
    )
    for staff in moved.select_related("institution").order_by("pk"):
        yield _("person works elsewhere than placed"), _named(staff)


def _named(staff: Staff) -> str:
    return f"{staff.institution.code} {staff.name}"


def _spans(rows: QuerySet, whose: str = "") -> list[Span]:
    """Read the days as spans; an open side lasts as long as there are days."""
    names = ("from_on", "to_on", *([whose] if whose else []))
    spans = [
        Span(str(name[0] or "") if name else "", from_on or date.min, to_on or date.max)
        for from_on, to_on, *name in rows.values_list(*names)
    ]
    return sorted(spans)


def _overlaps(spans: list[Span]) -> Iterator[str]:
    for whose, own in groupby(spans, key=lambda span: span.whose):
        if any(later.from_on <= earlier.to_on for earlier, later in pairwise(own)):
            yield whose


def _is_whole(spans: list[Span]) -> bool:
    """Tell whether the days follow upon each other without a gap, to the end of all days."""
    if not spans or spans[-1].to_on != date.max:
        return False
    return all(
        later.from_on <= earlier.to_on + A_DAY
        for earlier, later in pairwise(spans)
        if earlier.to_on != date.max
    )
