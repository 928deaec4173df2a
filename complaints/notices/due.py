"""What is told of a clock: that its day is near, or past."""

from collections.abc import Iterable
from functools import partial

from django.utils.translation import gettext

from bureau.models import Section, User
from bureau.sending import NoticeKind, Urgency
from bureau.services import Telling
from bureau.templatetags.shell import short_day
from complaints.models import ClockRow
from complaints.notices.telling import telling
from complaints.rules.words import ClockCode


def due_soon(clock: ClockRow, recipients: Iterable[User]) -> Telling:
    said = partial(_due, clock)
    return telling(clock.case, said, "", recipients, kind=NoticeKind.DUE, urgency=_pressing(clock))


def _due(clock: ClockRow) -> str:
    said = gettext("%(no)s: “%(clock)s” is due on %(day)s.")
    return said % _facts(clock)


def overdue(clock: ClockRow, recipients: Iterable[User], *, section: Section | None) -> Telling:
    """Tell that a day has passed; a case that nobody took up names the section on duty."""
    said = partial(_overdue, clock, section)
    return telling(
        clock.case, said, "", recipients, kind=NoticeKind.OVERDUE, urgency=_pressing(clock)
    )


def _overdue(clock: ClockRow, section: Section | None) -> str:
    if section is not None:
        said = gettext(
            "%(no)s: nobody has taken it up; “%(clock)s” was due on %(day)s. It is %(section)s's."
        )
        return said % {**_facts(clock), "section": section.name}
    return gettext("%(no)s: “%(clock)s” was due on %(day)s and is not done.") % _facts(clock)


def _facts(clock: ClockRow) -> dict[str, str]:
    words = clock.get_code_display()
    return {"no": clock.case.no, "clock": words, "day": short_day(clock.due_on)}


def _pressing(clock: ClockRow) -> Urgency:
    return Urgency.SAFETY if clock.code == ClockCode.FIRST_ACTION else Urgency.NORMAL


def title(clock: ClockRow) -> str:
    said = gettext("Case %(no)s: %(clock)s")
    return said % {"no": clock.case.no, "clock": clock.get_code_display()}
