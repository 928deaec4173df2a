"""Whatever an act is written about has its word on the page of acts, not a code."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.contrib import admin
from django.utils import translation

from bureau.admin.exchange import SheetExport
from bureau.category_table import UseState
from bureau.import_states import ImportState
from bureau.models import Act
from bureau.scoped_admin import LeavesActs
from bureau.seen_records import _kinds as kinds_of_files_and_steps
from bureau.services.records import _kind
from config.trail import KINDS
from config.trail_words import STATES, state_words

PROJECT = Path(__file__).resolve().parents[2]
APPS = ("accountability", "bureau", "complaints", "config", "followups", "rectification")
WRITE = {"record_act", "record_look", "Imports"}


def named_in(path: Path) -> set[str]:
    """Find the kinds that a module writes acts about, as far as it names them itself."""
    text = path.read_text()
    if not any(f"{verb}(" in text for verb in WRITE):
        return set()
    module = import_module(".".join(path.relative_to(PROJECT).with_suffix("").parts))
    calls = [one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Call)]
    given = [
        word.value
        for call in calls
        if getattr(call.func, "id", "") in WRITE
        for word in call.keywords
        if word.arg == "kind"
    ]
    leaves = [leaf for value in given for leaf in ast.walk(value)]
    said = {leaf.value for leaf in leaves if isinstance(leaf, ast.Constant)}
    names = {leaf.id for leaf in leaves if isinstance(leaf, ast.Name)}
    found = said | {getattr(module, name, None) for name in names}
    return {one for one in found if isinstance(one, str)}


def test_every_kind_an_act_is_written_about_has_its_word():
    sources = [path for app in APPS for path in (PROJECT / app).rglob("*.py")]
    by_services = set().union(*map(named_in, sources))
    assert {"case_import", "category", "lexicon_entry", "case", "page", "phrase"} <= by_services
    pages = admin.site._registry.items()
    by_admin = {_kind(model()) for model, page in pages if isinstance(page, LeavesActs)}
    by_sheets = {model._meta.model_name for model, page in pages if isinstance(page, SheetExport)}

    written = by_services | by_admin | by_sheets | set(kinds_of_files_and_steps)

    assert written - set(KINDS) == set()


@pytest.mark.parametrize(
    ("kind", "states"),
    [
        ("case_import", ImportState), ("ledger_import", ImportState),
        ("category", UseState), ("lexicon_entry", UseState),
    ],
)  # fmt: skip
def test_books_and_words_of_the_lexicon_stand_in_words(kind, states):
    assert set(states) <= set(STATES[kind])


def test_a_phrase_that_was_retired_is_told_in_words():
    with translation.override("en"):
        said = state_words(Act(object_kind="lexicon_entry", before="in_use", after="retired"))
    assert said == "in use → retired"
