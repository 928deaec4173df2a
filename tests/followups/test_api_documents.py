"""What is written down about the API is what the API does."""

import re
import shutil
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
import time_machine
from django.core.management import call_command
from drf_spectacular.validation import validate_schema

from bureau.api.problems import CATALOGUE
from bureau.api.reference import as_yaml, in_one_language
from bureau.api.schema import document
from bureau.management.commands.write_api_schema import SNAPSHOT
from config.management.commands import seed_demo
from followups import services
from followups.sheets import COLUMNS
from tests.callers import Caller, sent
from tests.factories import AFTER_CLOSING, OCTOBER, RegisterFactory

PROJECT = Path(__file__).parents[2]
QUICKSTART = (PROJECT / "docs/api/quickstart.md").read_text(encoding="utf-8")
COMMANDS = "\n".join(re.findall(r"```sh\n(.*?)```", QUICKSTART, re.DOTALL))
PROMISED = [int(status) for status in re.findall(r"# → (\d{3})", COMMANDS)]
CURL = 'curl() { command curl -w "%{stderr}STATUS %{http_code}\\n" "$@"; }'
STAND_IN = f'curl() {{ "{sys.executable}" "{PROJECT}/tests/curl.py" "$@"; }}'
HAS_CURL = pytest.mark.skipif(shutil.which("curl") is None, reason="NO CURL FOUND")


WAYS = pytest.mark.parametrize("way", [pytest.param(CURL, marks=HAS_CURL, id="curl"), STAND_IN])


