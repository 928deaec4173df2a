"""The evidence of an item: round by round, what was before beside what is after."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Max, QuerySet

from rectification.models import Evidence, Item
from rectification.rules.words import Stage, Verdict

LOOKED_AT = (Verdict.RETURNED, Verdict.PHASED)
"""After these verdicts what had been shown was seen: the next application shows something new."""


def fresh_evidence(item: Item) -> QuerySet[Evidence]:
    """Return what shows the problem gone and was not looked at yet, of the present round."""
    rows = item.evidence.filter(round=item.round, stage=Stage.AFTER, attachment__withdrawn_at=None)
    seen = item.closures.filter(round=item.round, verdict__in=LOOKED_AT)
    last = seen.aggregate(last=Max("verified_at"))["last"]
    return rows.filter(attachment__at__gt=last) if last else rows


class Round(NamedTuple):
    number: int
    pairs: list[tuple[Evidence, ...]]
    papers: list[Evidence]


def rounds_of(item: Item, attachments: Any) -> list[Round]:
    """Lay out what a person may see of an item's evidence, the newest round first."""
    seen = item.evidence.filter(attachment__in=attachments)
    rows = list(seen.select_related("attachment__file", "attachment__by").order_by("pk"))
    numbers = sorted({row.round for row in rows}, reverse=True)
    return [_round(number, [row for row in rows if row.round == number]) for number in numbers]


def _round(number: int, rows: list[Evidence]) -> Round:
    pictures = [row for row in rows if row.attachment.media_type.startswith("image/")]
    before = [row for row in pictures if row.stage == Stage.BEFORE]
    after = [row for row in pictures if row.stage == Stage.AFTER]
    papers = [row for row in rows if row not in pictures]
    return Round(number, pairs_of(before, after), papers)


def pairs_of(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Lay what was before beside what is after; what has no counterpart goes two by two."""
    both = min(len(before), len(after))
    rest = (*before[both:], *after[both:])
    alone = [rest[at : at + 2] for at in range(0, len(rest), 2)]
    return [*zip(before, after, strict=False), *alone]
