"""Who looks after which institution: assigned from a day on, ended on a day, each with its act."""

from datetime import date, datetime, timedelta
from itertools import chain, count

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import Institution, OfficerAssignment, Section, User
from bureau.rules import Role, SectionCode
from bureau.services.acts import Doer, record_act
from bureau.services.directory import DirectoryError
from bureau.services.people import open_account

A_DAY = timedelta(days=1)


@transaction.atomic
def assign_officer(
    *, institution: Institution, officer: User, from_on: date, by: Doer | None, at: datetime
) -> OfficerAssignment:
    """Let an officer of the bureau look after an institution from a day on.

    Who does so already goes on, and nothing changes. Another officer's assignment ends the day
    before; one that began on the very day passes on.

    :raises DirectoryError: if the account is an institution's, or closed.
    """
    _one_after_the_other()
    if officer.institution_id or not officer.is_active:
        raise DirectoryError(_("An institution is looked after by an officer of the bureau."))
    assignments = OfficerAssignment.objects.filter(institution=institution)
    current = assignments.on(from_on).select_related("officer").first()
    if current and current.officer == officer:
        return current
    before = current.officer.name if current else ""
    assignment = current if current and current.from_on == from_on else None
    if assignment is None:
        following = assignments.filter(from_on__gt=from_on).order_by("from_on").first()
        to_on = following.from_on - A_DAY if following else None
        assignment = OfficerAssignment(institution=institution, from_on=from_on, to_on=to_on)
        _end_before(current, from_on)
    assignment.officer = officer
    assignment.save()
    record_act(
        verb="assign_officer", kind="institution", no=institution.code, by=by, at=at,
        institution=institution, before=before[:40], after=officer.name[:40],
        facts={"from_on": from_on.isoformat()},
    )  # fmt: skip
    return assignment


def _end_before(current: OfficerAssignment | None, day: date) -> None:
    if current:
        current.to_on = day - A_DAY
        current.save(update_fields=["to_on"])


@transaction.atomic
def assign_officer_named(
    *, institution: Institution, name: str, from_on: date, by: Doer | None, at: datetime
) -> OfficerAssignment:
    """Let the bureau officer of that name look after an institution, as the bureau's sheet has it.

    An officer without an account gets one that nobody can log in to before a password is set; an
    account there is keeps the roles it has.

    :raises DirectoryError: if several officers have that name.
    """
    section = _one_after_the_other()
    assignments = OfficerAssignment.objects.filter(institution=institution)
    current = assignments.on(from_on).select_related("officer").first()
    if current and current.officer.name == name:
        return current
    officer = _officer(name) or _new_officer(name, institution, section, by=by, at=at)
    return assign_officer(institution=institution, officer=officer, from_on=from_on, by=by, at=at)


@transaction.atomic
def end_assignment(
    *, assignment: OfficerAssignment, to_on: date, by: Doer | None, at: datetime, why: str = ""
) -> OfficerAssignment:
    """End an assignment after a day. Asked again for the same day nothing changes.

    :raises DirectoryError: if the day is before its first, or after the day it ends on already.
    """
    _one_after_the_other()
    assignment = OfficerAssignment.objects.select_related("institution", "officer").get(
        pk=assignment.pk
    )
    if assignment.to_on == to_on:
        return assignment
    if to_on < assignment.from_on:
        raise DirectoryError(_("An assignment cannot end before it begins."))
    if assignment.to_on is not None and to_on > assignment.to_on:
        raise DirectoryError(_("This assignment ends earlier. Assign the officer anew from then."))
    assignment.to_on = to_on
    assignment.save(update_fields=["to_on"])
    record_act(
        verb="end_assignment", kind="institution", no=assignment.institution.code, by=by, at=at,
        institution=assignment.institution, before=assignment.officer.name[:40], why=why,
        facts={"to_on": to_on.isoformat()},
    )  # fmt: skip
    return assignment


def _one_after_the_other() -> Section:
    """Let assignments wait for each other, or two at once would open two accounts for one."""
    return Section.objects.select_for_update(no_key=True).get(code=SectionCode.MEDICAL_ADMIN)


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
