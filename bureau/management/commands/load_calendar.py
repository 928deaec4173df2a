from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bureau import notice_years, services

SOURCE = "国务院办公厅节假日安排通知"


class Command(BaseCommand):
    help = (
        "Load a year's holiday notice as the installed chinesecalendar has it. Safe to run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)

    def handle(self, *args: Any, year: int, **options: Any) -> None:
        holidays, makeup_days = notice_years.named_days(year)
        if not holidays:
            raise CommandError(f"the notice of {year} is not in the installed chinesecalendar")
        named = services.load_calendar_year(
            year=year, holidays=holidays, makeup_days=makeup_days, source=SOURCE
        )
        self.stdout.write(f"{year}: {named} days named")
