"""Rules of the house, held once for the whole project."""

import ast
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from threading import Timer

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import models

from bureau.fields import SealedModel, SealedTextField
from bureau.models import Institution, ScopedQuerySet, User
from tests.house import no_request_left_behind

PROJECT = Path(__file__).resolve().parents[1]
OURS = (
    "config",
    "satisfaction",
    "accountability",
    "followups",
    "complaints",
    "rectification",
    "bureau",
)
# An account is no row of an institution: who manages accounts is a matter of verbs.
NOT_SCOPED = {"User"}

MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]


def leads_to_an_institution(model, seen=frozenset()):
    """Tell if a model is an institution's, by a foreign key or by a path of them."""
    if model is Institution:
        return True
    parents = {
        field.related_model
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.OneToOneField)
    }
    parents -= {User, *seen}
    return any(leads_to_an_institution(parent, seen | {model}) for parent in parents)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_that_leads_to_an_institution_says_who_sees_its_rows(model):
    name = model.__name__
    if leads_to_an_institution(model) and name not in NOT_SCOPED:
        assert callable(getattr(model._default_manager.none(), "visible_to", None)), name


def test_the_rule_above_finds_the_models_it_is_for():
    found = {model.__name__ for model in MODELS if leads_to_an_institution(model)}

    assert {"Staff", "MonthlyRegister", "RegisterRow", "SpotCall", "NumberReveal"} <= found
    assert "CalendarDay" not in found


@pytest.mark.parametrize(
    "model",
    [
        model
        for model in MODELS
        if isinstance(model._default_manager.none(), ScopedQuerySet)
        and leads_to_an_institution(model)
    ],
    ids=lambda model: model.__name__,
)
def test_every_scope_names_a_path_that_really_ends_at_an_institution(db, model):
    path = model._default_manager.none().institution_field

    assert not model._default_manager.filter(**{f"{path}__in": Institution.objects.none()})


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_with_sealed_columns_binds_them_to_its_rows(model):
    sealed = [field for field in model._meta.get_fields() if isinstance(field, SealedTextField)]

    assert not sealed or issubclass(model, SealedModel)


def test_no_migration_is_missing(db):
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "fzqX7-3mNw_Kd92hVbLs8RtYpGc4JuAe6WnQxTkHyPoMi5SvZr",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SEAL_KEYS": "k1:MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE=",
    "HASH_KEY": "MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjI=",
    "HTTPS": "1",
    "ALLOWED_HOSTS": "manyi.example.org",
}


def started(*words, env):
    """Run Django in a process of its own, with the settings as production has them."""
    words = [sys.executable, "-W", "error", "-m", "django", *words]
    env = {"PATH": os.environ["PATH"], **env}
    return subprocess.run(words, cwd=PROJECT, env=env, capture_output=True, text=True)


@pytest.mark.long  # a step of the check by itself
def test_the_deployment_check_is_free_of_warnings():
    done = started("check", "--deploy", "--fail-level", "WARNING", env=PRODUCTION)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


AND_EVERY_OTHER = pytest.mark.long  # for each a process is started that loads all of Django


@pytest.mark.parametrize(
    ("secret", "value"),
    [
        ("SEAL_KEYS", None),
        *(
            pytest.param(*other, marks=AND_EVERY_OTHER)
            for other in (
                ("SECRET_KEY", None),
                ("DATABASE_URL", None),
                ("SEAL_KEYS", ""),
                ("SEAL_KEYS", "k1:c2hvcnQ="),
                ("HASH_KEY", None),
                ("HASH_KEY", ""),
            )
        ),
    ],
)
def test_without_its_secrets_the_system_does_not_start(secret, value):
    env = {**PRODUCTION, secret: value}

    done = started("check", env={name: text for name, text in env.items() if text is not None})

    assert done.returncode != 0
    assert secret in done.stderr


@pytest.mark.django_db  # at the end of a request Django looks at its connections
def test_a_test_ends_only_when_the_last_request_was_answered():
    answered = []

    def answer():
        answered.append("the last request")
        request_finished.send(sender=None)

    with no_request_left_behind():
        request_started.send(sender=None)
        Timer(0.05, answer).start()

    assert answered == ["the last request"]


@pytest.mark.django_db  # at the end of a request Django looks at its connections
def test_a_request_that_is_never_answered_is_told():
    unanswered = pytest.raises(AssertionError, match="1 requests were not answered")
    with unanswered, no_request_left_behind(seconds=0.01):
        request_started.send(sender=None)


# What may be such a string; whether it is one, its tree says.
WORDS_IN_BRACES = re.compile(r"\{(.*|[^{}]*)\b(_|gettext)\(")


def test_no_words_stand_within_an_f_string_where_the_catalogue_cannot_find_them():
    within = [
        f"{path.relative_to(PROJECT)}:{call.lineno}"
        for app in OURS
        for path in sorted((PROJECT / app).rglob("*.py"))
        if WORDS_IN_BRACES.search(text := path.read_text())
        for string in ast.walk(ast.parse(text))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "gettext"}
    ]

    assert within == []
