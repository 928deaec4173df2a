"""Who looks after which institution."""

from datetime import date, timedelta
from itertools import chain, count

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import Institution, OfficerAssignment, Section, User
from bureau.rules import Role, SectionCode
from bureau.services.people import open_account


class DirectoryError(Exception):
    """An anticipated refusal, worded for the person at the screen."""


@transaction.atomic
def assign_officer(*, institution: Institution, name: str, from_on: date) -> OfficerAssignment:
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
    officer = _officer(name) or _new_officer(name, institution, section)
    if current and current.from_on == from_on:
        current.officer = officer
        current.save(update_fields=["officer"])
        return current
    if current:
        current.to_on = from_on - timedelta(days=1)
        current.save(update_fields=["to_on"])
    following = assignments.filter(from_on__gt=from_on).order_by("from_on").first()
    return OfficerAssignment.objects.create(
        officer=officer,
        institution=institution,
        from_on=from_on,
        to_on=following.from_on - timedelta(days=1) if following else None,
    )


def _officer(name: str) -> User | None:
    known = list(User.objects.filter(institution__isnull=True, is_active=True, name=name))
    if len(known) > 1:
        raise DirectoryError(
            _("%(n)s officers are called %(name)s. Assign one of them under liaison assignments.")
            % {"n": len(known), "name": name}
        )
    return known[0] if known else None


def _new_officer(name: str, institution: Institution, section: Section) -> User:
    stem = f"officer-{institution.code}"
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return open_account(
        username=next(username for username in names if username not in taken),
        name=name,
        roles=[Role.LIAISON],
        section=section,
    )
