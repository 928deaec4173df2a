"""What was done in time, and what was found.

A clock that was stopped keeps its day: what is done once is in time or late for good.
"""

from django.db.models import Q

from bureau.models import Act
from complaints.figures.counting import Counted, Period, by_case, by_matter
from complaints.figures.orders import counting_orders
from complaints.models import Case, ClockRow, Fabrication
from complaints.models.cases import CasesQuerySet
from complaints.rules import findings
from complaints.rules.words import ClockCode
from complaints.selectors.as_of import CASE


def taken_up_on_time(cases: CasesQuerySet, period: Period) -> list[Counted]:
    """Of what was taken up in the period, the part that was in time."""
    return _in_time(cases, period, ClockCode.TRIAGE)


def answered_on_time(cases: CasesQuerySet, period: Period) -> list[Counted]:
    """Of what was answered in the period, the part that was within the law's term."""
    return _in_time(cases, period, ClockCode.ANSWER, ClockCode.ANSWER_MANY)


def orders_on_time(cases: CasesQuerySet, period: Period) -> list[Counted]:
    """Of the hotline's orders answered in the period, the part that was by the hotline's day."""
    return _in_time(counting_orders(cases, period), period, ClockCode.HOTLINE_ANSWER)


def _in_time(cases: CasesQuerySet, period: Period, *codes: ClockCode) -> list[Counted]:
    done = ClockRow.objects.filter(
        code__in=codes, is_void=False, stopped_at__date__range=period.days
    )
    rows = done.order_by("stopped_at", "pk").values_list("case", "stopped_at", "due_at")
    in_time = {case: bool(stopped and stopped < due) for case, stopped, due in rows}
    return by_case(cases, in_time.items())


def substantiated(cases: CasesQuerySet, period: Period) -> list[Counted]:
    """Of the matters on which findings were made in the period, those that were substantiated."""
    said = _found_in(period)
    rows = Case.objects.filter(no__in=said).values_list("pk", "no")
    return by_matter(cases, [(pk, said[no] in findings.COUNTS) for pk, no in rows])


def fabricated(cases: CasesQuerySet, period: Period) -> list[Counted]:
    """Of the matters on which findings were made in the period, those confirmed as made up by its
    end and not taken back by then.
    """
    stood = Q(taken_back_at=None) | Q(taken_back_at__date__gt=period.last)
    marks = Fabrication.objects.filter(stood, confirmed_at__date__lte=period.last)
    marked = set(marks.values_list("case", flat=True))
    rows = Case.objects.filter(no__in=_found_in(period)).values_list("pk", flat=True)
    return by_matter(cases, [(pk, pk in marked) for pk in rows])


def _found_in(period: Period) -> dict[str, str]:
    made = Act.objects.filter(
        object_kind=CASE, verb="verify_case", at__date__range=period.days
    ).order_by("at", "pk")
    return dict(made.values_list("object_no", "facts__finding"))
