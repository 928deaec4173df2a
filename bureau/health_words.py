"""What the platform's own health is called, for the page and for the command."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bureau import health

MINUTE, HOUR, DAY = 60, 3_600, 86_400
RESTART = gettext_lazy("Have the scheduler and the workers started again.")
# What is asked, and what to do where it is late.
LINES = {
    "beat": (gettext_lazy("Last sign of life of scheduler and worker"), RESTART),
    "worker": (gettext_lazy("Last job done by a worker"), ""),
    "queue": (gettext_lazy("Job that waits longest"), RESTART),
    "letters": (
        gettext_lazy("Letter that waits longest"),
        gettext_lazy("Open the letters, and have the mail server looked at."),
    ),
    "acts": (gettext_lazy("Act that waits longest for its seal"), RESTART),
    "seal": (gettext_lazy("Last seal on the trail"), ""),
}
# What happened last; of the others it is told what waits.
HAPPENED = {"beat", "worker", "seal"}


NOTICE_MISSING = gettext_lazy(
    "Load the year's notice under “calendar years”: until then its due dates are provisional."
)


class Line(NamedTuple):
    """One thing looked at: `limit` and `state` are empty where nothing is asked of it."""

    label: Any
    since: str
    limit: str
    state: str
    remedy: Any


def lines_of(ages: health.Ages) -> Iterator[Line]:
    for name, age in asdict(ages).items():
        label, remedy = LINES[name]
        yield Line(label, _since(name, age), _limit(name), _state(name, ages), remedy)


def _state(name: str, ages: health.Ages) -> str:
    """Late or well; nothing is said of what need not happen."""
    if name not in health.MOST:
        return ""
    return "late" if name in ages.late else "well"


def _limit(name: str) -> str:
    if name not in health.MOST:
        return ""
    return _("at most %(time)s") % {"time": _in_words(int(health.MOST[name].total_seconds()))}


def _since(name: str, age: int | None) -> str:
    if name not in HAPPENED:
        return _("nothing waits") if age is None else _in_words(age)
    return _("never yet") if age is None else _("%(time)s ago") % {"time": _in_words(age)}


def _in_words(age: int) -> str:
    if age < MINUTE:
        return _("less than a minute")
    if age < HOUR:
        return ngettext("%(n)s minute", "%(n)s minutes", age // MINUTE) % {"n": age // MINUTE}
    if age < DAY:
        return ngettext("%(n)s hour", "%(n)s hours", age // HOUR) % {"n": age // HOUR}
    return ngettext("%(n)s day", "%(n)s days", age // DAY) % {"n": age // DAY}


def calendar_line(year: int | None) -> Line:
    """Say which year's holidays are not known though they should be, if any."""
    label = _("Working calendar")
    if year is None:
        return Line(label, _("loaded"), "", "well", "")
    said = _("%(year)s is not loaded") % {"year": year}
    return Line(label, said, "", "missing", NOTICE_MISSING)
