"""What is drawn from for re-checks, what waits, and how far each month is."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, DateField, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from bureau.models import User
from complaints.models import Case, Recheck, RecheckDraw
from complaints.rules import rechecks
from complaints.rules.words import Finding
from complaints.selectors.hands import had_part
from complaints.selectors.lacking import keeps_out, stand_in


def unsubstantiated() -> QuerySet[Case]:
    """Return the cases whose findings hold and came to nothing."""
    return Case.objects.filter(verified_at__isnull=False, finding=Finding.UNSUBSTANTIATED)


def months_to_draw(*, before: date) -> list[date]:
    """List the months before a first of a month that have something to draw from and no draw."""
    over = unsubstantiated().filter(verified_at__date__lt=before)
    months = over.annotate(month=TruncMonth("verified_at", output_field=DateField()))
    left = months.exclude(month__in=RecheckDraw.objects.values("month"))
    return sorted(left.values_list("month", flat=True).distinct().order_by())


def frame_of(month: date) -> QuerySet[Case]:
    """Return the cases that a month is drawn from."""
    after = (month + timedelta(days=31)).replace(day=1)
    days = (month, after - timedelta(days=1))
    return unsubstantiated().filter(verified_at__date__range=days).order_by("no")


def recheck_of(case: Case) -> Recheck | None:
    """Return the re-check that waits on a case."""
    return Recheck.objects.waiting().filter(case=case).first()


def lacks_to_recheck(case: Case, *, by: User) -> str:
    """Say what is missing before somebody writes what a re-check came to."""
    if recheck_of(case) is None:
        return _("It was not drawn for a re-check, or it was re-checked already.")
    if stand_in(case, {by.pk}):
        return keeps_out()
    if not rechecks.may_recheck(by=by.pk, had_part=had_part([case.pk])):
        return _("You handled it or made its findings: somebody else re-checks it.")
    return ""


class Month(NamedTuple):
    """How far the re-checks of a month are, of the cases that somebody sees."""

    draw: RecheckDraw
    drawn: int
    done: int
    reopened: int
    moot: int


def progress(user: User) -> list[Month]:
    """Say of every draw how many were drawn, re-checked, reopened by it, or taken up before."""
    seen = Recheck.objects.visible_to(user).order_by()
    is_open = Q(result="")
    told = seen.values("draw").annotate(
        drawn=Count("pk"),
        done=Count("pk", filter=~is_open),
        back=Count("pk", filter=Q(result=rechecks.Recheck.REOPENED)),
        still=Count("pk", filter=is_open & Q(case__verified_at=F("verified_at"))),
    )
    counts = {row["draw"]: row for row in told}
    none = {"drawn": 0, "done": 0, "back": 0, "still": 0}
    rows = [(one, counts.get(one.pk, none)) for one in RecheckDraw.objects.visible_to(user)]
    return [
        Month(one, n["drawn"], n["done"], n["back"], n["drawn"] - n["done"] - n["still"])
        for one, n in rows
    ]


def is_as_drawn(draw: RecheckDraw) -> bool:
    """Test if a draw made again by its seed comes to the same cases."""
    again = rechecks.drawn(draw.frame, seed=draw.seed, percent=draw.percent)
    rows = set(draw.rechecks.values_list("case__no", flat=True))
    return rows == set(again) and rechecks.frame_hash(draw.frame) == draw.frame_hash
