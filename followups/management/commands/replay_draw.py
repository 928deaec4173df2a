from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from followups import selectors
from followups.management.commands.import_register import month
from followups.models import SpotCheck


class Command(BaseCommand):
    help = "Repeat a spot-check's draw from its kept frame and seed and hold it against the list."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("institution", help="institution code")
        parser.add_argument("month", type=month, help="the register's month, 2026-10")

    def handle(self, *args: Any, **options: Any) -> None:
        checks = SpotCheck.objects.filter(
            register__institution__code=options["institution"],
            register__month=options["month"],
            drawn_at__isnull=False,
        )
        if not checks:
            raise CommandError("nothing was drawn for this register")
        differs = False
        for check in checks.order_by("number"):
            replayed = selectors.replay(check)
            same = replayed.same_frame and replayed.same_people
            differs = differs or not same
            self.stdout.write(
                f"draw {check.number}: seed {check.seed}, frame {len(check.frame)} rows"
                f" {check.frame_hash[:12]}, {check.required} people: "
                + ("the same" if same else "DIFFERENT")
            )
        if differs:
            raise SystemExit(1)
