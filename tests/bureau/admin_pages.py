"""Addresses of the ground floor's admin pages, and their words without the line breaks."""

import re

from django.urls import reverse


def address(model: str, page: str = "changelist", *args) -> str:
    return reverse(f"admin:bureau_{model}_{page}", args=args)


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())
