"""What the benchmarks measure with, and that they can be run on any day."""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from benchmarks import api_push, goals, the_tenth
from benchmarks.memory import run_watched
from benchmarks.sweeping import sweep
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


@contextmanager
def a_snapshot_of_before(seconds):
    """Look at the data base from a second connection, for so long."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1")
    end = Timer(seconds, other.connection.close)
    end.start()
    try:
        yield
    finally:
        end.cancel()
        other.close()


@pytest.fixture
def filled():
    """Fill a table by hand; it is not there for whoever began to look before."""
    with connection.cursor() as cursor:
        yield lambda: cursor.execute("CREATE TABLE swept AS SELECT generate_series(1, 1000)")
        cursor.execute("DROP TABLE swept")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_table_is_swept_as_soon_as_nobody_looks_at_what_was_before(filled):
    with a_snapshot_of_before(0.3):
        filled()
        sweep("swept")

    with connection.cursor() as cursor:
        cursor.execute("SELECT relallvisible, relpages FROM pg_class WHERE relname = 'swept'")
        marked, pages = cursor.fetchone()
    assert marked == pages > 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_table_that_cannot_be_swept_says_who_holds_it_back(filled):
    with a_snapshot_of_before(5):
        filled()
        with pytest.raises(TimeoutError, match="client backend"):
            sweep("swept", patience=0.1)


def test_goals_end_in_one_table(monkeypatch, capsys):
    monkeypatch.setattr(goals, "TOLD", [])
    goals.tell("API push", wanted="at most 2.0×", measured="0.82×", is_met=True)
    goals.tell("import", wanted="at most 200 MB", measured="233 MB", is_met=False)

    assert "  met      API push: at most 2.0×, measured 0.82×" in capsys.readouterr().out
    assert list(goals.table(goals.TOLD)) == [
        "goal      wanted          measured",
        "API push  at most 2.0×    0.82×     MET",
        "import    at most 200 MB  233 MB    NOT MET",
    ]
