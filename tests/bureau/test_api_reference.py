"""The page that explains the API: every address with a call to copy."""

import html
import re

import pytest
from django.urls import reverse

from bureau.api.reference import _curl
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
