"""Who looks after which institution, and which section takes what falls to nobody."""

from datetime import date, datetime, timedelta
from itertools import chain, count

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import DutySection, Institution, OfficerAssignment, Section, User
from bureau.rules import Role, SectionCode
from bureau.services.acts import Doer, record_act
from bureau.services.people import open_account

A_DAY = timedelta(days=1)


class DirectoryError(Exception):
    """An anticipated refusal, worded for the person at the screen."""


@transaction.atomic
def assign_officer(
    *, institution: Institution, name: str, from_on: date, by: Doer | None, at: datetime
) -> OfficerAssignment:
    """Let the bureau officer of that name look after an institution from a day on.

    If an officer of that name does so already, nothing changes. Another officer's assignment
    ends the day before; one that began on the very day passes on. An officer without an account
    gets one that nobody can log in to before a password is set; an account there is keeps the
    roles it has.

    :raises DirectoryError: if several officers have that name.
    """
    # One assignment after the other, or two at once would open two accounts for one officer.
    section = Section.objects.select_for_update(no_key=True).get(code=SectionCode.MEDICAL_ADMIN)
    assignments = OfficerAssignment.objects.filter(institution=institution)
    current = assignments.on(from_on).select_related("officer").first()
    if current and current.officer.name == name:
        return current
    officer = _officer(name) or _new_officer(name, institution, section, by=by, at=at)
    before = current.officer.name if current else ""
    if current and current.from_on == from_on:
        assignment = current
    else:
        assignment = OfficerAssignment(institution=institution, from_on=from_on)
        following = assignments.filter(from_on__gt=from_on).order_by("from_on").first()
        assignment.to_on = following.from_on - A_DAY if following else None
    if current and assignment is not current:
        current.to_on = from_on - A_DAY
        current.save(update_fields=["to_on"])
    assignment.officer = officer
    assignment.save()
    record_act(
        verb="assign_officer", kind="institution", no=institution.code, by=by, at=at,
        institution=institution, before=before[:40], after=name[:40],
        facts={"from_on": from_on.isoformat()},
    )  # fmt: skip
    return assignment


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


def _officer(name: str) -> User | None:
    known = list(User.objects.filter(institution__isnull=True, is_active=True, name=name))
    if len(known) > 1:
        raise DirectoryError(
            _("%(n)s officers are called %(name)s. Assign one of them under liaison assignments.")
            % {"n": len(known), "name": name}
        )
    return known[0] if known else None


def _new_officer(
    name: str, institution: Institution, section: Section, *, by: Doer | None, at: datetime
) -> User:
    stem = f"officer-{institution.code}"
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return open_account(
        username=next(username for username in names if username not in taken),
        name=name,
        roles=[Role.LIAISON],
        section=section,
        by=by,
        at=at,
    )
