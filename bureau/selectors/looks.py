"""How often somebody looked behind a mask, counted from the acts that each look leaves."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from bureau.models import Act, User
from bureau.rules import LOOK, LOOK_OFTEN, Looks

AN_HOUR = timedelta(hours=1)


def looks() -> QuerySet[Act]:
    """Acts that are looks behind a mask, whichever app's."""
    return Act.objects.filter(verb__startswith=LOOK)


def looks_of(user: User, *, at: datetime) -> Looks:
    """Count a person's looks within the hour up to `at`, and on its day."""
    own = looks().filter(**user.actor.as_columns(), at__lte=at)
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return Looks(own.filter(at__gt=at - AN_HOUR).count(), own.filter(at__gte=midnight).count())


def was_told_of(user: User, day: date) -> bool:
    """Test if a day's many looks of a person are on record already."""
    return Act.objects.filter(verb=LOOK_OFTEN, object_no=user.username, at__date=day).exists()


def who_looked_often(day: date) -> list[tuple[str, int]]:
    """Name who looked as often on a day as somebody ought to know of, and how often by now."""
    often = Act.objects.filter(verb=LOOK_OFTEN, at__date=day).values_list("facts__doer", flat=True)
    found = looks().filter(at__date=day, actor_id__in=list(often)).values("actor_id")
    counted = found.annotate(name=Max("actor_name"), n=Count("pk")).order_by("-n")
    return list(counted.values_list("name", "n"))
