"""A job ends with what it was for: nothing is left that the health check waits for in vain."""

from datetime import timedelta

import pytest

from bureau import health
from bureau.invariants import LONGEST_JOB, breaches
from bureau.models import Job
from followups import services
from followups.rules.words import UploadState
from followups.services import uploads
from tests.factories import IN_TIME, OCTOBER
from tests.followups.uploads import BAD_PHONES, checked, corrected, table

LATER = IN_TIME + LONGEST_JOB + timedelta(minutes=1)


def left_over():
    assert ("queue" in health.ages(at=LATER).late) is Job.objects.filter(finished_at=None).exists()
    return [one.where.split()[1] for one in breaches(at=LATER) if one.rule.startswith("job")]


def received(hospital):
    return services.receive_upload(
        institution=hospital, month=OCTOBER, name="a.xlsx", content=table(), by=None, at=IN_TIME
    )


@pytest.mark.long
def test_a_file_laid_aside_before_it_was_read_leaves_no_job_behind(hospital):
    upload = received(hospital)
    assert left_over() == [str(upload.job_id)]

    for _ in range(2):
        services.withdraw_upload(upload=upload, by=None, at=IN_TIME)

    assert (left_over(), services.requeue_stuck_uploads(at=LATER)) == ([], [])


def test_one_laid_aside_while_it_was_read_leaves_none_either(hospital, monkeypatch):
    upload, read = received(hospital), uploads._read

    def meanwhile(one):
        services.withdraw_upload(upload=upload, by=None, at=IN_TIME)
        return read(one)

    monkeypatch.setattr(uploads, "_read", meanwhile)
    upload = services.check_upload(upload, at=IN_TIME)

    assert (upload.state, left_over()) == (UploadState.WITHDRAWN, [])


@pytest.mark.long
@pytest.mark.parametrize("step", ["submitted", "corrected", "withdrawn"])
def test_a_marked_copy_that_was_overtaken_leaves_no_job_behind(hospital, step):
    upload = checked(hospital, table(*BAD_PHONES, ["ZY00003", "王某", "2026-10-05", "13800000003"]))
    job = services.order_marked_copy(upload=upload, by=None, at=IN_TIME)
    assert left_over() == [str(job.pk)]

    if step == "submitted":
        services.submit_upload(upload=upload, by=None, at=IN_TIME)
    elif step == "corrected":
        corrected(upload, {2: {"phone": "13800000001"}})
    else:
        services.withdraw_upload(upload=upload, by=None, at=IN_TIME)

    assert left_over() == []


def test_a_reading_and_its_job_are_over_together_or_not_at_all(hospital, monkeypatch):
    def breaks(*_given, **_more):
        raise MemoryError

    upload = received(hospital)
    monkeypatch.setattr(uploads, "finish_job", breaks)
    with pytest.raises(MemoryError):
        services.check_upload(upload, at=IN_TIME)

    upload.refresh_from_db()
    assert upload.state == UploadState.READING
