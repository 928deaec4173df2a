"""Whatever the project defines for others is asked for by somebody who is no test."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PACKAGES = (
    *("accountability", "benchmarks", "bureau", "complaints", "config", "followups"),
    *("rectification", "satisfaction"),
)
# Found by name, by a package or by a module of ours that asks each app for its own.
FOUND_BY_NAME = {
    "BulletinPaper": "the database guards papers by the triggers of this proxy",
    "KeyScheme": "drf-spectacular finds its extensions among the subclasses",
    "todo_cards": "config.shell asks each app for its cards",
    "tuned": "a way of benchmarks.register_import, picked by its name",
    "floor": "a way of benchmarks.register_import, picked by its name",
}
# A name in an import, in `__all__` or in its own definition is no call, nor is one in prose.
NO_CALL = re.compile(
    r'"""[\s\S]*?"""|^ *#.*'
    r"|^ *(?:from [\w.]+ )?import (?:\([^)]*\)|.*)"
    r"|^__all__ = [\[(][^\])]*[\])]"
    r"|^ *(?:async )?(?:def|class) \w+",
    re.MULTILINE,
)
DEFINED = re.compile(r"^(?:async )?(?:def|class) ([A-Za-z]\w*)", re.MULTILINE)
IMPORT = re.compile(r"^ *(?:from [\w.]+ )?import (?:\([^)]*\)|.*)", re.MULTILINE)
WORD = re.compile(r"\w+")
DOTTED = re.compile(r"(\w+)\.(\w+)")
# As settings, URLs and Celery name what they find.
PATH = re.compile(r'"((?:\w+\.)+\w+)"')


class Source(NamedTuple):
    """A module: what it defines, imports and calls, and of which names it takes an attribute."""

    path: Path
    text: str
    defined: list[str]
    imported: set[str]
    words: set[str]
    dotted: set[tuple[str, str]]
    paths: set[str]


def read(path: Path, text: str) -> Source:
    imported = set(WORD.findall(" ".join(IMPORT.findall(text))))
    calls = NO_CALL.sub("", text)
    words, dotted = set(WORD.findall(calls)), set(DOTTED.findall(calls))
    paths = set(PATH.findall(calls))
    return Source(path, text, DEFINED.findall(text), imported, words, dotted, paths)


def sources() -> list[Source]:
    """Read the project's modules, its migrations too: what only they call is in use."""
    paths = [path for package in PACKAGES for path in sorted((PROJECT / package).rglob("*.py"))]
    return [read(path.relative_to(PROJECT), path.read_text()) for path in paths]


def calls(source: Source, name: str, home: Source) -> bool:
    """Tell if a module that has a name means that of another: it imports it, or its module."""
    if source is home or name in source.imported:
        return True
    return any((of, name) in source.dotted for of in source.imported)


def is_registered(source: Source, name: str) -> bool:
    """Tell if a decorator hands something over as it is defined, or Django finds it there."""
    if source.path.name == "apps.py" or "migrations" in source.path.parts:
        return True
    for node in ast.parse(source.text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            return bool(node.decorator_list)
    return False


def dead(modules: list[Source]) -> list[str]:
    """Name what nobody calls: `module.name`, in the order of the files."""
    having = defaultdict(list)
    for module in modules:
        for word in module.words:
            having[word].append(module)
    defined = {
        ".".join([*home.path.with_suffix("").parts, name]): (home, name)
        for home in modules
        for name in home.defined
    }
    for path in set().union(*(module.paths for module in modules)):
        defined.pop(path, None)
    return [
        full
        for full, (home, name) in defined.items()
        if not any(calls(module, name, home) for module in having[name])
        and not is_registered(home, name)
    ]


@cache
def dead_in_the_project() -> dict[str, str]:
    """Find what nobody calls by its full name, with the bare one."""
    return {found: found.rpartition(".")[2] for found in dead(sources())}


def test_nothing_is_defined_that_only_tests_call():
    found = dead_in_the_project()

    assert [full for full, name in found.items() if name not in FOUND_BY_NAME] == []


def test_every_exception_is_still_needed():
    assert set(dead_in_the_project().values()) >= set(FOUND_BY_NAME)


def module(path: str, *lines: str) -> Source:
    return read(Path(path), "\n".join(lines) + "\n")


DEAD_ENDS = [
    pytest.param((), id="nobody"),
    pytest.param(("from bureau.posts import head",), id="imported only"),
    pytest.param(("from bureau.posts import head", '__all__ = ["head"]'), id="handed on only"),
    pytest.param(('"""Ask head of it."""', "# head()"), id="named in prose"),
    pytest.param(("import other", "head = 1", "x.head()"), id="another of that name"),
]


@pytest.mark.parametrize("lines", DEAD_ENDS)
def test_the_rule_above_finds_what_nobody_calls(lines):
    home = module("bureau/posts.py", "def head(day):", "    return day")

    assert dead([home, module("bureau/other.py", *lines)]) == ["bureau.posts.head"]


USES = [
    pytest.param(("from bureau.posts import head", "head(1)"), id="called"),
    pytest.param(("from bureau import posts", "ask = posts.head"), id="by its module"),
    pytest.param(('TASK = "bureau.posts.head"',), id="by its dotted name"),
]


@pytest.mark.parametrize("lines", USES)
def test_what_is_called_or_named_to_a_framework_is_in_use(lines):
    home = module("bureau/posts.py", "def head(day):", "    return day")

    assert dead([home, module("bureau/other.py", *lines)]) == []


def test_what_a_decorator_takes_is_in_use():
    home = module("bureau/admin.py", "@admin.register(Post)", "class PostAdmin(Base):", "    x = 1")

    assert dead([home]) == []
