"""The way from a record back to what caused it, for every app's pages."""

from django import template
from django.template import Context

from config import sources

register = template.Library()


@register.simple_tag(takes_context=True)
def source_url(context: Context, kind: str, no: str) -> str:
    """Say where a source stands; empty where whoever reads may not see it."""
    return sources.source_url(kind, no, user=context["request"].user)
