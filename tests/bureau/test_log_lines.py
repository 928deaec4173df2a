"""Log lines: one object each, whatever came from outside, with the request they belong to."""

import json
import logging
import runpy
import sys
from pathlib import Path

import pytest
from celery.signals import after_setup_logger

from bureau.history import told
from bureau.log_lines import JsonLines
from bureau.trace import Trace

SETTINGS = Path(__file__).resolve().parents[2] / "config/settings.py"


def line(message, *args, **more):
    record = logging.LogRecord("followups", logging.WARNING, "", 0, message, args, None)
    vars(record).update(more)
    return JsonLines().format(record)


@pytest.mark.parametrize(
    "typed",
    [
        "a\r\nERROR root: all lost",
        "a\x1b[2J\x7f",
        "a\u2028b\u2029c\x85d",
        "\u202egnp.exe",
        "a\x00\ud800",
        '"}, {"level": "INFO',
    ],
    ids=["line", "terminal", "separators", "turned", "broken", "quotes"],
)
def test_what_somebody_typed_stays_in_its_line_and_comes_back_whole(typed):
    written = line("no such file: %s", typed)

    assert written.isprintable()
    assert json.loads(written)["message"] == f"no such file: {typed}"


def test_chinese_stays_readable():
    assert "县人民医院" in line("%s", "县人民医院")


@pytest.mark.django_db
def test_a_line_carries_the_request_it_was_written_in_and_the_next_does_not():
    with told(Trace("4f0c", "")):
        within = json.loads(line("x"))

    assert within["request_id"] == "4f0c"
    assert "request_id" not in json.loads(line("x"))


def test_a_fault_is_one_line_with_its_story():
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        written = line("failed", exc_info=sys.exc_info())

    assert "\n" not in written
    assert json.loads(written)["exception"].endswith("ValueError: first\nsecond")


@pytest.mark.parametrize(("debug", "layout"), [("false", "json"), ("true", "plain")])
def test_production_writes_such_lines_and_whoever_develops_reads_plain_ones(
    debug, layout, monkeypatch
):
    monkeypatch.setenv("DEBUG", debug)

    logging_of = runpy.run_path(str(SETTINGS))["LOGGING"]

    assert logging_of["handlers"]["console"]["formatter"] == layout
    assert logging_of["formatters"]["json"] == {"()": "bureau.log_lines.JsonLines"}


def test_the_workers_lines_look_like_those_of_the_pages():
    logger = logging.Logger("celery")
    logger.addHandler(logging.StreamHandler())
    after_setup_logger.send(sender=None, logger=logger)
    assert [type(handler.formatter) for handler in logger.handlers] == [JsonLines]
