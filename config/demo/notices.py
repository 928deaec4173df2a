"""What people in the demo county were told, day by day, and what came of the letters."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from bureau import services as bureau
from bureau.channels import Message
from bureau.models import User
from bureau.selectors import work_calendar
from bureau.sending import STANDARD, ChannelName, Outcome, Report
from complaints.services import remind_of_cases
from config.demo.county import LOGINS
from followups import services

DAYS_TOLD = 75
CLOCKS_TOLD = 30
MAILS_OF = {login.username: f"{login.username}@anhe.example" for login in LOGINS}
# The line to this reader's mail server once broke, and this one's address is out of use.
UNKNOWN_TO, REFUSED_TO = MAILS_OF["kezhang"], "b01@anhe.example"


class DemoMail:
    """A way out that leads nowhere and says what a mail server might have said."""

    name = ChannelName.EMAIL

    def is_set_up(self) -> bool:
        return True

    def address_of(self, user: object) -> str:
        return getattr(user, "email", "")

    def send(self, message: Message) -> Report:
        if message.to == UNKNOWN_TO:
            return Report(Outcome.UNKNOWN, "SMTPServerDisconnected: Connection unexpectedly closed")
        if message.to == REFUSED_TO:
            return Report(Outcome.REFUSED, "SMTPRecipientsRefused: 550 mailbox unavailable")
        return Report(Outcome.SENT)


def tell_notices(*, until: date) -> None:
    """Let the reminders and letters of the days before `until` go out.

    What was told before this month is read.
    """
    for username, address in (*MAILS_OF.items(), ("b01", REFUSED_TO)):
        User.objects.filter(username=username).update(email=address)
    calendar = work_calendar()
    for back in range(DAYS_TOLD, 0, -1):
        morning = _at_opening(until - timedelta(days=back))
        services.remind_of_registers(at=morning, calendar=calendar)
        if back <= CLOCKS_TOLD:
            remind_of_cases(at=morning, calendar=calendar)
        later = morning + timedelta(minutes=STANDARD.collect_minutes)
        bureau.send_due(channel=DemoMail(), at=later, calendar=calendar)
    read_until = _at_opening(until.replace(day=1))
    for user in User.objects.filter(is_active=True):
        bureau.read_all_notices(user=user, at=read_until)


def _at_opening(day: date) -> datetime:
    opening: time = STANDARD.opens
    return timezone.make_aware(datetime.combine(day, opening))
