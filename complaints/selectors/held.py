"""What was found and holds, or held: what others count goes by these, never by today's rows."""

from datetime import datetime

from django.db.models import Q, QuerySet

from bureau.models import User
from complaints.models import Case, HeldFinding


def findings_that_hold(*, at: datetime | None = None) -> QuerySet[HeldFinding]:
    """Return the findings that hold now, or held at an instant: one an allegation or a person.

    A finding holds from `held_since`, when a second person made it hold, to `void_since`, when
    its case was taken up again; a row that is void never holds again, what is found anew is
    another row. Each has whom it is about (`allegation`, or `person` with the `staff` record it
    was tied to then), `finding`, `found_by` and `found_at`, `held_by`, the `case` and by it the
    matter as it is joined today, and the `institution` and `category` it counted for on that
    day. Of all findings alike, of all types of cases: whether one counts is asked of
    `findings.COUNTS`, `workflow.COUNTING_TYPES` and its category.
    """
    rows = HeldFinding.objects.select_related("case", "staff", "institution", "category")
    if at is None:
        return rows.filter(void_since=None)
    return rows.filter(Q(void_since=None) | Q(void_since__gt=at), held_since__lte=at)


def made_to_hold_by(case: Case) -> list[User]:
    """Return whoever made the findings that hold of a case, or made them hold."""
    held = case.held_findings.filter(void_since=None)
    made = Q(pk__in=held.values("found_by")) | Q(pk__in=held.values("held_by"))
    return list(User.objects.filter(made, is_active=True).order_by("pk"))


def findings_void(case: Case) -> QuerySet[HeldFinding]:
    """Return what held of a case until it was taken up again, the oldest first."""
    rows = case.held_findings.exclude(void_since=None)
    return rows.select_related("allegation", "person", "staff").order_by("void_since", "pk")
