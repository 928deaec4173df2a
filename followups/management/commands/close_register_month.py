from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.commands import SpokenCommand
from bureau.services import atomic_with_files
from followups import services
from followups.management.commands.import_register import FIRST_MONTH, read_month
from followups.rules.register import FourNumbers


class Command(SpokenCommand):
    help = "Close a month: build the county report, draw the spot-checks. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month", help="the registers' month, 2026-10")
        parser.add_argument("--first-month", action="store_true", help=FIRST_MONTH)

    def handle(self, *args: Any, first_month: bool, **options: Any) -> None:
        month = read_month(options["month"])
        try:
            with atomic_with_files():
                if first_month:
                    services.open_month(month, at=timezone.now())
                report = services.close_month(month=month, at=timezone.now())
        except services.RegisterError as error:
            raise CommandError(str(error)) from error
        numbers = FourNumbers(*(report.figures[name] for name in FourNumbers._fields))
        built_at = timezone.localtime(report.built_at)
        facts = {**numbers._asdict(), "month": f"{month:%Y-%m}", "at": f"{built_at:%Y-%m-%d %H:%M}"}
        said = _(
            "%(month)s: expected %(expected)s, received %(received)s, on time %(on_time)s;"
            " report built %(at)s"
        )
        self.stdout.write(said % facts)
