"""Which section takes what falls to nobody."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import DutySection, Section
from bureau.services.acts import Doer, record_act

A_DAY = timedelta(days=1)


class DirectoryError(Exception):
    """An anticipated refusal, worded for the person at the screen."""


@transaction.atomic
def assign_duty_section(
    *, section: Section, from_on: date, by: Doer | None, at: datetime, why: str = ""
) -> DutySection:
    """Put a section on duty from a day on; the one before is on duty up to the day before.

    The section that is on duty on that day already stays so, and nothing changes. A duty that
    began on the very day passes on. So there is one on every day.

    :raises DirectoryError: if another section is to take over later.
    """
    # One after the other: the sections are few and locked in one order.
    list(Section.objects.select_for_update(no_key=True).order_by("pk"))
    current = DutySection.objects.select_related("section").on(from_on).get()
    if current.section == section:
        return current
    if current.to_on is not None:
        raise DirectoryError(
            _("Another section takes over on %(day)s. Enter a day from then on.")
            % {"day": current.to_on + A_DAY}
        )
    before, duty = current.section, current
    if current.from_on != from_on:
        current.to_on = from_on - A_DAY
        current.save(update_fields=["to_on"])
        duty = DutySection(from_on=from_on)
    duty.section = section
    duty.save()
    record_act(
        verb="assign_duty_section", kind="section", no=section.code, by=by, at=at, why=why,
        before=before.name[:40], after=section.name[:40], facts={"from_on": from_on.isoformat()},
    )  # fmt: skip
    return duty
