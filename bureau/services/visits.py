"""How many patients an institution saw in a year: entered, and put right, each with its act."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import Institution, InstitutionVisits, User
from bureau.models.visits import FIRST_YEAR, MOST_VISITS
from bureau.services.acts import record_act
from bureau.services.directory import DirectoryError


@transaction.atomic
def note_visits(
    *, institution: Institution, year: int, visits: int, source: str, by: User, at: datetime
) -> InstitutionVisits:
    """Enter the visits of patients of a year, or put them right. The same again changes nothing.

    :raises DirectoryError: for a year to come, no visits at all, or without a source.
    """
    source = source.strip()
    if not FIRST_YEAR <= year <= timezone.localdate(at).year:
        raise DirectoryError(_("Please write a year that has begun."))
    if not 1 <= visits <= MOST_VISITS:
        raise DirectoryError(_("Please write how many visits there were, as a number."))
    if not source:
        raise DirectoryError(_("Please write from which statistics the number is."))
    # One after the other for an institution: the second sees what the first entered.
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    found = InstitutionVisits.objects.filter(institution=institution, year=year).first()
    if found and (found.visits, found.source) == (visits, source):
        return found
    before = found.visits if found else None
    row = found or InstitutionVisits(institution=institution, year=year)
    row.visits, row.source, row.entered_by, row.entered_at = visits, source, by, at
    row.save()
    record_act(
        verb="note_visits", kind="institutionvisits", no=row.pk, by=by, at=at,
        institution=institution, before="" if before is None else str(before), after=str(visits),
        facts={"year": year, "source": source},
    )  # fmt: skip
    return row
