"""Several cases dispatched on one page: each has its own institution and its own text."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from bureau.calendar import WorkCalendar
from bureau.models import Institution, User
from complaints.forms.steps import DispatchForm
from complaints.models import Case


class OneOfMany(DispatchForm):
    """A case's dispatch among others. Who assists is said on the case's own page."""

    def prepare(self) -> None:
        super().prepare()
        del self.fields["assisting"]


class Row(NamedTuple):
    case: Case
    form: OneOfMany


def rows_of(
    cases: Sequence[Case], *, user: User, day: date, calendar: WorkCalendar, given: Any = None
) -> list[Row]:
    """Make the forms of several cases; the list of institutions is read once for all."""
    fixed = {"user": user, "day": day, "calendar": calendar}
    rows = [Row(one, OneOfMany(given, prefix=one.no, record=one, **fixed)) for one in cases]
    houses = Institution.objects.visible_to(user).order_by("code")
    choices = [("", "---------"), *((house.pk, house.name) for house in houses)]
    for row in rows:
        row.form.fields["institution"].widget.choices = choices
    return rows
