"""A web worker may die in the middle of a POST: nothing half is stored, and a second try works.

The server is a real one on the test's database, and its worker is killed as the kernel would.
"""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from os import kill
from pathlib import Path
from signal import SIGKILL
from threading import Thread

import pytest
from django.conf import settings as in_use
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from bureau.models import Act, IdempotencyRecord, StoredFile
from bureau.services import open_file
from config.embedded.processes import free_port
from followups.models import FollowUpRecord, MonthlyRegister, RegisterVersion, Upload
from followups.rules.words import UploadState
from followups.services.owed_months import register_of
from tests.callers import Caller, sent
from tests.config.test_broker_flushed import files as files
from tests.config.test_broker_flushed import started, wait_for
from tests.followups.pages import url
from tests.followups.uploads import table

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

# Into the body, into the work, and after the answer began, on a machine of whatever speed.
AFTER = [0, 0.02, 0.05, 0.1, 0.2, 0.4]
BOUNDARY = "a-boundary"


@pytest.fixture
def month():
    """The month that is handed in today, by the clock the server reads."""
    return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)


class Server:
    """gunicorn with one worker: whoever kills that stands before an empty counter."""

    def __init__(self, master, port):
        self.master, self.port = master, port

    @property
    def worker(self):
        children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()
        return int(children[0]) if children else 0

    def kill_worker(self):
        died = self.worker
        kill(died, SIGKILL)
        wait_for(lambda: self.worker not in {0, died})

    def post(self, path, body, headers):
        """Post, and return the answer's status and body; 0 where the line went dead."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request("POST", path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read()
        except (HTTPException, OSError):
            return 0, b""
        finally:
            line.close()

    def post_and_die(self, path, body, headers, *, after):
        asking = Thread(target=self.post, args=(path, body, headers))
        asking.start()
        time.sleep(after)
        self.kill_worker()
        asking.join(timeout=60)

    def half_a_post(self, path, body, headers):
        """Send half of a body, and let the worker die that waits for the rest."""
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{said}Content-Length: {len(body)}"
            line.sendall(f"{head}\r\n\r\n".encode() + body[: len(body) // 2])
            time.sleep(0.2)
            self.kill_worker()


@pytest.fixture
def server(files, tmp_path) -> Iterator[Server]:
    at = connection.settings_dict
    base = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST'] or 'localhost'}"
    port = free_port(8100)
    env = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"{base}:{at['PORT'] or 5432}/{at['NAME']}",
        "FILES_DIR": str(files), "DEBUG": "", "CELERY_BROKER_URL": "memory://",
        "SECRET_KEY": in_use.SECRET_KEY,
    }  # fmt: skip
    words = ["-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    with started([*words, "--no-control-socket", "--log-level", "critical"], **env) as master:
        served = Server(master.pid, port)
        wait_for(lambda: served.post("/login/", b"", {})[0])
        yield served


@contextmanager
def held(register):
    """Hold a register, so that whoever writes to it stands still in its transaction."""
    with transaction.atomic():
        MonthlyRegister.objects.select_for_update().get(pk=register.pk)
        yield


def waits_for_a_lock():
    with connection.cursor() as cursor:
        # A transaction reads who waits once and keeps it, unless told to look again.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone()[0] > 0


class Door:
    """One way in: where it is, what is sent, and who sends it."""

    def __init__(self, server, path, headers):
        self.server, self.path, self.headers = server, path, headers

    def body(self, number):
        raise NotImplementedError

    def try_twice(self, number, die):
        """Send something while the worker dies of `die`, then once more; return that answer."""
        headers = {**self.headers, "Idempotency-Key": f"round-{number}"}
        body = self.body(number)
        die(self.path, body, headers)
        return self.server.post(self.path, body, headers)

    def deaths(self):
        yield self.server.half_a_post
        for after in AFTER:
            yield lambda *said, after=after: self.server.post_and_die(*said, after=after)


class Upstairs(Door):
    """An officer's browser with a workbook."""

    content = table(["张三", "ZY1", "2026-10-05", "13800000001"])

    def body(self, number):
        head = 'Content-Disposition: form-data; name="workbook"; filename="a.xlsx"'
        kind = "Content-Type: application/octet-stream"
        start = f"--{BOUNDARY}\r\n{head}\r\n{kind}\r\n\r\n".encode()
        return start + self.content + f"\r\n--{BOUNDARY}--\r\n".encode()


class Downstairs(Door):
    """A hospital's system with rows."""

    def __init__(self, *said, month):
        super().__init__(*said)
        self.days = {"discharged_on": f"{month:%Y-%m}-05", "followed_on": f"{month:%Y-%m}-09"}

    def body(self, number):
        return json.dumps({"rows": [sent(number, **self.days)], "reason": "补交漏报"}).encode()


def test_a_workbook_whose_taker_is_killed_is_kept_whole_or_not_at_all_and_goes_in_again(
    server, hospital, officer, month
):
    client = Client()
    client.force_login(officer)
    token = "a" * 32
    cookie = f"sessionid={client.cookies[in_use.SESSION_COOKIE_NAME].value}; csrftoken={token}"
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    headers = {"Cookie": cookie, "X-CSRFToken": token, "Content-Type": kind}
    door = Upstairs(server, url("upload", hospital.code, month), headers)

    answers = [door.try_twice(number, die)[0] for number, die in enumerate(door.deaths())]

    assert answers == [302] * (len(AFTER) + 1)
    uploads = Upload.objects.all()
    assert len(answers) <= uploads.count() <= 2 * len(answers)
    assert {open_file(upload.file) for upload in uploads} == {door.content}
    assert set(uploads.values_list("state", flat=True)) == {UploadState.WAITING}
    assert Act.objects.filter(verb="receive_upload").count() == uploads.count()
    assert StoredFile.objects.count() == uploads.count()


def test_a_push_whose_taker_is_killed_counts_once_when_it_is_sent_again_with_its_key(
    server, hospital, month
):
    now = timezone.now()
    system = Caller(hospital, at=now, expires_on=now.date() + timedelta(days=90))
    said = {"Authorization": f"Bearer {system.token}", "Content-Type": "application/json"}
    path = f"/api/v1/registers/{month:%Y-%m}/submissions/"
    door = Downstairs(server, path, said, month=month)

    register = register_of(institution=hospital, month=month)

    def in_the_midst(*said):
        with held(register):
            asking = Thread(target=server.post, args=said)
            asking.start()
            wait_for(waits_for_a_lock)
            server.kill_worker()
        asking.join(timeout=60)
        assert not RegisterVersion.objects.exists()

    deaths = [in_the_midst, *door.deaths()]
    answers = [door.try_twice(number, die) for number, die in enumerate(deaths, start=1)]

    assert [status for status, _body in answers] == [201] * len(deaths)
    rounds = len(deaths)
    assert FollowUpRecord.objects.count() == RegisterVersion.objects.count() == rounds
    assert Upload.objects.count() == StoredFile.objects.count() == rounds
    assert IdempotencyRecord.objects.count() == rounds
