"""Who read a bulletin: of each institution that it went to, when its officers first opened it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Min

from bureau.models import Act, Notice, OfficialPaper, User
from bureau.rules import ActorKind


class Receipt(NamedTuple):
    """One institution of those that a paper was sent to; None as long as nobody opened it."""

    institution: str
    read_at: datetime | None


def receipts_of(paper: OfficialPaper) -> Sequence[Receipt]:
    """List the readers of a signed paper by institution, who did not read it first.

    Opening the notice of it or taking its file counts; three queries however many there are.
    """
    houses = list(paper.institutions.order_by("code").values_list("pk", "name"))
    read = dict(_opened(paper))
    for house, at in _taken(paper):
        read[house] = min(at, read.get(house) or at)
    found = [Receipt(name, read.get(pk)) for pk, name in houses]
    return sorted(found, key=lambda one: one.read_at is not None)


def _opened(paper: OfficialPaper) -> list[tuple[int, datetime]]:
    rows = Notice.objects.filter(subject_kind="paper", subject_no=str(paper.pk))
    of_houses = rows.exclude(read_at=None).exclude(recipient__institution=None).order_by()
    by_house = of_houses.values_list("recipient__institution").annotate(Min("read_at"))
    return [(house, at) for house, at in by_house]


def _taken(paper: OfficialPaper) -> list[tuple[int, datetime]]:
    acts = Act.objects.filter(object_kind="paper", object_no=str(paper.pk), verb="download_paper")
    by_user = acts.filter(actor_kind=ActorKind.USER.value).order_by()
    first = dict(by_user.values_list("actor_id").annotate(Min("at")))
    users = User.objects.filter(pk__in=[int(one) for one in first]).exclude(institution=None)
    return [(house, first[str(pk)]) for pk, house in users.values_list("pk", "institution")]
