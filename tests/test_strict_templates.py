"""The tests' own net: a template of ours that writes what nobody gave it fails."""

import pytest
from django.template import Context, Engine, Template
from django.template.base import Origin
from django.template.loader import render_to_string

from tests.factories import rows, staged
from tests.strict_templates import OURS, UnknownVariable


def written(text, *, at, **given):
    return Template(text, Origin(at)).render(Context(given))


def test_an_unknown_variable_in_a_template_of_ours_is_named_with_its_place():
    with pytest.raises(UnknownVariable, match=r"page\.html:2: who\.name"):
        written("<p>\n{{ who.name }}", at=f"{OURS}/page.html", who=object())


@pytest.mark.parametrize(
    "text", ["{{ who }}", "{{ who|default:'—' }}", "{% with who=who %}{{ who }}{% endwith %}"]
)
def test_no_filter_and_no_other_name_hides_it(text):
    with pytest.raises(UnknownVariable):
        written(text, at=f"{OURS}/page.html")


def test_asking_whether_it_is_there_is_no_mistake():
    assert written("{% if who %}{{ who }}{% else %}—{% endif %}", at=f"{OURS}/page.html") == "—"


def test_asking_for_a_related_row_that_is_not_there_is_no_mistake(hospital):
    upload = staged(hospital, rows(1))
    asking = "{% if upload.version %}in{% else %}{{ upload.version }}not in{% endif %}"

    assert written(asking, at=f"{OURS}/page.html", upload=upload) == "not in"


def test_what_others_wrote_may_rely_on_the_blank():
    assert written("{{ who }}", at="/elsewhere/page.html") == ""


def test_production_does_not_fail_for_it():
    assert Engine().string_if_invalid == ""
    assert render_to_string("404.html")
