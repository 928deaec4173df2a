"""Everything a reviewer would run, and the tests alone."""

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from config.embedded import keys
from config.embedded.binaries import find_postgres
from config.embedded.places import PROJECT, SetUpError
from config.embedded.servers import throwaway_servers
from config.embedded.supervisor import Ending, Supervisor, say

PYTHON = sys.executable
TOOLS = f"{sys.prefix}/bin"
PYTEST = (PYTHON, "-m", "pytest", "-n", "2")
# A file is one worker's. In the check, what flushes a database keeps its place after all the rest,
# so that the rest meets the rows that migrations brought.
BY_FILES = ("--dist", "loadfile", "--no-loadscope-reorder")
# No worker is given so much at once that the other waits for it at the end; a walk stays whole.
IN_TURNS = ("--maxschedchunk", "200")


@dataclass(frozen=True)
class Step:
    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)


STEPS = (
    Step("lint", (f"{TOOLS}/ruff", "check", ".")),
    Step("format", (f"{TOOLS}/ruff", "format", "--check", ".")),
    Step("imports", (f"{TOOLS}/lint-imports",)),
    Step("types", (f"{TOOLS}/mypy", ".")),
    Step("templates", (f"{TOOLS}/djlint", "templates", "--lint")),
    Step(
        "deployment",
        (PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        {"HTTPS": "true", "DEBUG": "false"},
    ),
    Step("migrations", (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")),
    Step("catalogues", (PYTHON, "-m", "config.embedded.catalogues", "--check")),
    # Without the markers that pyproject.toml leaves out as too slow for `test`, and on a database
    # that the migrations made.
    Step("tests", (*PYTEST, *IN_TURNS, "-m", "", "--migrations")),
)
# The same quick tests on the servers that are installed here, for those who run on such.
INSTALLED = "--installed"
ON_INSTALLED = Step("installed", (PYTHON, "-m", "config.embedded", "test", INSTALLED))


@dataclass(frozen=True)
class Outcome:
    step: Step
    exit_code: int
    seconds: float

    def __str__(self) -> str:
        words = "ok" if self.exit_code == 0 else f"FAILED (exit code {self.exit_code})"
        return f"{self.step.name:12} {self.seconds:6.1f} s  {words}"


def test(arguments: Sequence[str]) -> int:
    """Run the quick tests on servers of their own; further words are pytest's."""
    installed = INSTALLED in arguments
    words = [word for word in arguments if word != INSTALLED]
    with _own_servers(installed=installed) as (supervisor, env):
        return supervisor.run([*PYTEST, *BY_FILES, *words], env=env)


def check(arguments: Sequence[str]) -> int:
    """Run every step, or the named ones, and tell of each; fail if any failed."""
    steps = _chosen(arguments)
    with _own_servers() as (supervisor, env):
        outcomes = [_run(step, supervisor, env) for step in steps]
    print("", *outcomes, sep="\n", flush=True)
    return int(any(outcome.exit_code for outcome in outcomes))


def bench(arguments: Sequence[str]) -> int:
    """Run the benchmarks on new servers that keep their promises of durability."""
    if not (PROJECT / "benchmarks/__main__.py").exists():
        raise SetUpError(
            "There are no benchmarks yet: benchmarks/__main__.py would be their start."
        )
    argv = (PYTHON, "-m", "benchmarks", *arguments)
    with _own_servers(settings={}) as (supervisor, env):
        return supervisor.run(argv, env=env)


@contextmanager
def _own_servers(**options: Any) -> Iterator[tuple[Supervisor, dict[str, str]]]:
    with (
        Ending() as ending,
        throwaway_servers(os.environ, **options) as servers,
        Supervisor(ending) as supervisor,
    ):
        env = keys.fresh() | os.environ | servers.environment
        # Importing the project's Celery app has set it for us, and pytest would obey it.
        env.pop("DJANGO_SETTINGS_MODULE", None)
        # Where it is set, as in many images, each worker would compile every test anew each time.
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        yield supervisor, env


def _chosen(names: Sequence[str]) -> list[Step]:
    steps = [*STEPS, ON_INSTALLED] if _has_installed_postgres() else [*STEPS]
    unknown = set(names) - {step.name for step in steps}
    if unknown:
        known = ", ".join(step.name for step in steps)
        raise SetUpError(f"check knows {known}, not {' '.join(sorted(unknown))}.")
    return [step for step in steps if not names or step.name in names]


def _has_installed_postgres() -> bool:
    try:
        find_postgres(installed=True)
    except SetUpError:
        say("No PostgreSQL is installed here, so the tests run on the embedded one only.")
        return False
    return True


def _run(step: Step, supervisor: Supervisor, env: Mapping[str, str]) -> Outcome:
    print(f"\n--- {step.name}: {' '.join(step.argv)}", flush=True)
    start = time.monotonic()
    code = supervisor.run(step.argv, env={**env, **step.env})
    return Outcome(step, code, time.monotonic() - start)
