"""The sentences about a file: whatever may be wrong, they say what to do."""

import pytest

from followups.rules.problems import Problem, ProblemCode
from followups.sheets import COLUMNS, allowed_words
from followups.wording import remedy_sentence
from tests.followups.registers import read


@pytest.mark.parametrize("code", ProblemCode)
def test_there_is_something_to_do_about_every_problem(code):
    problem = Problem("age", code, facts={"options": "是、否", "row": "7"})
    assert remedy_sentence(problem)
    assert remedy_sentence(problem, here=True)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.field)
def test_every_word_that_is_offered_is_understood(column):
    words = allowed_words(column.field)

    assert [read(column.field, word).problems for word in words] == [()] * len(words)
    assert bool(words) == (column.kind in {"option", "flag"})
