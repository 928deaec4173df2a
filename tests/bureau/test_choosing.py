"""A choice that is not made yet is said in words, in every form."""

from pathlib import Path

import pytest

from bureau.form_fields import NONE_CHOSEN, PLEASE_CHOOSE, OneOf
from bureau.models import Institution

APPS = ("bureau", "complaints", "rectification", "followups", "satisfaction", "accountability")
HOME = "bureau/form_fields.py"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, PLEASE_CHOOSE),
        ({"required": False}, NONE_CHOSEN),
        ({"required": False, "empty_label": "the house itself"}, "the house itself"),
        ({"empty_label": None}, None),
    ],
)
def test_what_is_not_chosen_yet_is_said_in_words(options, said):
    assert OneOf(Institution.objects.none(), **options).empty_label == said


def test_no_form_makes_such_a_choice_by_itself():
    project = Path(__file__).parents[2]
    files = (file for app in APPS for file in (project / app).rglob("*.py"))
    own = [file for file in files if not file.as_posix().endswith(HOME)]

    wrong = ("forms.ModelChoiceField", '"---------"')
    assert [file for file in own if any(one in file.read_text("utf-8") for one in wrong)] == []
