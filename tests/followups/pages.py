"""Pages of the registers, for tests: their addresses, their names, what they said."""

from django.contrib.messages import get_messages
from django.urls import reverse

HOUSE = ["371323A01", "2026-10"]
CANARY = "13987654321"
BAD_PHONE = ["李四", "ZY2", "2026-10-06", "139876543"]


def url(name, *args):
    return reverse(f"followups:{name}", args=args)


def page_of(response):
    """Name the page that answered, whatever it is made of."""
    return response.templates[0].name.removeprefix("followups/").removesuffix(".html")


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]
