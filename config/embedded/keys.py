"""The secrets of an installation that nobody set up by hand, made once and kept in var/."""

import base64
import os
import secrets
from pathlib import Path

from config.embedded.places import SetUpError, var

READABLE_BY_OWNER = 0o600


def secrets_file() -> Path:
    return var() / "secrets.env"


def fresh() -> dict[str, str]:
    """Return new values for the settings that have no default."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "SEAL_KEYS": f"k1:{_key()}",
        "HASH_KEY": _key(),
    }


def kept(*, sealed_data: Path | None) -> dict[str, str]:
    """Return this installation's secrets, made at the first call.

    :raises SetUpError: if they are gone while there are data that only they can open.
    """
    file = secrets_file()
    if not file.exists():
        if sealed_data and sealed_data.exists():
            raise SetUpError(
                f"{file} is missing, and only its keys open the data in {sealed_data}: put it "
                f"back, or start anew with `python3 run.py reset`."
            )
        write(file, "".join(f"{name}={value}\n" for name, value in fresh().items()))
    lines = file.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def write(file: Path, text: str) -> None:
    """Write a file that its owner alone may read, whole or not at all."""
    half = file.with_name(f"{file.name}.half")
    half.unlink(missing_ok=True)
    half.touch(READABLE_BY_OWNER, exist_ok=False)
    with half.open("w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    half.rename(file)


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
