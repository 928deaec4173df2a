"""Words put together with the punctuation of the language they are in."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language, gettext


def labelled(label: object, text: object) -> str:
    """Write a label and what it is about, with the colon of the language."""
    return gettext("%(label)s: %(text)s") % {"label": label, "text": text}


def bracketed(text: object) -> str:
    """Put something in brackets after what stands before, as the language sets them."""
    return gettext(" (%(text)s)") % {"text": text}


def sentences(parts: Iterable[str]) -> str:
    """Write phrases as sentences one after the other, ended and parted as the language does."""
    is_chinese = (get_language() or settings.LANGUAGE_CODE).startswith("zh")
    stop, between = ("。", "") if is_chinese else (".", " ")
    ended = (part if part[-1] in "。！？：.!?:" else part + stop for part in parts if part)
    return between.join(ended)
