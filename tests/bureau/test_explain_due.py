"""`manage.py explain_due`: a due date at the terminal, and a sentence for what is no term."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def explain(*words):
    out = StringIO()
    call_command("explain_due", *words, stdout=out)
    return out.getvalue().splitlines()


def test_every_day_on_the_way_has_its_line_and_the_last_says_until_when(db):
    lines = explain("2026-02-13", "5")

    assert lines[-1] == "Due on 2026-02-27, until 24:00"
    assert len(lines) == 15
    assert lines == explain("2026-02-13", "5")


@pytest.mark.parametrize(
    ("start", "days", "said"),
    [
        ("2026-02-13", "0", "Working days: .*greater than or equal to 1"),
        ("2026-02-13", "-3", "Working days: .*greater than or equal to 1"),
        ("2026-02-13", "100000", "Working days: .*less than or equal to 366"),
        ("2026-02-13", "five", "Working days: Enter a whole number"),
        ("2026-02-30", "5", "Received on: Enter a valid date"),
        ("9999-12-31", "5", "Received on: .*less than or equal to 2099-12-31"),
    ],
)
def test_what_is_no_term_gets_a_sentence(db, start, days, said):
    with pytest.raises(CommandError, match=said):
        explain(start, days)
