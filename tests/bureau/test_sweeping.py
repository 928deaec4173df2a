"""What a killed process left in the file store goes, and nothing else does."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from bureau import services, tasks
from bureau.services import sweeping
from tests.factories import IN_TIME

pytestmark = pytest.mark.django_db
LEFT = "ab/" + "0" * 30
A_DAY_ON = IN_TIME + timedelta(days=1, seconds=1)


@pytest.fixture(autouse=True)
def store(settings):
    fresh = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": fresh}


def write(*names):
    with time_machine.travel(IN_TIME, tick=False):
        for name in names:
            default_storage.save(name, ContentFile(b"sealed"))


def test_a_file_that_no_row_names_goes_after_a_day_and_the_log_says_which(caplog):
    write(LEFT)
    with time_machine.travel(IN_TIME, tick=False):
        kept = services.keep_file(name="a.xlsx", content=b"a", by=None, at=IN_TIME)

    assert services.sweep_files(at=IN_TIME + timedelta(hours=23)) == []
    with time_machine.travel(A_DAY_ON, tick=False):
        tasks.sweep_files()
        tasks.sweep_files()

    assert not default_storage.exists(LEFT)
    assert services.open_file(kept) == b"a"
    assert [one.message for one in caplog.records] == [f"deleted files that no row names: {LEFT}"]


def test_what_else_lies_in_the_store_stays():
    others = ["anchors/latest.json", "ab/notes.txt", "lost/" + "0" * 30, "readme.txt"]
    write(LEFT, *others)

    assert services.sweep_files(at=A_DAY_ON) == [LEFT]
    assert all(default_storage.exists(name) for name in others)


def test_before_the_first_file_there_is_nothing_to_sweep(settings, tmp_path):
    on_disk = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "not made yet")},
    }
    settings.STORAGES = {**settings.STORAGES, "default": on_disk}

    assert services.sweep_files(at=A_DAY_ON) == []


def test_where_no_row_names_a_great_many_it_is_the_database_that_is_wrong(caplog, monkeypatch):
    monkeypatch.setattr(sweeping, "MOST", 2)
    write(LEFT, "ab/" + "1" * 30, "cd/" + "0" * 30)

    assert services.sweep_files(at=A_DAY_ON) == []
    assert default_storage.exists(LEFT)
    assert "3 files are named by no row" in caplog.text