def run_as_printed(way, folder, **given):
    """Run every command of the page; return the status that each got."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"{way}\n{COMMANDS}"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", **given},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [int(status) for status in re.findall(r"STATUS (\d{3})", done.stderr)]


@pytest.mark.long
@WAYS
def test_every_command_of_the_quick_start_gets_the_status_it_promises(
    live_server, hospital, tmp_path, way
):
    with time_machine.travel(AFTER_CLOSING, tick=True):
        caller = Caller(hospital)
        september = date(2026, 9, 1)
        RegisterFactory(institution=hospital, month=september)
        services.close_month(month=september, at=AFTER_CLOSING)
        got = run_as_printed(
            way, tmp_path,
            MANYI=live_server.url, KEY=caller.token, MONTH="2026-11", CLOSED="2026-09",
        )  # fmt: skip

    assert got == PROMISED


@pytest.mark.kill
def test_the_quick_start_runs_as_printed_against_the_demo_of_today(live_server, tmp_path, settings):
    settings.BASE_DIR = tmp_path
    told = StringIO()
    call_command(
        seed_demo.Command(), "--months", "3", "--without-debug", "--lang", "en", stdout=told
    )
    key = re.search(r"API key of .*: (\S+)", told.getvalue())[1]

    assert run_as_printed(STAND_IN, tmp_path, MANYI=live_server.url, KEY=key) == PROMISED


@pytest.mark.long
def test_a_closed_month_names_the_reason_it_wants(his, hospital):
    with time_machine.travel(AFTER_CLOSING, tick=False):
        RegisterFactory(institution=hospital)
        services.close_month(month=OCTOBER, at=AFTER_CLOSING)

        refused = his.push([sent(1)])
        taken = his.push([sent(1)], reason="系统故障，现补报", key="another")

    assert refused.status_code == 409
    [fault] = refused.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/reason", "required")
    assert fault["message"] == refused.json()["detail"]
    assert taken.status_code == 201


def test_the_quick_start_shows_every_address():
    for path in document()["paths"]:
        parts = re.split(r"\{\w+\}", path)
        if "problems" not in path and "jobs" not in path:
            assert all(part in QUICKSTART for part in parts if part != "/"), path


@pytest.mark.long
def test_the_snapshot_is_what_the_code_says():
    assert SNAPSHOT.read_text(encoding="utf-8") == as_yaml(), "run manage.py write_api_schema"


@pytest.mark.long
def test_the_document_is_openapi_3_1():
    assert document()["openapi"].startswith("3.1")
    validate_schema(document())


def operations():
    return [
        pytest.param(operation, id=operation["operationId"])
        for methods in document()["paths"].values()
        for operation in methods.values()
    ]


@pytest.mark.parametrize("operation", operations())
def test_every_operation_is_named_in_both_languages_with_examples_of_answer_and_error(operation):
    chinese, _dot, english = operation["summary"].partition(" · ")
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert english.isascii()
    for status, response in operation["responses"].items():
        assert response["description"], status
        for content in response["content"].values():
            assert content["examples"], status


BOTH_LANGUAGES = re.compile("(.*[\u3400-\u9fff].*?) · ([A-Za-z`].*)")
CODES = re.compile("\\w+ = [^=]+(, \\w+ = [^=]+)*")


def said(part):
    """Find whatever the document says to its reader, line by line, but for lists of codes."""
    if isinstance(part, dict):
        for name, one in part.items():
            if name in ("description", "summary") and isinstance(one, str):
                yield from (line for line in one.split("\n") if not CODES.fullmatch(line))
            yield from said(one)
    elif isinstance(part, list):
        for one in part:
            yield from said(one)


def test_every_sentence_of_the_document_is_said_in_both_languages_once():
    wrong = [line for line in said(document()) if not BOTH_LANGUAGES.fullmatch(line)]
    twice = [line for line in said(document()) if line.count(" · ") > 1]

    assert (wrong, twice) == ([], [])


@pytest.mark.parametrize("is_chinese", [True, False])
def test_a_page_shows_each_sentence_in_its_language(is_chinese):
    lines = list(said(in_one_language(document(), is_chinese=is_chinese)))

    assert lines
    assert [line for line in lines if " · " in line] == []


def test_a_body_takes_no_field_that_is_not_described():
    schemas = document()["components"]["schemas"]
    bodies = [schema for name, schema in schemas.items() if name.endswith("Request")]

    assert bodies
    assert all(schema["additionalProperties"] is False for schema in bodies)


def test_every_place_in_an_address_is_explained():
    parameters = [
        one
        for methods in document()["paths"].values()
        for operation in methods.values()
        for one in operation.get("parameters", [])
    ]

    assert parameters
    assert [one["name"] for one in parameters if not one.get("description")] == []


def test_the_example_of_a_job_that_waits_is_of_one_that_waits():
    answers = document()["paths"]["/api/v1/registers/{month}/submissions/"]["post"]["responses"]
    [example] = answers["202"]["content"]["application/json"]["examples"].values()
    queued = example["value"]

    assert (queued["state"], queued["state_display"], queued["finished_at"]) == (
        "queued", "等待中", None,
    )  # fmt: skip


def resolved(schema):
    return {**schema, "components": document()["components"]}


def faults(value, schema):
    return jsonschema.validators.validator_for(schema)(schema).iter_errors(value)


@pytest.mark.parametrize("operation", operations())
def test_every_example_fits_its_description(operation):
    contents = [response["content"] for response in operation["responses"].values()]
    contents.append(operation.get("requestBody", {}).get("content", {}))
    described = [one for content in contents for one in content.values()]

    assert [
        fault.message
        for one in described
        for example in one.get("examples", {}).values()
        for fault in faults(example["value"], resolved(one["schema"]))
    ] == []


def answer_schema(operation_id, status="200"):
    for methods in document()["paths"].values():
        for operation in methods.values():
            if operation["operationId"] == operation_id:
                content = operation["responses"][status]["content"]
                return resolved(next(iter(content.values()))["schema"])
    raise KeyError(operation_id)


@pytest.mark.long
def test_what_is_answered_fits_its_description(his):
    with time_machine.travel(AFTER_CLOSING, tick=False):
        told = his.push([sent(1), sent(2, discharged_on="?", sex="?")])
        tried = his.push([sent(3)], dry_run=True, key=None)
        queued = his.push([sent(4)], headers={"Prefer": "respond-async"})
        answered = {
            ("submitRows", "201"): told,
            ("submitRows", "200"): tried,
            ("submitRows", "202"): queued,
            ("readJob", "200"): his.get(queued["Location"]),
            ("readSubmission", "200"): his.get(told["Location"]),
            ("listSubmissionProblems", "200"): his.get(told.json()["problems_url"]),
            ("readRegister", "200"): his.get("/api/v1/registers/2026-10/"),
            ("listRegisters", "200"): his.get("/api/v1/registers/"),
            ("listRegisters", "400"): his.get("/api/v1/registers/?x=1"),
            ("listRegisters", "401"): Caller.get(lost(his), "/api/v1/registers/"),
        }

    for (operation, status), one in answered.items():
        assert str(one.status_code) == status, operation
        jsonschema.validate(one.json(), answer_schema(operation, status))


def lost(caller):
    """The same system with a key that nobody knows."""
    other = Caller.__new__(Caller)
    other.token = caller.token + "x"
    return other


def test_a_row_is_described_with_every_column_of_the_register():
    row = document()["components"]["schemas"]["Rows"]["items"]

    assert set(row["properties"]) == {column.field for column in COLUMNS}
    assert row["additionalProperties"] is False


def test_every_problem_of_the_catalogue_has_an_entry_of_its_own():
    slugs = [kind.slug for kind in CATALOGUE]

    assert len(slugs) == len(set(slugs))
    assert all(str(kind.title) and str(kind.cure) for kind in CATALOGUE)
