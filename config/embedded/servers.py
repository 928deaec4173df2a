"""The database and the broker that a command needs: given, found running, or started for it."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded import broker as brokers
from config.embedded import keys, postgres
from config.embedded.accounts import broker_account, home, server_account
from config.embedded.binaries import find_postgres
from config.embedded.places import held, log_file, passable, var
from config.embedded.processes import Running
from config.embedded.supervisor import say


@dataclass
class Servers:
    """What was started, in that order, and the variables that point at all there is."""

    running: list[Running] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)

    def stop(self) -> None:
        while self.running:
            self.running.pop().stop()


@contextmanager
def ensure_servers(environ: MutableMapping[str, str] = os.environ) -> Iterator[None]:
    """Let the block run with a database and a broker in its environment.

    Where `DATABASE_URL` is set, nothing is done. Otherwise a running demo's servers are used, or
    else own ones are started, and stopped when no other command uses them any longer.
    """
    if environ.get("DATABASE_URL"):
        yield
        return
    with using_servers(environ, wait_for_others=True) as servers:
        environ.update(servers.environment)
        yield


@contextmanager
def using_servers(environ: Mapping[str, str], *, wait_for_others: bool) -> Iterator[Servers]:
    """Yield the servers of this installation, given, found or started; stop what was started."""
    folder = passable(var() / "embedded")
    users = folder / "users.lock"
    with ExitStack() as use:
        with held(folder / "start.lock"):
            # Whoever stops the servers holds this lock alone until they are gone.
            use.enter_context(held(users, shared=True))
            servers = _find_or_start(environ)
        try:
            yield servers
        finally:
            use.close()
            if servers.running:
                _stop(servers, users, wait_for_others)


def _stop(servers: Servers, users: Path, wait_for_others: bool) -> None:
    try:
        with held(users, wait=False) as alone:
            if alone or not wait_for_others:
                servers.stop()
                return
        say("Another command still uses the database: waiting for it to end.")
        with held(users):
            servers.stop()
    finally:
        servers.stop()


def _find_or_start(environ: Mapping[str, str]) -> Servers:
    cluster = None if environ.get("DATABASE_URL") else own_cluster()
    # Before the database is made: afterwards, missing keys would mean that they were lost.
    values = _defaults() | keys.kept(sealed_data=cluster.made if cluster else None)
    servers = Servers(environment={k: v for k, v in values.items() if not environ.get(k)})
    try:
        if cluster:
            if not cluster.made.exists():
                say(f"Making a PostgreSQL data folder: {cluster.folder}")
            _add_database(servers, cluster, log_file("postgres"))
        if not _names_a_broker(environ):
            broker = brokers.Broker(passable(var() / "broker"), broker_account())
            _add_broker(servers, broker, log_file("broker"))
    except BaseException:
        servers.stop()
        raise
    return servers


def _defaults() -> dict[str, str]:
    """What only this installation knows: it is reached on this machine, over plain HTTP."""
    return {
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "HTTPS": "false",
        "FILES_DIR": str(var() / "files"),
        "STATIC_DIR": str(var() / "static"),
    }


def own_cluster() -> postgres.Cluster:
    """Return this installation's own cluster, there or still to be made."""
    found = find_postgres()
    name = f"postgres-{found.major}"
    account = server_account(var() / "embedded" / name / "data")
    return postgres.Cluster(home(account) / name, found, account)


def _add_database(servers: Servers, cluster: postgres.Cluster, log: Path) -> None:
    port = postgres.running_port(cluster)
    if port is None:
        running, port = postgres.start(cluster, log=log)
        servers.running.append(running)
    servers.environment |= postgres.urls(cluster, port)


def _add_broker(servers: Servers, broker: brokers.Broker, log: Path) -> None:
    url = broker.running_url()
    if url:
        servers.environment["REDIS_URL"] = url
        return
    running, variables = brokers.start(broker, log=log)
    if running:
        servers.running.append(running)
    servers.environment |= variables


def _names_a_broker(environ: Mapping[str, str]) -> bool:
    return bool(environ.get("REDIS_URL") or environ.get("CELERY_BROKER_URL"))


@contextmanager
def throwaway_servers(
    environ: Mapping[str, str],
    *,
    installed: bool = False,
    settings: Mapping[str, str] = postgres.FOR_TESTS,
) -> Iterator[Servers]:
    """Yield new servers for one run, which end with it and leave nothing behind.

    Those that `environ` names are used instead. `installed` leaves the wheel's PostgreSQL out.
    """
    with _throwaway_folder() as folder:
        servers = Servers()
        try:
            if installed or not environ.get("DATABASE_URL"):
                found = find_postgres(installed=installed)
                account = server_account(folder / "postgres/data")
                cluster = postgres.Cluster(folder / "postgres", found, account, settings)
                _add_database(servers, cluster, folder / "postgres.log")
            if not _names_a_broker(environ):
                _add_broker(
                    servers, brokers.Broker(folder, broker_account()), folder / "broker.log"
                )
            yield servers
        finally:
            servers.stop()


@contextmanager
def _throwaway_folder() -> Iterator[Path]:
    parent = home(broker_account())
    with ExitStack() as at_the_end:
        with held(parent / "tests.lock"):
            _remove_left_behind(parent)
            folder = passable(Path(tempfile.mkdtemp(prefix="test-", dir=parent)))
            at_the_end.callback(shutil.rmtree, folder, ignore_errors=True)
            at_the_end.enter_context(held(folder / "lock"))
        yield folder


def _remove_left_behind(parent: Path) -> None:
    """Remove the folders of test runs that were killed: nobody holds their locks any longer."""
    for folder in parent.glob("test-*"):
        with held(folder / "lock", wait=False) as alone:
            if alone:
                shutil.rmtree(folder, ignore_errors=True)
