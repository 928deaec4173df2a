"""What was said to be made up, by two people; and what that takes."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from bureau.models import User
from complaints.models import Case, Fabrication
from complaints.rules import findings
from complaints.selectors.hands import found, handled
from complaints.selectors.held import findings_that_hold
from complaints.selectors.lacking import keeps_out, stand_in


def fabricated(cases: Collection[int]) -> set[int]:
    """Pick the cases that two people said were made up, and nobody took back."""
    return set(Fabrication.objects.standing().filter(case__in=cases).values_list("case", flat=True))


def mark_of(case: Case) -> Fabrication | None:
    """Return the mark that stands on a case or waits to be confirmed."""
    return case.fabrications.filter(taken_back_at=None).first()


def lacks_to_mark_fabricated(case: Case, *, by: User) -> str:
    """Say what is missing before a case is said to be made up, beside a basis."""
    if by.institution_id:
        return _("The bureau says what was made up, never the unit complained of.")
    if stand_in(case, {by.pk}):
        return keeps_out()
    held = findings_that_hold().filter(case=case).order_by().values_list("finding", flat=True)
    if not findings.may_be_made_up(list(held)):
        return _("Made up is only what was found to be unsubstantiated, all of it, and holds.")
    return _("It is marked already.") if mark_of(case) else ""


def lacks_to_confirm_fabricated(case: Case, *, by: User) -> str:
    """Say what is missing before a second person says their word on a mark."""
    mark = case.fabrications.waiting().first()
    if mark is None:
        return _("Nobody said that it was made up, or somebody confirmed it already.")
    if by.institution_id:
        return _("The bureau says what was made up, never the unit complained of.")
    if stand_in(case, {by.pk}):
        return keeps_out()
    hands = handled([case.pk]) | found([case.pk])
    if not findings.may_confirm_made_up(by=by.pk, marked_by=mark.marked_by_id, handled=hands):
        return _("Somebody else confirms it: neither who marked it nor who handled the case.")
    return ""
