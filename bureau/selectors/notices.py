"""What waits to be read, and what waits to be sent."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from bureau import sending
from bureau.calendar import WorkCalendar
from bureau.models import Delivery
from bureau.models.notices import SENT_AGAIN
from bureau.sending import Urgency

# Over the longest holidays nothing goes out.
LONGEST_REST = timedelta(days=10)


def letter_counts(letters: QuerySet[Delivery]) -> dict[str, int]:
    """Count letters by their state."""
    counted = letters.order_by().values_list("state").annotate(n=Count("pk"))
    return dict(counted)


def letters_forgotten(*, at: datetime) -> QuerySet[Delivery]:
    """Pick the letters that no night and no holiday keeps: they should long be out, or dead."""
    return Delivery.objects.to_send().filter(next_try_at__lt=at - LONGEST_REST)


def letters_due(channel: str, *, at: datetime, calendar: WorkCalendar) -> QuerySet[Delivery]:
    """Pick the letters that may go out now, the longest-waiting first.

    At night and on rest days only what concerns safety, and nobody's second letter of a day.
    """
    zone = timezone.get_default_timezone()
    due = Delivery.objects.to_send().filter(channel=channel, next_try_at__lte=at)
    if not sending.is_office_hour(at, calendar=calendar, zone=zone):
        due = due.filter(urgency=Urgency.SAFETY)
    of_today = Delivery.objects.filter(
        channel=channel, recipient=OuterRef("recipient"), digest_on=timezone.localdate(at)
    )
    had_another = Q(Exists(of_today.exclude(pk=OuterRef("pk"))))
    # What a person has sent again goes at once, beside the day's letter.
    second = had_another & Q(urgency=Urgency.NORMAL) & ~SENT_AGAIN
    return due.exclude(second).order_by("next_try_at", "pk")
