"""What happens on the ground floor: one function, one transaction each."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import chain, count

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import (
    CalendarDay,
    CalendarYear,
    Institution,
    Job,
    OfficerAssignment,
    Section,
    StoredFile,
    User,
)
from bureau.rules import DayKind, JobState, Role, SectionCode
from bureau.sealing import keyring, place


def keep_file(*, name: str, content: bytes, by: User | None, at: datetime) -> StoredFile:
    """Keep a file as it came, encrypted, with the hash of its clear content."""
    stored = StoredFile(
        name=name[-255:],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        by=by,
        at=at,
    )
    sealed = keyring().seal(content, place("bureau_storedfile.content", stored.id))
    default_storage.save(stored.storage_name, ContentFile(sealed))
    stored.save(force_insert=True)
    return stored


def open_file(stored: StoredFile | None) -> bytes:
    """Read a kept file's clear content. Who calls this has checked that the reader may.

    :raises SealBroken: if the file in the store is not the one that was kept.
    :raises StoredFile.DoesNotExist: if there is none.
    """
    if stored is None:
        raise StoredFile.DoesNotExist
    with default_storage.open(stored.storage_name) as sealed:
        return keyring().open(sealed.read(), place("bureau_storedfile.content", stored.id))


def queue_job(*, kind: str, by: User | None, institution: Institution | None, at: datetime) -> Job:
    return Job.objects.create(kind=kind, by=by, institution=institution, created_at=at)


def report_progress(job: Job, *, done: int, total: int) -> None:
    """Note how far a job has come; one that is over says so and stays as it ended."""
    under_way = Job.objects.filter(pk=job.pk, finished_at__isnull=True)
    under_way.update(state=JobState.RUNNING, done=done, total=total)


def finish_job(job: Job, *, at: datetime, failure: str = "") -> None:
    """Close a job, once: a job that is over stays as it ended."""
    state = JobState.FAILED if failure else JobState.DONE
    Job.objects.filter(pk=job.pk, finished_at__isnull=True).update(
        state=state, failure=failure[:500], finished_at=at
    )


@transaction.atomic
def load_calendar_year(
    *, year: int, holidays: Mapping[date, str], makeup_days: Mapping[date, str], source: str
) -> int:
    """Replace one year of the calendar by what a notice says; return how many days it names."""
    CalendarDay.objects.filter(day__year=year).delete()
    days = [
        CalendarDay(day=day, kind=kind, name=name)
        for kind, named in ((DayKind.HOLIDAY, holidays), (DayKind.MAKEUP, makeup_days))
        for day, name in sorted(named.items())
    ]
    CalendarDay.objects.bulk_create(days)
    CalendarYear.objects.update_or_create(year=year, defaults={"source": source})
    return len(days)


def set_preferences(*, user: User, language: str, large_text: bool) -> None:
    user.language = language
    user.large_text = large_text
    user.save(update_fields=["language", "large_text"])


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
    officer = User.objects.create_user(
        username=next(username for username in names if username not in taken),
        password=None,
        name=name,
        section=section,
    )
    officer.groups.add(Group.objects.get_or_create(name=Role.LIAISON.value)[0])
    return officer
