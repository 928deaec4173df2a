"""What the tests of letters share: a Monday morning, and sending at an instant of it."""

from datetime import UTC, datetime, timedelta

from bureau.channels import Email
from bureau.models import Delivery
from bureau.selectors import work_calendar
from bureau.services import send_due, tell
from tests.bureau.test_notices import telling

MONDAY = datetime(2026, 11, 9, 1, tzinfo=UTC)  # 09:00
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def send(at, channel=None):
    return dict(send_due(channel=channel or Email(), at=at, calendar=work_calendar()))


def told(reader, cause="a", *, at=MONDAY, **given):
    tell(telling(reader, cause=cause, **given), at=at)
    return Delivery.objects.order_by("-pk").first()


def state_of(letter):
    letter.refresh_from_db()
    return letter.state
