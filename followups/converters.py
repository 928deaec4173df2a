import re
from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.urls import register_converter
from django.urls.converters import StringConverter


class MonthConverter:
    """A month in an address: 2026-10."""

    regex = r"20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else f"{value:%Y-%m}"


class CodeConverter(StringConverter):
    """An institution's code in an address: anything but the sign that the database refuses."""

    regex = r"[^/\x00]+"


def month_of(text: str) -> date:
    """Read a month as addresses write it.

    :raises ObjectDoesNotExist: for what is none, as for a month that nobody has.
    """
    if not re.fullmatch(MonthConverter.regex, text):
        raise ObjectDoesNotExist
    return MonthConverter().to_python(text)


register_converter(MonthConverter, "month")
register_converter(CodeConverter, "code")
