"""Words put together with the punctuation of the language they are in."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, gettext, override


def labelled(label: object, text: object) -> str:
    """Write a label and what it is about, with the colon of the language; a question needs none."""
    asked = str(label)
    if asked.endswith("？"):
        return f"{asked}{text}"
    if asked.endswith("?"):
        return f"{asked} {text}"
    return gettext("%(label)s: %(text)s") % {"label": label, "text": text}


def bracketed(text: object) -> str:
    """Put something in brackets after what stands before, as the language sets them."""
    return gettext(" (%(text)s)") % {"text": text}


def listed(names: Iterable[object]) -> str:
    """Write names one after the other, parted as the language parts them."""
    return ("、" if _in_chinese() else ", ").join(str(name) for name in names)


def filled(words: str | Promise, **values: object) -> Any:
    """Fill words in whenever they are read, in the language of who reads them."""
    return lazy(lambda: str(words) % values, str)()


def in_each_language(words: Callable[[], object]) -> dict[str, str]:
    """Make a sentence in every language of the house, to be kept: whoever reads may change."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = str(words())
    return said


def sentences(parts: Iterable[str]) -> str:
    """Write phrases as sentences one after the other, ended and parted as the language does."""
    stop, between = ("。", "") if _in_chinese() else (".", " ")
    ended = (part if part[-1] in "。！？：.!?:" else part + stop for part in parts if part)
    return between.join(ended)


def _in_chinese() -> bool:
    return (get_language() or settings.LANGUAGE_CODE).startswith("zh")
