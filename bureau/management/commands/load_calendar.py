from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau import notice_years, services
from bureau.commands import SpokenCommand

SOURCE = "国务院办公厅节假日安排通知"


class Command(SpokenCommand):
    help = (
        "Load a year's holiday notice as the installed chinesecalendar has it. Safe to run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)

    def handle(self, *args: Any, year: int, **options: Any) -> None:
        holidays, makeup_days = notice_years.named_days(year)
        if not holidays:
            said = _("The notice of %(year)s is not in the installed chinesecalendar.")
            raise CommandError(said % {"year": year})
        named = services.load_calendar_year(
            year=year,
            holidays=holidays,
            makeup_days=makeup_days,
            source=SOURCE,
            by=None,
            at=timezone.now(),
        )
        facts = {"year": year, "n": named}
        self.stdout.write(_("%(year)s: %(n)s days named.") % facts)
