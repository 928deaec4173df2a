"""Words in Chinese text, found along an index: by the pairs of neighbouring signs in them.

Chinese is written without spaces and most of its words have two signs, which an index of three
signs each does not know. Which columns are indexed so their migrations say.
"""

from functools import reduce
from operator import and_

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.array import ArrayContains
from django.db.models import F, Func, Q, TextField, Value

LEAST = 2


class _Bigrams(Func):
    function = "bigrams"
    output_field = ArrayField(TextField())


def words_in(field: str, words: str) -> Q:
    """The condition on rows whose text holds the words as they stand, or each of several.

    A single sign stands in every other text: it is no word to look for and finds nothing, and
    beside longer words it only narrows what they find.
    """
    parts = words.split()
    found = _as_it_stands(field, words)
    if len(parts) > 1 and any(len(part) >= LEAST for part in parts):
        found |= reduce(and_, (_part(field, part) for part in parts))
    return found


def _as_it_stands(field: str, words: str) -> Q:
    if len(words) < LEAST:
        return Q(pk__in=[])
    pairs = ArrayContains(_Bigrams(F(field)), _Bigrams(Value(words)))
    return Q(pairs) & Q(**{f"{field}__contains": words})


def _part(field: str, part: str) -> Q:
    is_word = len(part) >= LEAST
    return _as_it_stands(field, part) if is_word else Q(**{f"{field}__contains": part})


def stand_in(text: str, words: str) -> bool:
    """Test if a text that no index knows holds the words, as `words_in` means it."""
    parts = words.split()
    is_there = len(words) >= LEAST and words in text
    is_word = any(len(part) >= LEAST for part in parts)
    return is_there or (is_word and all(part in text for part in parts))
