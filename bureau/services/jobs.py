"""Long work, and how far it has come."""

from datetime import datetime

from django.conf import settings
from django.db.models import F

from bureau.models import Institution, Job
from bureau.rules import JobState
from bureau.sentences import in_each_language
from bureau.services.acts import Doer, client_of, user_of

LONGEST = 500


def queue_job(*, kind: str, by: Doer | None, institution: Institution | None, at: datetime) -> Job:
    return Job.objects.create(
        kind=kind, by=user_of(by), client=client_of(by), institution=institution, created_at=at
    )


def report_progress(job: Job, *, done: int, total: int) -> None:
    """Note how far a job has come; one that is over says so and stays as it ended."""
    under_way = Job.objects.filter(pk=job.pk, finished_at__isnull=True)
    under_way.update(state=JobState.RUNNING, done=done, total=total)


def finish_job(job: Job, *, at: datetime, failure: object = "", result_url: str = "") -> None:
    """Close a job, once: a job that is over stays as it ended.

    `failure` is kept in each language, where it is anything that `str()` says in the reader's.
    """
    under_way = Job.objects.filter(pk=job.pk, finished_at__isnull=True)
    if failure:
        words = in_each_language(lambda: failure)
        said = {code: text[:LONGEST] for code, text in words.items()}
        failed = {"failure": said[settings.LANGUAGE_CODE], "failure_in": said}
        under_way.update(state=JobState.FAILED, finished_at=at, **failed)
    else:
        # What is done is done to the last step, however many were told on the way.
        under_way.update(
            state=JobState.DONE, done=F("total"), result_url=result_url, finished_at=at
        )
