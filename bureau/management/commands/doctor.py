from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bureau import health
from bureau.commands import SpokenCommand
from bureau.health_words import Line, calendar_line, lines_of
from bureau.selectors import year_to_load


class Command(SpokenCommand):
    help = "Say how long jobs, letters, acts, the beat and the sealer waited; exit 1 if too long"

    def handle(self, *args: Any, **options: Any) -> None:
        ages = health.ages(at=timezone.now())
        year = year_to_load(timezone.localdate())
        for line in (*lines_of(ages), calendar_line(year)):
            self.stdout.write(_in_a_line(line))
        if health.BEAT in ages.late:
            raise CommandError(
                _("Nothing runs: the scheduler or the worker gives no sign of life. Start both.")
            )
        if ages.late:
            count = len(ages.late)
            said = ngettext("%(n)s thing waits too long.", "%(n)s things wait too long.", count)
            raise CommandError(said % {"n": count})
        self.stdout.write(_("Everything runs."))


def _in_a_line(line: Line) -> str:
    """One thing looked at, with its limit, the verdict and what to do, where there are such."""
    facts = {"label": line.label, "since": line.since, "limit": line.limit, "do": line.remedy}
    if line.state == "late":
        return _("[bad] %(label)s: %(since)s, %(limit)s. %(do)s") % facts
    if line.state == "missing":
        return _("[bad] %(label)s: %(since)s. %(do)s") % facts
    if line.limit:
        return _("[ok] %(label)s: %(since)s, %(limit)s") % facts
    if line.state:
        return _("[ok] %(label)s: %(since)s") % facts
    return _("[—] %(label)s: %(since)s") % facts
