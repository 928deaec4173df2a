"""A broker that forgets everything: what was to be done stands in rows, and is done once.

The broker is a real one, and so are the worker and whoever hints at work: processes of their own.
"""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from django.db import connection
from django.utils import timezone

from bureau.models import Act, Delivery, ExportRequest
from bureau.rules import ExportState
from bureau.sending import DeliveryState, Urgency
from bureau.services import tell
from config.embedded.servers import throwaway_servers
from followups.models import Upload
from followups.rules.words import UploadState
from tests.bureau.smtp_stub import mail_server
from tests.bureau.test_exports import asked
from tests.bureau.test_notices import telling
from tests.factories import UserFactory, rows, submitted
from tests.followups.uploads import received

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

PROJECT = Path(__file__).resolve().parents[2]
# What the pages hint at, and then, for each line that comes in, what two beats call for.
HINTS = """
import sys, django; django.setup()
from bureau.tasks import build_export, send_notices, tend_exports
from followups.tasks import check_upload, check_waiting_uploads
from followups.models import Upload
from bureau.models import ExportRequest
for upload in Upload.objects.filter(state="waiting"):
    check_upload.delay(str(upload.pk))
for request in ExportRequest.objects.all():
    build_export.delay(str(request.pk))
send_notices.delay()
print("told", flush=True)
for _line in sys.stdin:
    for sweep in (check_waiting_uploads, tend_exports, send_notices) * 2:
        sweep.delay()
    print("swept", flush=True)
"""
WORKER = ["-m", "celery", "-A", "config", "worker", "-P", "solo", "-l", "ERROR"]


@pytest.fixture
def files(settings, tmp_path):
    """Keep files where the worker finds them too."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    return tmp_path


@pytest.fixture
def work(files, hospital, clerk):
    """Two files that wait to be read, a list to be built and three letters to be sent."""
    ago = timezone.now() - timedelta(minutes=5)
    submitted(hospital, rows(3))
    sample = next((PROJECT / "tests/samples").glob("04-一行一个问题.xlsx")).read_bytes()
    for name in ("a.xlsx", "b.xlsx"):
        received(hospital, sample, at=ago, name=name)
    asked(clerk, at=ago)
    for n in range(3):
        reader = UserFactory(email=f"reader{n}@example.org")
        tell(telling(reader, cause=f"told {n}", urgency=Urgency.SAFETY), at=ago)


@pytest.fixture(scope="module")
def broker():
    """Start a broker of our own; the database is the tests'."""
    with throwaway_servers({"DATABASE_URL": "postgres://the-tests"}) as servers:
        if "REDIS_URL" not in servers.environment:
            pytest.skip("no program for a broker is installed here")
        yield servers.environment["REDIS_URL"]


@contextmanager
def started(words, **env):
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=PROJECT, env={**os.environ, **env}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def say(process, expected, line=None):
    if line:
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
    assert process.stdout.readline().strip() == expected


def wait_for(condition):
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def all_is_done():
    return (
        not Upload.objects.filter(state__in=[UploadState.WAITING, UploadState.READING]).exists()
        and ExportRequest.objects.get().state == ExportState.READY
        and not Delivery.objects.exclude(state=DeliveryState.SENT).exists()
    )


def test_what_a_flushed_broker_forgot_is_done_from_rows_and_once(broker, files, work):
    settings = connection.settings_dict
    url = (
        f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST'] or 'localhost'}"
        f":{settings['PORT'] or 5432}/{settings['NAME']}"
    )
    env = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": url, "DATABASE_OWNER_URL": url,
        "REDIS_URL": broker, "CELERY_BROKER_URL": broker, "FILES_DIR": str(files),
    }  # fmt: skip
    with (
        redis.Redis.from_url(broker) as queue,
        mail_server() as post,
        started(["-c", HINTS], **env) as beats,
    ):
        say(beats, "told")
        assert queue.llen("celery") == 4
        queue.flushall()
        say(beats, "swept", "the beats call")
        with started(WORKER, **env, EMAIL_URL=f"smtp://127.0.0.1:{post.port}"):
            wait_for(all_is_done)
            say(beats, "swept", "and call again")
            wait_for(lambda: not queue.llen("celery") and not queue.hlen("unacked"))

        assert post.to == [f"reader{n}@example.org" for n in range(3)]
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
    waited = Upload.objects.filter(file__name__in=["a.xlsx", "b.xlsx"])
    assert set(waited.values_list("state", "attempts")) == {(UploadState.CHECKED, 1)}
    assert ExportRequest.objects.get().attempts == 1
    assert Act.objects.filter(verb="build_export").count() == 1
