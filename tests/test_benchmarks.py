"""What the benchmarks measure with, and that they can be run on any day."""

import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from benchmarks import api_push, the_tenth
from benchmarks.memory import run_watched
from config.celery import app
from followups import services
from followups.models import FollowUpRecord, Upload
from tests.factories import InstitutionFactory

SAMPLE = next((Path(__file__).parent / "samples").glob("01*"))

TAKES = "taken = b'x' * (60 << 20); import time; time.sleep(0.3); print('done')"
TAKES_WITH_A_CHILD = (
    f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {TAKES!r}]); "
    f"{TAKES}; child.wait()"
)


def test_a_child_counts_beside_its_parent():
    _told, alone = run_watched([sys.executable, "-c", TAKES])
    _told, both = run_watched([sys.executable, "-c", TAKES_WITH_A_CHILD])

    assert 60 < alone < 100
    assert 120 < both < 200


def test_what_fails_is_no_measurement():
    with pytest.raises(subprocess.CalledProcessError):
        run_watched([sys.executable, "-c", "raise SystemExit(3)"])


@pytest.fixture
def years_later():
    with time_machine.travel("2031-05-03T02:00:00+00:00", tick=True):
        yield


def test_the_tenth_can_be_measured_years_later(db, years_later, monkeypatch):
    monkeypatch.setattr(the_tenth, "ROWS", 3)
    house = InstitutionFactory(kind="township_center")

    upload = the_tenth.hand_in(house, the_tenth._workbook())
    services.check_upload(Upload.objects.get(pk=upload), at=timezone.now())
    the_tenth.submit_as_they_are_checked([upload])

    assert FollowUpRecord.objects.count() == 3


def test_the_push_can_be_measured_years_later(db, years_later):
    with api_push.as_on_that_day():
        push, _size = api_push._prepared("api", SAMPLE.read_bytes())
        push()

    assert FollowUpRecord.objects.count() == 412


def test_workers_that_end_at_once_are_not_waited_for(monkeypatch):
    monkeypatch.setattr(the_tenth.sys, "executable", "/bin/false")
    monkeypatch.setattr(app.control, "ping", lambda **options: [])

    with pytest.raises(RuntimeError), the_tenth._workers(1):
        raise AssertionError
