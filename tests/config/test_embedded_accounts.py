import os
import pwd
import shutil
import tempfile
from pathlib import Path

import pytest

from config.embedded import accounts, binaries, postgres
from config.embedded.binaries import Postgres, find_postgres
from config.embedded.places import SetUpError
from config.embedded.processes import Account

pytestmark = pytest.mark.long

AS_ROOT = os.geteuid() == 0
NOBODY = Account(pwd.getpwnam("nobody").pw_uid, pwd.getpwnam("nobody").pw_gid)


@pytest.fixture
def folder():
    """A folder any account may pass through, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(prefix="manyi-tests-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.mark.parametrize(
    "installed", [(), (Postgres(Path("/old"), 14),)], ids=["none", "one that is too old"]
)
def test_without_a_postgresql_one_is_asked_for(monkeypatch, installed):
    monkeypatch.setattr(binaries, "_package_folder", lambda name: None)
    monkeypatch.setattr(binaries, "_installed_postgres", lambda: iter(installed))

    with pytest.raises(SetUpError, match="Set DATABASE_URL"):
        find_postgres()


@pytest.mark.skipif(not AS_ROOT, reason="only root has to step down")
def test_as_root_the_owner_of_the_data_runs_the_server(folder):
    daemon = pwd.getpwnam("daemon")
    os.chown(folder, daemon.pw_uid, daemon.pw_gid)

    assert accounts.server_account(folder) == Account(daemon.pw_uid, daemon.pw_gid)
    assert accounts.server_account(folder / "new") == NOBODY


def test_another_accounts_data_are_not_touched(folder, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)

    with pytest.raises(SetUpError, match="belongs to another account"):
        accounts.server_account(folder)


@pytest.mark.parametrize("uid", [0, 54321], ids=["root without a nobody", "a number"])
def test_without_an_account_to_run_as_a_database_is_asked_for(folder, monkeypatch, uid):
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    for ask_for in ("getpwuid", "getpwnam"):
        monkeypatch.setattr(pwd, ask_for, {}.__getitem__)

    with pytest.raises(SetUpError, match="Set DATABASE_URL"):
        accounts.server_account(folder / "new")


@pytest.mark.skipif(not AS_ROOT, reason="only root's projects are closed to their servers")
def test_in_a_closed_project_the_servers_live_in_the_temporary_folder(folder, monkeypatch):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("MANYI_VAR", str(closed / "var"))
    found = find_postgres()
    moved = [shutil.copytree(part, closed / part.name) for part in found.needs]
    programs = closed / found.programs.relative_to(found.needs[0].parent)
    hidden = Postgres(programs, found.major, tuple(moved))

    home = accounts.home(NOBODY)
    cluster = postgres.Cluster(home / "postgres", hidden, NOBODY, postgres.FOR_TESTS)
    running, port = postgres.start(cluster, log=folder / "log")

    assert home.parent == folder
    assert Path(running.process.args[0]).is_relative_to(home)
    assert len(list(home.glob("programs-*"))) == 1
    assert postgres.running_port(cluster) == port
    running.stop()


@pytest.mark.skipif(not AS_ROOT, reason="only root's projects are closed to their servers")
def test_a_strangers_folder_in_the_temporary_one_is_refused(folder, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("MANYI_VAR", str(folder / "closed/var"))
    (folder / "closed").mkdir(mode=0o700)
    accounts.outside_home().symlink_to("/")

    with pytest.raises(SetUpError, match="in the way"):
        accounts.home(NOBODY)
