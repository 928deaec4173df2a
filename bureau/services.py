"""What happens on the ground floor: one function, one transaction each."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from bureau.models import CalendarDay, CalendarYear, Institution, Job, StoredFile, User
from bureau.rules import DayKind, JobState
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


def open_file(stored: StoredFile) -> bytes:
    """Read a kept file's clear content. Who calls this has checked that the reader may.

    :raises SealBroken: if the file in the store is not the one that was kept.
    """
    with default_storage.open(stored.storage_name) as sealed:
        return keyring().open(sealed.read(), place("bureau_storedfile.content", stored.id))


def queue_job(*, kind: str, by: User | None, institution: Institution | None, at: datetime) -> Job:
    return Job.objects.create(kind=kind, by=by, institution=institution, created_at=at)


def report_progress(job: Job, *, done: int, total: int) -> None:
    """Note how far a job has come, at once and for everybody to see."""
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, done=done, total=total)


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
