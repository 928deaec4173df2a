"""The admin's pages as tests ask for them and read them."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def address(model: str, page: str = "changelist", *args) -> str:
    return reverse(f"admin:followups_{model}_{page}", args=args)


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def shown(response) -> list[str]:
    """The rows of a list, cell after cell, without their markup."""
    [body] = re.findall(r"<tbody>(.*?)</tbody>", text(response))
    lines = re.findall(r"<tr>(.*?)</tr>", body)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", line)).strip() for line in lines]


def count(response) -> int:
    return response.context["cl"].result_count


def chosen(*rows, action: str, **more) -> dict:
    return {"action": action, "_selected_action": [row.pk for row in rows], **more}


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
