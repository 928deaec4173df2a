import base64
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2
import pytest
import redis

from config.embedded import accounts, binaries, broker, ensure_servers, keys, postgres
from config.embedded.binaries import find_postgres
from config.embedded.places import SetUpError, held
from config.embedded.processes import Account
from config.embedded.servers import throwaway_servers, using_servers

pytestmark = pytest.mark.long
PROJECT = Path(__file__).resolve().parents[2]
HOLD = """
import os, sys
from config.embedded import ensure_servers
with ensure_servers():
    print(os.environ["DATABASE_URL"], flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder():
    """A folder any account may pass through, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(prefix="manyi-tests-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def var(folder, monkeypatch):
    monkeypatch.setenv("MANYI_VAR", str(folder / "var"))
    return folder / "var"


@pytest.fixture(scope="module")
def servers():
    with throwaway_servers({}) as started:
        yield started


def ask(url, question):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        cursor = connection.cursor()
        cursor.execute(question)
        return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def account_of(running):
    return Path(f"/proc/{running.process.pid}").stat().st_uid


def test_the_servers_never_run_as_root(servers):
    assert len(servers.running) == 2
    assert 0 not in [account_of(running) for running in servers.running]


def test_the_servers_are_not_told_the_callers_secrets(servers):
    for running in servers.running:
        told = Path(f"/proc/{running.process.pid}/environ").read_bytes().split(b"\0")

        assert {line.partition(b"=")[0] for line in told} <= {b"PATH", b"LC_ALL", b""}


def test_what_the_owner_makes_is_shut_until_it_is_granted(servers):
    owner, runtime = (servers.environment[name] for name in ("DATABASE_OWNER_URL", "DATABASE_URL"))
    ask(owner, "CREATE TABLE filled (id serial PRIMARY KEY, words text)")

    for denied in ("SELECT * FROM filled", "DROP TABLE filled", "CREATE TABLE own (id int)"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(runtime, denied)

    ask(owner, "GRANT SELECT ON filled TO manyi_app")
    assert ask(runtime, "SELECT words FROM filled") == []


def test_a_database_made_later_has_the_extensions_at_hand(servers):
    owner = servers.environment["DATABASE_OWNER_URL"].removesuffix("manyi") + "later"
    ask(servers.environment["DATABASE_OWNER_URL"], "CREATE DATABASE later")

    for name in postgres.EXTENSIONS:
        ask(owner, f"CREATE EXTENSION {name}")


def test_the_database_speaks_utf_8_whatever_the_machines_locale(servers):
    url = servers.environment["DATABASE_URL"]

    assert ask(url, "SHOW server_encoding") == [("UTF8",)]
    assert ask(url, "SELECT upper('é'), datcollate FROM pg_database LIMIT 1") == [("É", "C.UTF-8")]


def test_the_broker_wants_its_password(servers):
    url = servers.environment["REDIS_URL"]
    password = url.split(":")[2].split("@")[0]
    bare = redis.Redis.from_url(url.replace(f":{password}@", ""))

    with pytest.raises(redis.AuthenticationError):
        bare.ping()
    bare.close()


def test_what_was_started_for_one_run_leaves_nothing(var):
    with throwaway_servers({}) as started:
        processes = [running.process for running in started.running]
        assert list(var.glob("embedded/test-*/postgres"))

    assert [process.poll() is not None for process in processes] == [True, True]
    assert list(var.rglob("test-*")) == []


def test_the_folder_of_a_killed_run_is_removed_and_that_of_a_living_one_kept(var):
    names = {"DATABASE_URL": "postgres://elsewhere", "REDIS_URL": "redis://elsewhere"}
    killed, living = (var / "embedded" / name for name in ("test-killed", "test-living"))
    for left in (killed, living):
        left.mkdir(parents=True)

    with held(living / "lock"), throwaway_servers(names) as started:
        assert (killed.exists(), living.exists()) == (False, True)

    assert started.running == []


def test_data_and_secrets_outlive_the_servers(var):
    with using_servers({}, wait_for_others=False) as first:
        ask(first.environment["DATABASE_OWNER_URL"], "CREATE TABLE kept AS SELECT 1 AS one")
        secret = first.environment["SECRET_KEY"]

    with using_servers({}, wait_for_others=False) as second:
        assert ask(second.environment["DATABASE_OWNER_URL"], "SELECT one FROM kept") == [(1,)]
        assert second.environment["SECRET_KEY"] == secret


def test_a_second_command_uses_the_first_ones_servers_and_is_waited_for(var):
    env = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    first, second = commands = [_hold(env), None]
    url = first.stdout.readline().strip()
    second = commands[1] = _hold(env)

    assert second.stdout.readline().strip() == url
    first.stdin.close()
    with pytest.raises(subprocess.TimeoutExpired):
        first.wait(1)
    assert ask(url, "SELECT 1") == [(1,)]
    second.stdin.close()
    assert [_end(command) for command in (second, first)] == [0, 0]
    with pytest.raises(psycopg2.OperationalError):
        ask(url, "SELECT 1")


def _hold(env):
    return subprocess.Popen(
        [sys.executable, "-c", HOLD],
        cwd=PROJECT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _end(command):
    command.stdout.close()
    return command.wait(20)


def test_nothing_is_started_where_a_database_is_named(var):
    environ = {"DATABASE_URL": "postgres://elsewhere"}

    with ensure_servers(environ):
        assert environ == {"DATABASE_URL": "postgres://elsewhere"}

    assert not var.exists()


def test_what_the_environment_says_wins(var):
    given = {"SECRET_KEY": "mine", "REDIS_URL": "redis://mine", "DATABASE_URL": "postgres://mine"}

    with using_servers(given, wait_for_others=False) as found:
        assert found.running == []
        assert not given.keys() & found.environment.keys()


def test_keys_are_made_once_and_for_their_owner_alone(var):
    made = keys.kept(sealed_data=None)

    assert keys.kept(sealed_data=None) == made
    assert keys.secrets_file().stat().st_mode & 0o777 == 0o600
    sealing, finding = made["SEAL_KEYS"].removeprefix("k1:"), made["HASH_KEY"]
    assert [len(base64.b64decode(key)) for key in (sealing, finding)] == [32, 32]


def test_lost_keys_are_not_replaced_while_something_is_sealed_with_them(var, folder):
    with pytest.raises(SetUpError, match=r"secrets\.env is missing"):
        keys.kept(sealed_data=folder)


def test_a_half_made_cluster_is_made_anew(folder):
    cluster = postgres.Cluster(
        folder / "postgres", find_postgres(), accounts.broker_account(), postgres.FOR_TESTS
    )
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("18\n")

    running, port = postgres.start(cluster, log=folder / "log")

    assert ask(postgres.urls(cluster, port)["DATABASE_URL"], "SELECT 1") == [(1,)]
    assert postgres.running_port(cluster) == port
    running.stop()
    assert postgres.running_port(cluster) is None


def test_a_server_that_cannot_start_says_why(folder):
    broken = {**postgres.FOR_TESTS, "shared_buffers": "none"}
    cluster = postgres.Cluster(
        folder / "postgres", find_postgres(), accounts.broker_account(), broken
    )

    with pytest.raises(SetUpError, match="shared_buffers"):
        postgres.start(cluster, log=folder / "log")


@pytest.mark.parametrize("whose", ["dead", "zombie", "other"])
def test_what_a_dead_server_left_lying_is_removed(folder, whose):
    zombie = subprocess.Popen(["true"])
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
    pid = {"dead": 2**22 + 1, "zombie": zombie.pid, "other": os.getpid()}[whose]
    cluster = postgres.Cluster(folder, find_postgres(), Account())
    cluster.data.mkdir()
    left = cluster.data / "postmaster.pid"
    left.write_text(f"{pid}\n{cluster.data}\n0\n5432\n\n127.0.0.1\n\nready\n")

    assert postgres.running_port(cluster) is None

    assert not left.exists()
    zombie.wait()


@pytest.mark.skipif(not list(binaries._installed_postgres()), reason="no PostgreSQL is installed")
def test_an_installed_postgresql_serves_as_well(var):
    with throwaway_servers({"REDIS_URL": "redis://elsewhere"}, installed=True) as started:
        url = started.environment["DATABASE_OWNER_URL"]

        for name in postgres.EXTENSIONS:
            ask(url, f"CREATE EXTENSION {name}")

        assert ask(url, "SHOW server_encoding") == [("UTF8",)]


def test_without_a_broker_the_queue_is_a_folder(monkeypatch, folder):
    monkeypatch.setattr(broker, "find_broker", lambda: None)

    running, variables = broker.start(broker.Broker(folder, Account()), log=folder / "log")

    assert running is None
    assert variables == {
        "CELERY_BROKER_URL": "filesystem://",
        "CELERY_BROKER_DIR": str(folder / "queue"),
    }


def test_a_broker_is_found_again_and_a_stranger_on_its_port_is_not_taken_for_it(servers, folder):
    url = servers.environment["REDIS_URL"]
    known = broker.Broker(folder, Account())

    keys.write(known.address_file, f'{{"url": "{url}"}}')
    assert known.running_url() == url

    keys.write(known.address_file, f'{{"url": "{url.replace("redis://:", "redis://:x")}"}}')
    assert known.running_url() is None
