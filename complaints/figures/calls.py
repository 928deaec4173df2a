"""What those who complained say of the answer: their last word of the period counts.

Who was not reached, would not answer or wanted no call leaves the denominator.
"""

from complaints.figures.counting import Counted, Period, by_case
from complaints.figures.orders import counting_orders
from complaints.models import Callback
from complaints.models.cases import CasesQuerySet
from complaints.rules import findings


def satisfied(cases: CasesQuerySet, period: Period) -> list[Counted]:
    """Of those who gave a grade, the part that is at least fairly satisfied."""
    return by_case(cases, _grades(period))


def orders_satisfied(cases: CasesQuerySet, period: Period) -> list[Counted]:
    """The same of the hotline's orders that count."""
    return by_case(counting_orders(cases, period), _grades(period))


def orders_solved(cases: CasesQuerySet, period: Period) -> list[Counted]:
    """Of those who gave a grade, the part that says, or said last, that its matter is solved."""
    said = dict(_last_words(period, is_solved__isnull=False).values_list("case", "is_solved"))
    valid = _last_words(period).values_list("case", flat=True)
    return by_case(counting_orders(cases, period), [(pk, said.get(pk, False)) for pk in valid])


def _grades(period: Period) -> list[tuple[int, bool]]:
    rows = _last_words(period).values_list("case", "grade")
    return [(case, grade in findings.CONTENT) for case, grade in rows]


def _last_words(period: Period, **asked: object):
    valid = Callback.objects.filter(
        at__date__range=period.days, grade__in=sorted(findings.GRADED), **asked
    )
    return valid.order_by("case", "-at", "-pk").distinct("case")
