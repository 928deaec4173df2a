"""Two schedulers, a dead one, a worker killed while it sends, clocks that jump: nothing doubled.

Each run is a process of its own on the test's database, and killed as the kernel would.
"""

import os
import subprocess
import sys
import time
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from signal import SIGKILL

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from bureau.due import LevelKind
from bureau.models import Act, Delivery, DueStep, Notice
from bureau.rules import Role
from bureau.sending import DeliveryState
from followups import services
from followups.models import MonthlyRegister
from tests.bureau.smtp_stub import mail_server
from tests.factories import IN_TIME, OCTOBER, InstitutionFactory, UserFactory, rows, submitted

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

PROJECT = Path(__file__).resolve().parents[2]
ON_THE_11TH = datetime.fromisoformat("2026-11-11T08:30:00+08:00")
REMIND = "from followups.tasks import remind_of_registers as run; run(at={at!r})"
TEN_MORE_TIMES = """
from datetime import datetime, timedelta
from followups.tasks import remind_of_registers
for minutes in range(6, 66, 6):
    at = datetime.fromisoformat({at!r}) + timedelta(minutes=minutes)
    remind_of_registers(at=at.isoformat())
"""
SEND = """
from datetime import datetime
from bureau import services
from bureau.channels import Email
from bureau.selectors import work_calendar
services.send_due(channel=Email(), at=datetime.fromisoformat({at!r}), calendar=work_calendar())
"""
DJANGO = "import django; django.setup()\n"


def started(code, *, at, **env):
    settings = connection.settings_dict
    url = (
        f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST'] or 'localhost'}"
        f":{settings['PORT'] or 5432}/{settings['NAME']}"
    )
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        **env,
    }
    words = [sys.executable, "-c", DJANGO + code.format(at=at.isoformat())]
    return subprocess.Popen(words, cwd=PROJECT, env=env)


def run(code, *, at, **env):
    assert started(code, at=at, **env).wait(timeout=120) == 0


def wait_for(condition):
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.002)


def escalations():
    return DueStep.objects.filter(level_kind=LevelKind.ESCALATE, kind="register")


@pytest.fixture(autouse=True)
def whatever_must_hold_holds_afterwards():
    yield
    with time_machine.travel(ON_THE_11TH + timedelta(days=1)):
        call_command("check_invariants", stdout=StringIO())


@pytest.fixture
def overdue():
    """Two hundred registers that are not in, looked after by four liaison officers."""
    houses = InstitutionFactory.create_batch(200, kind="township_center")
    for part in range(4):
        UserFactory(
            roles=[Role.LIAISON],
            looks_after=houses[part::4],
            email=f"officer{part}@example.org",
        )
    services.open_month(OCTOBER, at=IN_TIME)
    return MonthlyRegister.objects.all()


def add_one_more():
    """Add a register that comes last of all, looked after as well."""
    house = InstitutionFactory(kind="township_center")
    UserFactory(roles=[Role.LIAISON], looks_after=[house], email="nobody@example.org")
    services.open_month(OCTOBER, at=IN_TIME)
    return MonthlyRegister.objects.get(institution=house)


def test_two_hundred_overdue_things_are_escalated_once_each_whoever_dies(overdue):
    closed = add_one_more()

    first, second = (started(REMIND, at=ON_THE_11TH) for _ in range(2))
    wait_for(lambda: escalations().count() >= 120)
    os.kill(second.pid, SIGKILL)
    # Both have asked what is due, and neither has come to this one.
    submitted(closed.institution, rows(1), at=ON_THE_11TH)
    assert (first.wait(timeout=120), second.wait(timeout=10)) == (0, -SIGKILL)
    run(TEN_MORE_TIMES, at=ON_THE_11TH)

    assert escalations().filter(is_skipped=False).count() == 200
    assert Notice.objects.filter(subject_kind="register").count() == 200
    assert Act.objects.filter(verb="take_due_level", object_kind="register").count() == 200
    assert not Notice.objects.filter(subject_no=closed.no).exists()
    with mail_server() as server:
        for minutes in (75, 75, 80):
            run(SEND, at=ON_THE_11TH + timedelta(minutes=minutes), EMAIL_URL=address(server))
    assert server.to == [f"officer{n}@example.org" for n in range(4)]


def address(server):
    return f"smtp://127.0.0.1:{server.port}"


def test_schedulers_that_all_die_are_made_up_for_by_the_next(overdue):
    for enough in (40, 90):
        one = started(REMIND, at=ON_THE_11TH)
        wait_for(lambda enough=enough: escalations().count() >= enough)
        os.kill(one.pid, SIGKILL)
        one.wait(timeout=10)
        assert Notice.objects.filter(subject_kind="register").count() == escalations().count()

    run(REMIND, at=ON_THE_11TH + timedelta(hours=2))

    assert escalations().count() == 200
    assert Notice.objects.filter(subject_kind="register").count() == 200
    assert {letter.notices.count() for letter in Delivery.objects.all()} == {50}


def test_a_worker_killed_while_it_sends_leaves_one_letter_unknown_and_none_sent_twice(overdue):
    run(REMIND, at=ON_THE_11TH)
    sending_at = ON_THE_11TH + timedelta(minutes=15)
    with mail_server() as server:
        killed = started(SEND, at=sending_at, EMAIL_URL=address(server))
        # The message is in, and the worker has not heard so.
        server.taken = lambda: len(server.arrived) == 2 and os.kill(killed.pid, SIGKILL)
        assert killed.wait(timeout=60) == -SIGKILL
        for minutes in (1, 5, 30, 60):
            run(SEND, at=sending_at + timedelta(minutes=minutes), EMAIL_URL=address(server))

    assert server.to == [f"officer{n}@example.org" for n in range(4)]
    states = sorted(Delivery.objects.values_list("state", flat=True))
    assert states == [DeliveryState.SENT] * 3 + [DeliveryState.UNKNOWN]


def test_clocks_that_jump_and_machines_elsewhere_double_nothing(overdue):
    jumps = [(0, "Asia/Shanghai"), (1440, "UTC"), (-60, "America/New_York"), (5, "UTC")]
    for minutes, zone in jumps:
        run(REMIND, at=ON_THE_11TH + timedelta(minutes=minutes), TZ=zone)

    assert escalations().count() == 200
    assert Notice.objects.filter(subject_kind="register").count() == 200
