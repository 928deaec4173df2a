"""The page that explains the API: every address with a call to copy."""

import html
import re

import pytest
from django.urls import reverse

from bureau.api.reference import _curl, in_one_language
from bureau.api.schema import document


@pytest.mark.django_db
def test_every_address_has_its_call_and_a_button_that_copies_it(client):
    page = html.unescape(client.get(reverse("api:reference")).content.decode())

    calls = re.findall(r'<code class="small">(curl .+?)</code>', page)
    assert len(calls) == sum(len(methods) for methods in document()["paths"].values()) > 5
    for call in calls:
        assert f'data-copy="{call}"' in page
        assert "Authorization: Bearer $KEY" in call


def test_a_call_names_the_headers_that_are_needed_and_no_others():
    needed = {"in": "header", "name": "Idempotency-Key", "required": True}
    spare = {"in": "header", "name": "Prefer"}
    asked = {"parameters": [needed, spare], "requestBody": {}}

    assert _curl("get", "/a/", {}) == 'curl "$MANYI/a/" -H "Authorization: Bearer $KEY"'
    assert _curl("post", "/a/", asked) == (
        'curl -X POST "$MANYI/a/" -H "Authorization: Bearer $KEY"'
        ' -H "Idempotency-Key: $(uuidgen)" -H "Content-Type: application/json" --data @body.json'
    )


@pytest.mark.parametrize(
    ("is_chinese", "said"),
    [(True, "读取登记表\n姓名\nGET"), (False, "Read the register\n姓名\nGET")],
)
def test_a_page_shows_one_language_of_each_line(is_chinese, said):
    whole = {"summary": ["读取登记表 · Read the register\n姓名\nGET", 7]}

    assert in_one_language(whole, is_chinese=is_chinese) == {"summary": [said, 7]}


def test_no_sentence_of_the_document_is_left_in_two_languages():
    shown = str(in_one_language(document(), is_chinese=True))

    assert re.findall("[\u3400-\u9fff][^\\n]{0,40} · [a-z][a-z ]{9,}", shown) == []


def test_a_call_that_must_match_uses_the_etag_that_was_read():
    needed = {"in": "header", "name": "If-Match", "required": True}

    assert '-H "If-Match: $ETAG"' in _curl("post", "/a/", {"parameters": [needed]})
