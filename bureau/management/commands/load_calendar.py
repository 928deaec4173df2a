from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau import notice_years, services
from bureau.commands import SpokenCommand
from bureau.models import CalendarDay
from bureau.services import NOTICE_SOURCE


class Command(SpokenCommand):
    help = (
        "Load a year's holiday notice: from a file with a line a day (2027-01-01,放假,元旦 or"
        " 2027-02-07,上班,春节), else as the installed chinesecalendar has it. Safe to run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--file", type=Path, metavar="CSV")

    def handle(self, *args: Any, year: int, file: Path | None, **options: Any) -> None:
        told = {"year": year, "source": NOTICE_SOURCE, "by": None, "at": timezone.now()}
        if file is None:
            self._load_what_is_installed(told)
        else:
            self._load(file, told)
        facts = {"year": year, "n": CalendarDay.objects.filter(day__year=year).count()}
        self.stdout.write(_("%(year)s: %(n)s days named.") % facts)

    def _load(self, file: Path, told: dict[str, Any]) -> None:
        try:
            services.load_notice(content=file.read_bytes(), **told)
        except OSError:
            raise CommandError(_("No file %(file)s can be read.") % {"file": file}) from None
        except services.DirectoryError as error:
            raise CommandError(str(error)) from None

    def _load_what_is_installed(self, told: dict[str, Any]) -> None:
        holidays, makeup_days = notice_years.named_days(told["year"])
        if not holidays:
            said = _(
                "The notice of %(year)s is not in the installed chinesecalendar."
                " Give it with --file."
            )
            raise CommandError(said % told)
        services.load_calendar_year(holidays=holidays, makeup_days=makeup_days, **told)
