"""Whoever reads or commits a register may die or freeze at any moment: all of it counts, or none.

Each worker is a process of its own on the test's database, and killed as the kernel would.
"""

import time
from datetime import timedelta
from signal import SIGCONT, SIGKILL, SIGSTOP

import pytest
from django.utils import timezone

from followups import services
from followups.models import FollowUpRecord, RegisterRow, RegisterVersion, Upload
from followups.rules.words import UploadState
from tests.config.test_broker_flushed import files as files
from tests.factories import IN_TIME, OCTOBER
from tests.followups.test_reminders_killed import (
    started,
    wait_for,
    whatever_must_hold_holds_afterwards,
)

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

READ = "from followups.tasks import check_upload as run; run({pk!r})"
SUBMIT = """
from datetime import datetime
from followups import services
from followups.models import Upload
upload = Upload.objects.get(pk={pk!r})
open({ready!r}, "w").close()
services.submit_upload(upload=upload, by=None, at=datetime.fromisoformat({at!r}))
"""
ROWS = 412
invariants = whatever_must_hold_holds_afterwards


@pytest.fixture
def worker(files):
    """Start whatever works on an upload, where it finds its file."""

    def start(code, upload):
        told = {"pk": str(upload.pk), "at": IN_TIME.isoformat(), "ready": str(files / "ready")}
        code = code.format(**told)
        env = {"DJANGO_SETTINGS_MODULE": "config.settings", "FILES_DIR": str(files)}
        return started(code, at=IN_TIME, **env)

    return start


@pytest.fixture
def handed_in(files, hospital, sample):
    return services.receive_upload(
        institution=hospital, month=OCTOBER, name="a.xlsx", content=sample("01"), by=None,
        at=IN_TIME,
    )  # fmt: skip


def state(upload):
    return Upload.objects.get(pk=upload.pk).state


def kill(process):
    process.send_signal(SIGKILL)
    process.wait(timeout=60)


def read_to_the_end(worker, upload):
    """Take the file up again, as the sweep does once a worker was away too long."""
    services.requeue_stuck_uploads(at=timezone.now() + timedelta(hours=2))
    assert worker(READ, upload).wait(timeout=120) == 0


@pytest.mark.parametrize("after", [0, 0.3, 0.8])
def test_a_reader_killed_at_any_moment_leaves_nothing_half_and_the_next_reads_all(
    worker, handed_in, after
):
    reader = worker(READ, handed_in)
    wait_for(lambda: state(handed_in) != UploadState.WAITING)
    time.sleep(after)
    kill(reader)

    staged = RegisterRow.objects.filter(upload=handed_in)
    assert staged.count() == (ROWS if state(handed_in) == UploadState.CHECKED else 0)

    read_to_the_end(worker, handed_in)
    assert (state(handed_in), staged.count()) == (UploadState.CHECKED, ROWS)


def test_a_reader_frozen_while_another_reads_its_file_changes_nothing_when_it_wakes(
    worker, handed_in
):
    frozen = worker(READ, handed_in)
    wait_for(lambda: state(handed_in) != UploadState.WAITING)
    frozen.send_signal(SIGSTOP)

    read_to_the_end(worker, handed_in)
    before = list(RegisterRow.objects.order_by("number").values_list("pk", "number"))
    frozen.send_signal(SIGCONT)
    frozen.wait(timeout=120)

    assert state(handed_in) == UploadState.CHECKED
    assert len(before) == ROWS
    assert list(RegisterRow.objects.order_by("number").values_list("pk", "number")) == before


@pytest.mark.parametrize("after", [0, 0.05, 0.15, 0.4])
def test_whoever_is_killed_while_submitting_leaves_all_rows_or_none(
    worker, handed_in, files, after
):
    services.check_upload(handed_in, at=IN_TIME)
    submitting = worker(SUBMIT, handed_in)
    wait_for((files / "ready").exists)
    time.sleep(after)
    kill(submitting)

    stands = RegisterVersion.objects.count()
    assert FollowUpRecord.objects.count() == ROWS * stands
    assert (state(handed_in) == UploadState.SUBMITTED) is bool(stands)

    services.submit_upload(upload=handed_in, by=None, at=IN_TIME)
    assert (RegisterVersion.objects.count(), FollowUpRecord.objects.count()) == (1, ROWS)
