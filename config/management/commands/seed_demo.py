from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.commands import SpokenCommand
from bureau.models import Institution, Staff
from bureau.services import atomic_with_files
from config.demo.accountability import tell_accountability
from config.demo.books import OPEN_HOUSES, write_books
from config.demo.complaints import tell_complaints
from config.demo.county import (
    NotTheDemo,
    is_there,
    log_ins,
    make_county,
    tell_directory,
)
from config.demo.ledger import tell_ledger
from config.demo.months import tell_months
from config.demo.notices import tell_notices
from config.demo.papers import tell_papers
from config.demo.places import tell_places
from config.demo.rules import tell_rules
from config.demo.second_words import tell_second_words
from config.demo.systems import make_systems
from config.demo.visits import tell_visits
from followups.rules import register as rules

MONTHS = 12


class Command(SpokenCommand):
    help = "Build the demo county with the twelve months before a day. What is there is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="the day it is; default today")
        parser.add_argument(
            "--without-debug",
            action="store_true",
            help="where DEBUG is off, as in production: say that this database is for the demo",
        )
        parser.add_argument("--months", type=int, default=MONTHS, help="how many months to tell")

        parser.add_argument(
            "--log-ins-later", action="store_true", help="leave the log-ins to the main job"
        )

    def handle(
        self, *args: Any, on: date | None, months: int, without_debug: bool, **options: Any
    ) -> None:
        if not (settings.DEBUG or without_debug):
            raise CommandError(
                _(
                    "DEBUG is off, so this may be a real bureau's database: it would get accounts "
                    "with a password that everybody knows. If it is for the demo, say "
                    "--without-debug."
                )
            )
        there = demo_is_there()
        day = on or timezone.localdate()
        newest = rules.month_before(rules.first_of_month(day))
        call_command("sync_roles", stdout=self.stdout)
        if there:
            self.stdout.write(_("The demo county is there already and kept as it is."))
            return
        first = rules.months_until(newest, count=months)[0]
        with atomic_with_files():
            make_county(from_on=first, newcomer_from=rules.months_until(newest, count=4)[0])
            at = timezone.now()
            for month in tell_months(until=newest, count=months, day=day, at=at):
                if self.stdout.isatty():
                    self.stdout.write(f"  {month:%Y-%m}")
            tell_directory(until=day)
            tell_ledger(until=day, first=first, months=months)
            tell_complaints(until=day, first=first, months=months)
            tell_papers()
            tell_accountability(until=day)
            tell_places(day=day)
            tell_visits(day=day)
            key = make_systems(at=at)
            tell_rules(day=day)
            tell_second_words(day=day)
            # Last, so that no letter is left that would have gone out long ago.
            tell_notices(until=day)
        for path in self._write_books(newest, day):
            self.stdout.write(
                _("To be handed in: %(file)s") % {"file": path.relative_to(settings.BASE_DIR)}
            )
        if not options["log_ins_later"]:
            self.stdout.write("\n".join(log_ins()))
            said = _("%(log_ins)s: their register is still to be handed in")
            self.stdout.write("  " + said % {"log_ins": "a02, b01"})
        said = _("API key of %(name)s, shown this once: %(key)s")
        self.stdout.write("  " + said % {"name": "县人民医院", "key": key})

    def _write_books(self, month: date, day: date) -> list[Path]:
        houses = Institution.objects.filter(code__in=OPEN_HOUSES)
        doctors = {
            house.code: list(
                Staff.objects.filter(institution=house, position="医师")
                .order_by("staff_no")
                .values_list("department__name", "name")
            )
            for house in houses
        }
        names = {house.code: house.name for house in houses}
        folder = Path(settings.BASE_DIR) / "var/demo"
        return write_books(folder, month=month, until=day, doctors=doctors, names=names)


def demo_is_there() -> bool:
    """Tell the demo's database from an empty one.

    :raises CommandError: if it is neither.
    """
    try:
        return is_there()
    except NotTheDemo:
        raise CommandError(
            _(
                "There are accounts here that the demo did not open: this may be a real bureau's "
                "database, and the demo keeps out of it. Give DATABASE_URL an empty one."
            )
        ) from None
