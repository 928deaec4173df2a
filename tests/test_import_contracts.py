"""Each import contract of pyproject.toml, seen to break by lines planted in a copy of the tree."""

import re
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise, product
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
LINTER = Path(sys.prefix) / "bin/lint-imports"
SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = {contract["name"]: contract for contract in SETTINGS["contracts"]}
# Where people, machines and the clock come in. The ground floor's API is also what others build
# theirs with.
INTERFACES = ("admin", "api", "forms", "management", "tasks", "urls", "views")
TOOLS_OF_THE_API = "bureau.api"
pytestmark = pytest.mark.skipif(
    not LINTER.exists(), reason="the developers' tools are not installed"
)


@pytest.fixture
def tree(tmp_path):
    for package in SETTINGS["root_packages"]:
        shutil.copytree(
            PROJECT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(tree):
    """Return the exit code and what was said, in one line: names are wrapped at the edge."""
    words = [LINTER, "--no-cache"]
    done = subprocess.run(words, cwd=tree, capture_output=True, text=True)
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def file_of(tree, module):
    """Return the file that a module is written in, or nothing if there is none."""
    path = tree.joinpath(*module.split("."))
    files = (path / "__init__.py", path.with_suffix(".py"))
    return next((file for file in files if file.exists()), None)


def forbidden_imports(tree, contract):
    """Say who may not import whom: from each layer up to the next, or between the named two."""
    if contract["type"] == "forbidden":
        return list(product(contract["source_modules"], contract["forbidden_modules"]))
    rows = [re.split(r"[|:]", row) for row in contract["layers"]]
    return [
        pair
        for container in contract.get("containers", [""])
        for pair in pairs_of_layers(tree, f"{container}.".lstrip("."), rows)
    ]


def pairs_of_layers(tree, prefix, rows):
    named = ([prefix + name.strip(" ()") for name in row] for row in rows)
    there = [[name for name in row if file_of(tree, name)] for row in named]
    yield from ((lower[0], upper[0]) for upper, lower in pairwise(filter(None, there)))
    yield from (tuple(row[:2]) for row in there if len(row) > 1)


def test_every_pair_of_apps_has_its_contract_over_every_interface_there_is():
    apps = [package for package in SETTINGS["root_packages"] if package != "config"]
    rooms = [
        f"{app}.{room}" for app in apps for room in INTERFACES if file_of(PROJECT, f"{app}.{room}")
    ]
    assert len(rooms) > 10

    for app in apps:
        contract = CONTRACTS[f"Nobody uses another's interfaces: {app}"]
        others = {room for room in rooms if not room.startswith(f"{app}.")} - {TOOLS_OF_THE_API}
        assert contract["source_modules"] == [app]
        assert set(contract["forbidden_modules"]) == others


def test_as_it_stands_every_contract_is_kept(tree):
    code, said = lint(tree)

    assert code == 0, said
    assert f"{len(CONTRACTS)} kept, 0 broken" in said


@pytest.mark.long
@pytest.mark.parametrize("name", CONTRACTS)
def test_every_import_that_a_contract_forbids_breaks_it(tree, name):
    pairs = forbidden_imports(tree, CONTRACTS[name])
    assert pairs
    for source, target in pairs:
        with file_of(tree, source).open("a") as module:
            module.write(f"\nimport {target}\n")

    code, said = lint(tree)

    assert code != 0
    assert f"{name} BROKEN" in said
    broken = said[said.index("Broken contracts") :]
    missed = [pair for pair in pairs if "{} -> {} (l.".format(*pair) not in broken]
    assert not missed


def test_a_new_module_has_to_choose_its_room(tree):
    containers = [one for each in CONTRACTS.values() for one in each.get("containers", ())]
    assert len(containers) >= 4
    for container in containers:
        (tree / container / "no_room_yet.py").touch()

    code, said = lint(tree)

    assert code != 0
    assert [c for c in containers if f"- {c}.no_room_yet" not in said] == []
