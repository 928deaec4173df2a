"""Jobs: run twice, run late, told by nobody; a fault of ours is said at once."""

from datetime import UTC, datetime

import pytest
import time_machine

from bureau.rules import JobState
from followups import services, tasks
from followups.models import MonthReport, SpotCheck, Upload
from followups.rules.words import ReportKind, UploadState
from followups.services import uploads as reading
from tests.factories import IN_TIME, OCTOBER, rows, submitted

ON_THE_12TH = datetime(2026, 11, 12, 2, tzinfo=UTC)


def received(institution, content):
    return services.receive_upload(
        institution=institution, month=OCTOBER, name="a.xlsx", content=content, by=None, at=IN_TIME
    )


def state_of(upload):
    return Upload.objects.get(pk=upload.pk).state


def test_a_told_worker_checks_the_file_and_told_again_does_nothing(township, sample):
    upload = received(township, sample("03"))

    for _ in range(2):
        tasks.check_upload(str(upload.pk))

    upload.refresh_from_db()
    assert (upload.state, upload.rows_new, upload.attempts) == (UploadState.CHECKED, 58, 1)


def test_a_fault_of_ours_is_told_to_the_person_and_left_to_the_log(hospital, monkeypatch):
    upload = received(hospital, b"")

    def broken(content):
        raise ZeroDivisionError

    monkeypatch.setattr(reading, "read_workbook", broken)
    with pytest.raises(ZeroDivisionError):
        tasks.check_upload(str(upload.pk))

    upload.refresh_from_db()
    assert (upload.state, upload.job.state) == (UploadState.FAILED, JobState.FAILED)


@pytest.mark.long
def test_the_sweep_takes_up_what_no_worker_was_told_of(hospital, township):
    uploads = [received(hospital, b""), received(township, b"")]

    tasks.check_waiting_uploads()
    tasks.check_waiting_uploads()

    assert [state_of(upload) for upload in uploads] == [UploadState.REFUSED] * 2


def test_the_sweep_takes_up_what_a_dead_worker_had(hospital):
    upload = received(hospital, b"")
    Upload.objects.filter(pk=upload.pk).update(
        state=UploadState.READING, taken_up_at=IN_TIME, attempts=1
    )

    with time_machine.travel(ON_THE_12TH):
        tasks.check_waiting_uploads()

    upload.refresh_from_db()
    assert (upload.state, upload.attempts) == (UploadState.REFUSED, 2)


def test_one_file_that_breaks_us_does_not_keep_the_sweep_from_the_others_for_ever(
    hospital, township, monkeypatch
):
    """The first sweep ends with the fault; the file is failed by then, and the next goes on."""
    poison, good = received(hospital, b"poison"), received(township, b"")
    read_workbook = reading.read_workbook

    def sometimes(content):
        if content == b"poison":
            raise ZeroDivisionError
        return read_workbook(content)

    monkeypatch.setattr(reading, "read_workbook", sometimes)
    with pytest.raises(ZeroDivisionError):
        tasks.check_waiting_uploads()
    tasks.check_waiting_uploads()

    assert [state_of(poison), state_of(good)] == [UploadState.FAILED, UploadState.REFUSED]


@pytest.mark.long
def test_the_marked_copy_is_made_once_however_often_the_job_runs(hospital, sample):
    upload = received(hospital, sample("04-一行一个问题.xlsx"))
    tasks.check_upload(str(upload.pk))
    services.order_marked_copy(upload=upload, by=None, at=IN_TIME)

    tasks.mark_problems(str(upload.pk))
    upload.refresh_from_db()
    copy = upload.marked_copy
    tasks.mark_problems(str(upload.pk))

    upload.refresh_from_db()
    assert copy is not None
    assert upload.marked_copy == copy


@pytest.mark.long
def test_the_tick_closes_what_is_due_by_now_and_the_next_tick_nothing_more(hospital):
    submitted(hospital, rows(3))

    with time_machine.travel(ON_THE_12TH):
        tasks.reconcile_registers()
        tasks.reconcile_registers()

    assert [report.kind for report in MonthReport.objects.all()] == [ReportKind.FINAL]
    assert SpotCheck.objects.count() == 1


def test_a_hint_reaches_a_worker_only_once_the_row_stands(
    hospital, django_capture_on_commit_callbacks
):
    upload = received(hospital, b"")

    with django_capture_on_commit_callbacks(execute=True):
        tasks.hint(tasks.check_upload, str(upload.pk))
        assert state_of(upload) == UploadState.WAITING

    assert state_of(upload) == UploadState.REFUSED


def test_without_a_broker_the_hint_is_lost_and_nothing_else(
    hospital, django_capture_on_commit_callbacks, monkeypatch, caplog
):
    upload = received(hospital, b"")

    def unreachable(*arguments):
        raise tasks.check_upload.OperationalError

    monkeypatch.setattr(tasks.check_upload, "delay", unreachable)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.hint(tasks.check_upload, str(upload.pk))

    assert state_of(upload) == UploadState.WAITING
    assert "the sweep will find it" in caplog.text
