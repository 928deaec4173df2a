#!/usr/bin/env python3
"""Sets Manyi up and runs it: `python3 run.py demo`, `python3 run.py test`.

    demo     show the main job, then open a living demo county; Ctrl-C stops it (--once: no county)
    test     run the tests; further words are pytest's
    check    run everything a reviewer would
    bench    run the benchmarks
    lock     write requirements/ anew from pyproject.toml (--upgrade: to the newest versions)
    reset    throw the demo's data away
    ...      anything else is a command of manage.py

Needs Python 3.11 or newer with venv, and a package registry that pip knows of; nothing else.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
# What is installed, written down last: without it the environment is only half made.
STAMP = VENV / "layers.json"

TO_RUN = ("base", "embedded")
TO_TEST = (*TO_RUN, "test")
TO_DEVELOP = (*TO_TEST, "dev")
LAYERS_FOR = {
    "demo": TO_RUN,
    "reset": TO_RUN,
    "test": TO_TEST,
    "check": TO_DEVELOP,
    "bench": TO_DEVELOP,
    "lock": TO_DEVELOP,
}


def main(words):
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have any Python
        sys.exit(f"Manyi needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    is_ours = bool(words) and words[0] in LAYERS_FOR
    # A word of pytest's is pytest's to explain.
    asks = words[:1] if not is_ours or words[0] == "test" else words
    if not words or {"-h", "--help"} & set(asks):
        say(__doc__)
        sys.exit(not words)
    try:
        with one_at_a_time():
            set_up(LAYERS_FOR.get(words[0], TO_RUN))
            compile_catalogues()
    except PermissionError as error:
        sys.exit(f"{error.filename} cannot be written: run this as the owner of {PROJECT}.")
    except subprocess.CalledProcessError as error:
        sys.exit(f"Setting up failed (exit code {error.returncode}); the reasons stand above.")
    hand_over(words)


@contextlib.contextmanager
def one_at_a_time():
    """Wait while another terminal sets this project up."""
    folder = os.open(PROJECT / "requirements", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def set_up(layers):
    """Bring `.venv` to what the locks say; an environment of other locks is built from nothing."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    locks = {path.stem: digest(path) for path in PROJECT.glob("requirements/*.txt")}
    stamp = json.loads(STAMP.read_text()) if STAMP.exists() and os.access(PYTHON, os.X_OK) else {}
    installed = stamp.get("layers", {})
    if stamp.get("python") != python or installed.items() - locks.items():
        installed = {}
    missing = [layer for layer in layers if layer not in installed]
    if not missing:
        return
    start = time.monotonic()
    if not installed:
        say("Setting up .venv, once …")
        run([sys.executable, "-m", "venv", "--clear", VENV])
    STAMP.unlink(missing_ok=True)
    install(missing)
    installed.update((layer, locks[layer]) for layer in missing)
    STAMP.write_text(json.dumps({"python": python, "layers": installed}))
    say(f"Set up in {time.monotonic() - start:.0f} s.")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def install(layers):
    say(f"Installing {', '.join(layers)}: this fetches packages and takes a little while …")
    words = ["-qq", "--no-input", "--require-hashes"]
    for layer in layers:
        words += ["--requirement", PROJECT / "requirements" / f"{layer}.txt"]
    run([PYTHON, "-m", "pip", "install", *words])


def compile_catalogues():
    """Compile the translations where what people edit is newer than what the program reads."""
    for source in PROJECT.glob("locale/*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            run([PYTHON, "-m", "config.embedded.catalogues"])
            return


def run(argv):
    """Run a command in the project's folder; neither it nor its children outlive this process.

    :raises subprocess.CalledProcessError: if it fails.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Nothing is written to the person's home folder, and nothing is installed there.
    pip = {"PIP_NO_CACHE_DIR": "1", "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    process = subprocess.Popen(
        argv,
        cwd=PROJECT,
        env={**os.environ, **pip},
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    try:
        code = process.wait()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    if code:
        raise subprocess.CalledProcessError(code, argv)


def die_with_parent():
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def hand_over(words):
    if words[0] in LAYERS_FOR:
        os.chdir(PROJECT)
        argv = ["-m", "config.embedded", *words]
    else:
        argv = [str(PROJECT / "manage.py"), *words]
    # Whatever the terminal's locale: names and pages are Chinese.
    env = {**os.environ, "PYTHONUTF8": "1"}
    os.execve(PYTHON, [str(PYTHON), *argv], env)  # noqa: S606


def say(words):
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
