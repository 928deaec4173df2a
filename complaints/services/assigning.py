"""Whose hands a case is in: one unit leads, others assist, each with the text it was given."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from bureau.models import Institution, User
from complaints.models import Assignment, Case
from complaints.selectors.as_of import MOVED
from complaints.services.acts import record_case_act


def assign_units(
    case: Case, lead: Institution, assisting: Sequence[Institution], by: User, at: datetime
) -> None:
    """Put a locked case into the hands of units, with the case's own text.

    A unit that has it already reads the new text. Another one that led until now assists if it
    was chosen to, and else has it no longer.
    """
    _take_the_lead(case, lead, assisting, by, at)
    for unit in (lead, *assisting):
        Assignment.objects.update_or_create(
            case=case,
            institution=unit,
            returned_at=None,
            defaults={"is_lead": unit == lead, "text": case.dispatch_text},
            create_defaults={
                "is_lead": unit == lead, "text": case.dispatch_text, "by": by, "at": at,
            },
        )  # fmt: skip


def _take_the_lead(
    case: Case, lead: Institution, assisting: Sequence[Institution], by: User, at: datetime
) -> None:
    """Take the lead from whoever has it, if another one gets it: only one leads at a time."""
    led = case.assignments.filter(returned_at=None, is_lead=True).exclude(institution=lead).first()
    if led is None:
        return
    if led.institution in assisting:
        led.is_lead = False
        led.save(update_fields=["is_lead"])
        return
    led.returned_at, led.returned_by = at, by
    led.return_reason = _("Given to %(house)s instead.") % {"house": lead}
    led.save(update_fields=["returned_at", "returned_by", "return_reason"])


def now_about(case: Case, institution: Institution) -> dict[str, str]:
    """Say that a locked case is about an institution; return what its act keeps of that."""
    was = case.institution_id
    if was == institution.pk:
        return {}
    case.institution, case.department = institution, None
    return moved_from(case, was)


def moved_from(case: Case, was: int | None) -> dict[str, str]:
    """Let whoever is named and tied to no record go with a locked case to the house that it is
    about now; return what its act keeps of the other one.

    What counted for the other house up to now goes on counting there.
    """
    case.people.filter(staff=None).update(institution=case.institution)
    return {MOVED: str(was or "")}


def take_back(case: Case, why: str, by: User, at: datetime) -> None:
    """Take a locked case from every unit that has it."""
    held = case.assignments.filter(returned_at=None)
    held.update(returned_at=at, returned_by=by, return_reason=why)


def take_from_handler(case: Case, by: User, at: datetime) -> None:
    """Make a locked case nobody's: whoever handled it may not see it from now on."""
    if case.handler is None:
        return
    facts = {"from": str(case.handler.pk), "to": ""}
    case.handler = None
    case.save(update_fields=["handler"])
    record_case_act(case, "take_case", by=by, at=at, facts=facts)
