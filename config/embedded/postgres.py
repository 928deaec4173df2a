"""A PostgreSQL of our own: made, started on a loopback port, known again, never run as root."""

import json
import secrets
import shutil
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from config.embedded.accounts import give
from config.embedded.binaries import Postgres
from config.embedded.keys import write
from config.embedded.places import SetUpError, passable
from config.embedded.processes import Account, Running, free_port, is_running, spawn

SUPERUSER, OWNER, RUNTIME = "postgres", "manyi_owner", "manyi_app"
DATABASE = "manyi"
FIRST_WITH_BUILTIN_LOCALE = 17
FIRST_WITH_INITDB_SETTINGS = 16
START_WITHIN = 60.0
TRIES = 3
EXTENSIONS = ("btree_gist", "pg_trgm")

ALWAYS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    # Containers give /dev/shm 64 MB or nothing.
    "dynamic_shared_memory_type": "mmap",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
}
# What a power cut may destroy, a test run does not miss.
FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """A data folder with its passwords, for one major version and one account."""

    folder: Path
    postgres: Postgres
    account: Account
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def passwords_file(self) -> Path:
        return self.folder / "passwords.json"

    @property
    def made(self) -> Path:
        """The mark that the cluster was made to its end, roles and database included."""
        return self.folder / "made"


def start(cluster: Cluster, *, log: Path) -> tuple[Running, int]:
    """Start the cluster, made first if need be; return the server and its port.

    :raises SetUpError: if it does not come up, with the last lines of its log.
    """
    if not cluster.made.exists():
        _make(cluster)
    running, port = _start(cluster, log)
    if not cluster.made.exists():
        try:
            _make_roles(cluster, port)
        except BaseException:
            running.stop()
            raise
        cluster.made.touch()
    return running, port


def urls(cluster: Cluster, port: int) -> dict[str, str]:
    """Return where the runtime role and the owner reach the database."""
    passwords = json.loads(cluster.passwords_file.read_text())
    return {
        variable: f"postgres://{role}:{passwords[role]}@127.0.0.1:{port}/{DATABASE}"
        for variable, role in (("DATABASE_URL", RUNTIME), ("DATABASE_OWNER_URL", OWNER))
    }


def running_port(cluster: Cluster, *, within: float = START_WITHIN) -> int | None:
    """Return the port of the server that runs on these data, or nothing.

    One that is coming up or going down is waited for. What a dead or zombie server left lying
    is removed, or it would keep the next one from starting.

    :raises SetUpError: if a server neither comes up nor goes.
    """
    end = time.monotonic() + within
    while time.monotonic() < end:
        lines = _lock_file(cluster)
        if not lines:
            return None
        if len(lines) > 7 and lines[7].strip() == "ready":
            return int(lines[3])
        time.sleep(0.1)
    raise SetUpError(f"The PostgreSQL server on {cluster.data} neither starts nor stops: end it.")


def _lock_file(cluster: Cluster) -> list[str]:
    file = cluster.data / "postmaster.pid"
    try:
        lines = file.read_text().splitlines()
    except FileNotFoundError:
        return []
    if lines and is_running(int(lines[0]), with_words=str(cluster.data)):
        return lines
    file.unlink(missing_ok=True)
    return []


def _make(cluster: Cluster) -> None:
    """Run initdb; a data folder that an earlier run left half made is thrown away."""
    shutil.rmtree(cluster.folder, ignore_errors=True)
    passable(cluster.folder)
    passwords = {role: secrets.token_hex(24) for role in (SUPERUSER, OWNER, RUNTIME)}
    write(cluster.passwords_file, json.dumps(passwords))
    cluster.data.mkdir(mode=0o700)
    give(cluster.data, cluster.account)
    with _password_file(cluster, passwords[SUPERUSER]) as password_file:
        log = cluster.folder / "initdb.log"
        running = spawn(
            "initdb",
            [*_initdb(cluster), f"--pwfile={password_file}"],
            env=_environment(),
            log=log,
            account=cluster.account,
        )
        try:
            code = running.process.wait()
        finally:
            running.stop()
    if code:
        raise SetUpError(f"PostgreSQL could not make its data folder:\n{running.last_words()}")


def _initdb(cluster: Cluster) -> list[str | Path]:
    major = cluster.postgres.major
    argv: list[str | Path] = [
        cluster.postgres.program("initdb", cluster.account),
        f"--pgdata={cluster.data}",
        f"--username={SUPERUSER}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-instructions",
    ]
    if major >= FIRST_WITH_BUILTIN_LOCALE:
        argv += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    if major >= FIRST_WITH_INITDB_SETTINGS:
        argv.append("--set=dynamic_shared_memory_type=mmap")
    if cluster.settings.get("fsync") == "off":
        argv.append("--no-sync")
    return argv


@contextmanager
def _password_file(cluster: Cluster, password: str) -> Iterator[Path]:
    file = cluster.folder / "superuser"
    write(file, password)
    give(file, cluster.account)
    try:
        yield file
    finally:
        file.unlink()


def _environment() -> dict[str, str]:
    """Nothing of the caller's: its secrets are no business of the servers' account."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}


def _start(cluster: Cluster, log: Path) -> tuple[Running, int]:
    program = cluster.postgres.program("postgres", cluster.account)
    for _attempt in range(TRIES):  # another process may take the port before the server does
        port = free_port()
        settings = {**ALWAYS, **cluster.settings, "port": str(port)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        running = spawn(
            "database",
            [program, "-D", cluster.data, *options],
            env=_environment(),
            log=log,
            account=cluster.account,
            # Ends sessions at once, writes everything down, and leaves nothing to recover.
            stop_signal=signal.SIGINT,
            patience=30,
        )
        if _comes_up(cluster, running, port):
            return running, port
        running.stop()
    raise SetUpError(f"PostgreSQL does not start:\n{running.last_words()}")


def _comes_up(cluster: Cluster, running: Running, port: int) -> bool:
    end = time.monotonic() + START_WITHIN
    while running.process.poll() is None and time.monotonic() < end:
        try:
            with _superuser(cluster, port, "postgres"):
                return True
        except psycopg2.OperationalError:
            time.sleep(0.05)
    return False


@contextmanager
def _superuser(cluster: Cluster, port: int, database: str) -> Iterator[Any]:
    passwords = json.loads(cluster.passwords_file.read_text())
    connection = psycopg2.connect(
        host="127.0.0.1",
        port=port,
        dbname=database,
        user=SUPERUSER,
        password=passwords[SUPERUSER],
        sslmode="disable",
        connect_timeout=5,
    )
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor
    finally:
        with suppress(psycopg2.Error):
            connection.close()


def _make_roles(cluster: Cluster, port: int) -> None:
    """Make both roles and the database. What the runtime role may, `migrate` grants (`rights`)."""
    passwords = json.loads(cluster.passwords_file.read_text())
    with _superuser(cluster, port, "template1") as cursor:
        _require_extensions(cursor)
        for role, may in ((OWNER, "CREATEDB"), (RUNTIME, "NOCREATEDB")):
            cursor.execute(f"CREATE ROLE {role} LOGIN {may} PASSWORD %s", [passwords[role]])
    with _superuser(cluster, port, "postgres") as cursor:
        cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")


def _require_extensions(cursor: Any) -> None:
    cursor.execute("SELECT name FROM pg_available_extensions")
    missing = set(EXTENSIONS) - {name for (name,) in cursor.fetchall()}
    if missing:
        raise SetUpError(
            f"This PostgreSQL lacks {', '.join(sorted(missing))}: install its contrib package."
        )
