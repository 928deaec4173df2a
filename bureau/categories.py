"""Reads of the categories of problems: what they count for on a day, and the lexicon as a value."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q

from bureau.category_table import KIND, CategoryTable, Counting, counting
from bureau.models import LexiconEntry, ProblemCategory
from bureau.opinion_sorting import Lexicon, Phrase
from bureau.rule_tables import read
from bureau.selectors import rules_on


class Branch(NamedTuple):
    """A category of the first level with its kinds, and what they count for."""

    category: ProblemCategory
    kinds: list[ProblemCategory]
    counting: Counting


def category_table_on(day: date) -> CategoryTable:
    """Return what categories count for, for an event of a day.

    :raises NoRuleInForce: where no version holds yet.
    """
    return read(CategoryTable, rules_on(KIND, day))


def category_tree(day: date) -> list[Branch]:
    """List every category, retired ones too, with what it counts for and its number of phrases."""
    in_use = Count("phrases", filter=Q(phrases__is_active=True))
    in_order = ProblemCategory.objects.annotate(phrase_count=in_use).order_by("order", "code")
    known = list(in_order)
    table = category_table_on(day)
    return [
        Branch(
            top,
            [one for one in known if one.parent_id == top.pk],
            counting(top.code, table=table),
        )
        for top in known
        if top.parent_id is None
    ]


def category_names(codes: Iterable[str]) -> dict[str, str]:
    """Name categories by their codes; a code that is not known stands for itself."""
    codes = list(codes)
    found = ProblemCategory.objects.filter(code__in=codes).values_list("code", "name")
    return {**{code: code for code in codes}, **dict(found)}


def top_names() -> dict[str, str]:
    """Name every category of the first level by its code."""
    return dict(ProblemCategory.objects.tops().values_list("code", "name"))


def lexicon_in_use() -> Lexicon:
    """Load the lexicon as a value: one query, to be made once for many texts."""
    entries = LexiconEntry.objects.in_use().order_by("pk")
    said = entries.values_list("phrase", "category__code", "priority")
    return Lexicon(Phrase(text, code or "", priority) for text, code, priority in said)
