"""The locks: every package of `pyproject.toml` at one version, known by the hashes of its files.

One file for each layer, the later ones pinned to what the earlier ones say.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from config.embedded.places import PROJECT, SetUpError

BASE = "base"
LAYERS = (BASE, "embedded", "test", "dev")
OLDEST_PYTHON = "3.11"
HEADER = "# Made by `python3 run.py lock` from pyproject.toml. Change that, not this.\n"
PIP_TO_UV = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
# Nothing of where the packages came from: neither an address nor a folder.
FOREIGN = re.compile(r"://|^ *-(?!-hash=sha256:)|/", re.MULTILINE)


def lock(arguments: Sequence[str], project: Path = PROJECT) -> int:
    """Write the lock of each layer; what is locked stays as it is, unless `--upgrade` is given."""
    wanted = layers(project)
    with tempfile.TemporaryDirectory() as folder:
        everything = Path(folder) / "everything.txt"
        everything.write_text("".join(_pins(project)))
        _compile([*chain(*wanted.values())], everything, arguments)
        for layer, requirements in wanted.items():
            made = Path(folder) / f"{layer}.txt"
            _compile(requirements, made, ["--generate-hashes", "--constraint", str(everything)])
            lock_file(layer, project).write_text(HEADER + clean(made.read_text()))
    return 0


def layers(project: Path = PROJECT) -> dict[str, list[str]]:
    """Return the direct dependencies of each layer."""
    declared = tomllib.loads((project / "pyproject.toml").read_text())["project"]
    extras = declared.get("optional-dependencies", {})
    return {BASE: declared["dependencies"]} | {name: extras[name] for name in LAYERS[1:]}


def lock_file(layer: str, project: Path = PROJECT) -> Path:
    return project / "requirements" / f"{layer}.txt"


def clean(text: str) -> str:
    """Return the text of a lock as it is.

    :raises SetUpError: if it says where a package came from.
    """
    found = FOREIGN.search(text)
    if found:
        line = text[: found.end()].count("\n") + 1
        raise SetUpError(f"The lock would hold an address or a path, in line {line}.")
    return text


def _pins(project: Path) -> list[str]:
    """Return what is locked now, without hashes: uv keeps to it where it can."""
    texts = (lock_file(layer, project) for layer in LAYERS)
    lines = [line for file in texts if file.exists() for line in file.read_text().splitlines()]
    return sorted({line.rstrip(" \\") + "\n" for line in lines if re.match(r"\w", line)})


def _compile(requirements: Sequence[str], target: Path, options: Sequence[str]) -> None:
    argv = [f"{sys.prefix}/bin/uv", "pip", "compile", "-", "--output-file", str(target)]
    argv += ["--universal", "--python-version", OLDEST_PYTHON, "--no-cache", "--quiet"]
    argv += ["--no-header", "--no-annotate", *options]
    answer = subprocess.run(argv, input="\n".join(requirements), text=True, env=_registry())
    if answer.returncode:
        raise SetUpError("uv could not make the lock; its reasons stand above.")


def _registry() -> dict[str, str]:
    """Return an environment in which uv asks the registry that pip is set up for.

    Additional places are left out: what they lack would be missing from the hashes.
    """
    answer = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    )
    env = dict(os.environ)
    for line in answer.stdout.splitlines():
        name, _, value = line.partition("=")
        option = name.rpartition(".")[2].strip(":'\"")
        if option in PIP_TO_UV:
            env.setdefault(PIP_TO_UV[option], value.strip("'\""))
    return env
