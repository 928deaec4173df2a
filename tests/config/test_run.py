import hashlib
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
import time
import tomllib
from collections import namedtuple
from contextlib import nullcontext
from pathlib import Path

import pytest

from config.embedded import __main__ as words
from config.embedded import checks, locks
from config.embedded.places import SetUpError, held
from config.embedded.processes import is_running
from config.embedded.servers import Servers

PROJECT = Path(__file__).resolve().parents[2]
Version = namedtuple("Version", "major minor")


def load(name):
    spec = importlib.util.spec_from_file_location(f"{name}_under_test", PROJECT / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class EmptyProject:
    """`run.py` on a project of its own, with every command written down instead of run."""

    def __init__(self, folder, monkeypatch):
        self.module = load("run")
        self.folder = folder
        self.commands = []
        self.venv = folder / ".venv"
        for name, path in {
            "PROJECT": folder,
            "VENV": self.venv,
            "PYTHON": self.venv / "bin/python",
            "STAMP": self.venv / "layers.json",
        }.items():
            monkeypatch.setattr(self.module, name, path)
        monkeypatch.setattr(self.module, "run", self.run)
        monkeypatch.setattr(self.module, "say", lambda words: None)
        (folder / "requirements").mkdir()
        for layer in ("base", "embedded", "test", "dev"):
            self.lock(layer, "first")

    def lock(self, layer, text):
        (self.folder / "requirements" / f"{layer}.txt").write_text(text)

    def run(self, argv):
        argv = [str(word) for word in argv]
        if "venv" in argv:
            self.commands.append("build")
            self.module.PYTHON.parent.mkdir(parents=True, exist_ok=True)
            self.module.PYTHON.touch(0o755)
        else:
            self.commands += [Path(word).stem for word in argv if word.endswith(".txt")]

    def set_up(self, *layers):
        self.commands.clear()
        self.module.set_up(layers)
        return self.commands


@pytest.fixture
def project(tmp_path, monkeypatch):
    return EmptyProject(tmp_path, monkeypatch)


def test_the_environment_is_built_once(project):
    assert project.set_up("base", "embedded") == ["build", "base", "embedded"]

    assert project.set_up("base", "embedded") == []


def test_a_further_layer_is_added_to_what_is_there(project):
    project.set_up("base", "embedded")

    assert project.set_up("base", "embedded", "test") == ["test"]
    assert project.set_up("base", "embedded") == []


def test_a_changed_lock_builds_the_environment_anew(project):
    project.set_up("base", "test")
    project.lock("test", "second")

    assert project.set_up("base") == ["build", "base"]


def test_another_python_builds_the_environment_anew(project, monkeypatch):
    project.set_up("base")
    monkeypatch.setattr(sys, "version_info", Version(3, 99))

    assert project.set_up("base") == ["build", "base"]


def test_a_python_that_is_gone_builds_the_environment_anew(project):
    project.set_up("base")
    project.module.PYTHON.unlink()

    assert project.set_up("base") == ["build", "base"]


def test_an_interrupted_installation_is_not_taken_for_a_whole_one(project, monkeypatch):
    project.set_up("base")
    with monkeypatch.context() as broken:
        broken.setattr(project.module, "install", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            project.set_up("base", "test")

    assert project.set_up("base") == ["build", "base"]


def _interrupted(layers):
    raise KeyboardInterrupt


def test_the_stamp_says_what_is_installed(project):
    project.set_up("base")

    stamp = json.loads(project.module.STAMP.read_text())
    assert stamp["layers"] == {"base": hashlib.sha256(b"first").hexdigest()}


def test_whoever_ends_the_setting_up_ends_all_of_it(tmp_path):
    script = f"import run; run.run(['sh', '-c', 'sleep 60 & echo $! > {tmp_path}/pid; wait'])"
    setting_up = subprocess.Popen([sys.executable, "-c", script], cwd=PROJECT)
    pid = tmp_path / "pid"
    assert within(10, lambda: pid.exists() and pid.read_text())

    setting_up.terminate()

    assert setting_up.wait(10) == 143
    assert within(5, lambda: not is_running(int(pid.read_text()), with_words="sleep"))


def within(seconds, condition):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


def test_an_old_python_is_told_what_is_needed(project, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10))

    with pytest.raises(SystemExit, match=r"needs Python 3\.11"):
        project.module.main(["demo"])


@pytest.mark.parametrize("words", [["--help"], ["demo", "--help"], ["check", "-h"]])
def test_whoever_asks_for_help_is_answered_before_anything_is_set_up(project, words):
    with pytest.raises(SystemExit) as end:
        project.module.main(words)

    assert (end.value.code, project.commands) == (0, [])


def test_every_own_word_has_its_layers_and_the_tests_need_no_tools():
    run = load("run")

    assert run.LAYERS_FOR.keys() == words.WORDS.keys()
    assert run.LAYERS_FOR["demo"] == ("base", "embedded")
    assert run.LAYERS_FOR["test"] == ("base", "embedded", "test")


def locked(*layers):
    texts = [locks.lock_file(layer).read_text() for layer in layers]
    return {name for text in texts for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}


def test_each_lock_holds_its_layers_direct_dependencies():
    for layer, requirements in locks.layers().items():
        direct = {re.split(r"[<>=\[ ;]", each)[0].lower() for each in requirements}

        assert direct <= locked(layer)


def test_nothing_the_tests_do_not_need_is_installed_for_them():
    tools = {"playwright", "mypy", "ruff", "djlint", "import-linter", "uv"}
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text())

    assert tools <= {*declared["project"]["optional-dependencies"]["dev"]}
    assert not tools & locked("base", "embedded", "test")


