"""Whom the servers run as, and where that account can keep its data."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from config.embedded.places import SetUpError, passable, var
from config.embedded.processes import Account

USE_OWN_SERVER = "Set DATABASE_URL to a PostgreSQL server of your own"


def server_account(data: Path) -> Account:
    """Return whom PostgreSQL runs as: never root, and always the owner of data that are there.

    :raises SetUpError: if there is no such account.
    """
    me = os.geteuid()
    owner = data.stat().st_uid if data.exists() else me
    if me == 0:
        return _instead_of_root(owner)
    if owner != me:
        raise SetUpError(
            f"{data} belongs to another account: run this as that account, or as root."
        )
    try:
        pwd.getpwuid(me)
    except KeyError:
        raise SetUpError(
            f"PostgreSQL refuses to run as uid {me}, which has no account here. {USE_OWN_SERVER}."
        ) from None
    return Account()


def _instead_of_root(owner: int) -> Account:
    try:
        entry = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    except KeyError:
        raise SetUpError(
            f"PostgreSQL refuses to run as root, and there is no account to run it as. "
            f"{USE_OWN_SERVER}, or run this as an ordinary user."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def broker_account() -> Account:
    """Return whom the broker runs as: not root where that can be had, but it does not insist."""
    if os.geteuid() != 0:
        return Account()
    try:
        return _instead_of_root(0)
    except SetUpError:
        return Account()


def can_reach(account: Account, path: Path) -> bool:
    """Test if the account may enter the folder, or run the file.

    :raises SetUpError: if this process may not act for the account at all.
    """
    if account.uid is None:
        return os.access(path, os.X_OK)
    try:
        # Asked of the kernel, which knows of access lists and of every folder on the way.
        answer = subprocess.run(
            ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)], cwd="/", **account.options()
        )
    except PermissionError:
        raise SetUpError(
            f"This root may not act for another account. {USE_OWN_SERVER}, or run "
            f"this as an ordinary user."
        ) from None
    return answer.returncode == 0


def home(account: Account) -> Path:
    """Return the folder under which the account can keep data.

    It is in var/; where the account cannot get there (a project under /root), it is a folder of
    root's in the temporary one, always the same for the same project.
    """
    inside = passable(var() / "embedded")
    if can_reach(account, inside):
        return inside
    outside = _own_folder(outside_home())
    if not can_reach(account, outside):
        raise SetUpError(f"The account of the servers can enter neither {inside} nor {outside}.")
    return outside


def _own_folder(path: Path) -> Path:
    """Make the folder, in a place where anybody may have put something of that name before."""
    with suppress(FileExistsError):
        path.mkdir()
    found = path.lstat()
    if found.st_uid != os.geteuid() or not stat.S_ISDIR(found.st_mode):
        raise SetUpError(f"{path} is in the way and not ours: remove it.")
    return passable(path)


def outside_home() -> Path:
    return Path(tempfile.gettempdir()) / f"manyi-{short_name(var())}"


def short_name(path: Path) -> str:
    return hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]


def give(path: Path, account: Account) -> None:
    """Make the account the owner of a file or folder."""
    if account.uid is not None:
        os.chown(path, account.uid, -1 if account.gid is None else account.gid)


def reachable(program: Path, account: Account, *, needs: tuple[Path, ...] = ()) -> Path:
    """Return the program where the account can run it, copied with the folders it needs if it must.

    The folders in `needs` stand beside each other; the program is in one of them, or alone.
    """
    if can_reach(account, program):
        return program
    sources = needs or (program,)
    # By time, so that another version of the package is another copy.
    name = f"programs-{short_name(sources[0])}-{int(sources[0].stat().st_mtime)}"
    copies = passable(home(account) / name)
    for source in sources:
        _copy(source, copies / source.name)
    return copies / program.relative_to(sources[0].parent)


def _copy(source: Path, target: Path) -> None:
    """Copy a file or a folder so that half a copy never bears the name of a whole one."""
    if target.exists():
        return
    half = target.with_name(f"{target.name}.half")
    if source.is_dir():
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(source, half, symlinks=True)
        _open_to_all(half)
    else:
        shutil.copy2(source, half)
        half.chmod(0o755)
    half.rename(target)


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if mode & stat.S_IXUSR else 0o444))
