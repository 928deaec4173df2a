"""Words in Chinese text, found along an index: by the pairs of neighbouring signs in them.

Chinese is written without spaces and most of its words have two signs, which an index of three
signs each does not know. Which columns are indexed so their migrations say.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.array import ArrayContains
from django.db.models import F, Func, Q, TextField, Value

LEAST = 2


class _Bigrams(Func):
    function = "bigrams"
    output_field = ArrayField(TextField())


def words_in(field: str, words: str) -> Q:
    """The condition on rows whose text holds the words as they stand.

    A single sign stands in every other text: it is no word to look for and finds nothing.
    """
    if len(words) < LEAST:
        return Q(pk__in=[])
    pairs = ArrayContains(_Bigrams(F(field)), _Bigrams(Value(words)))
    return Q(pairs) & Q(**{f"{field}__contains": words})