def test_django_finds_no_psycopg_3_to_prefer():
    assert not {"psycopg", "psycopg-binary"} & locked(*locks.LAYERS)


def test_every_locked_file_is_known_by_its_hash_and_none_by_its_address():
    for layer in locks.LAYERS:
        text = locks.lock_file(layer).read_text().removeprefix(locks.HEADER)
        pins = re.findall(r"^[\w.-]+==\S+( ; [^\n]+?)? \\\n    --hash=sha256:", text, re.MULTILINE)

        assert locks.clean(text) == text
        assert len(pins) == len(re.findall(r"^\w", text, re.MULTILINE))


@pytest.mark.parametrize(
    "line",
    ["--index-url https://x", "a @ https://x/a.whl", "-c /tmp/all.txt", "--find-links w", "-e ."],
)
def test_a_lock_that_would_tell_where_packages_came_from_is_refused(line):
    with pytest.raises(SetUpError, match="in line 2"):
        locks.clean(f"six==1.17.0\n{line}\n")


@pytest.mark.long
def test_check_runs_every_step_tells_of_each_and_fails_if_one_fails(monkeypatch, capfd):
    steps = (checks.Step("good", ("true",)), checks.Step("bad", ("sh", "-c", "exit 3")))
    monkeypatch.setattr(checks, "STEPS", (*steps, checks.Step("late", ("echo", "still run"))))
    monkeypatch.setattr(checks, "_has_installed_postgres", lambda: False)
    monkeypatch.setattr(checks, "throwaway_servers", lambda environ: nullcontext(Servers()))

    assert checks.check([]) == 1
    told = capfd.readouterr().out
    assert checks.check(["good"]) == 0

    assert "still run" in told
    assert re.findall(r"(\w+) +[\d.]+ s  (\w+)", told) == [
        ("good", "ok"),
        ("bad", "FAILED"),
        ("late", "ok"),
    ]


def test_the_tests_run_on_their_own_settings_as_the_owner(monkeypatch, capfd):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
    given = {"DATABASE_OWNER_URL": "postgres://owner"}
    monkeypatch.setattr(
        checks, "throwaway_servers", lambda environ: nullcontext(Servers([], given))
    )
    show = ("sh", "-c", "echo told: $DATABASE_OWNER_URL ${DJANGO_SETTINGS_MODULE-nothing}")
    monkeypatch.setattr(checks, "STEPS", (checks.Step("show", show),))

    checks.check(["show"])

    assert "told: postgres://owner nothing" in capfd.readouterr().out


def test_an_unknown_step_is_refused_with_the_known_ones():
    with pytest.raises(SetUpError, match="knows lint, format"):
        checks.check(["lin"])


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("MANYI_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "var/files").mkdir(parents=True)
    (tmp_path / "var/backup").mkdir()
    return tmp_path / "var"


def test_reset_removes_what_running_made_and_nothing_else(var):
    assert words.main("reset", ["--yes"]) == 0

    assert not (var / "files").exists()
    assert (var / "backup").exists()


def test_reset_does_nothing_unasked_in_use_or_to_a_database_of_ones_own(var, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert words.main("reset", []) == 1
    with held(var / "demo.lock"):
        assert words.main("reset", ["--yes"]) == 1
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere")
    assert words.main("reset", ["--yes"]) == 1

    told = capsys.readouterr().err.splitlines()
    reasons = ["say `reset --yes`", "are in use", "DATABASE_URL"]
    assert [reason in line for reason, line in zip(reasons, told, strict=True)] == [True] * 3
    assert (var / "files").exists()


def test_the_owner_migrates_and_the_runtime_role_does_the_rest(monkeypatch):
    manage = load("manage")
    used = []
    names = ("DATABASE_URL", "DATABASE_RUNTIME_ROLE", "DATABASE_PATIENCE")
    monkeypatch.setattr(
        manage, "execute", lambda argv: used.append([os.environ.get(name) for name in names])
    )
    for command in ("migrate", "grant_rights", "sync_roles"):
        for name in names[1:]:
            monkeypatch.setenv(name, "")
            monkeypatch.delenv(name)
        monkeypatch.setenv("DATABASE_URL", "postgres://run%3Atime@here/manyi")
        monkeypatch.setenv("DATABASE_OWNER_URL", "postgres://owner@here/manyi")
        manage.main(["manage.py", command])

    as_owner = ["postgres://owner@here/manyi", "run:time", "owner"]
    assert used == [as_owner, as_owner, ["postgres://run%3Atime@here/manyi", None, None]]


def test_the_example_environment_lists_every_variable_the_settings_read():
    read = re.findall(r'env\.\w+\(\s*"(\w+)"', (PROJECT / "config/settings.py").read_text())
    listed = re.findall(r"^#?([A-Z_]+)=", (PROJECT / ".env.example").read_text(), re.MULTILINE)

    assert {*read, "DATABASE_OWNER_URL"} == {*listed}
