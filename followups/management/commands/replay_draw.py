from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from bureau.commands import SpokenCommand
from followups import selectors
from followups.management.commands.import_register import read_month
from followups.models import SpotCheck


class Command(SpokenCommand):
    help = "Repeat a spot-check's draw from its kept frame and seed and hold it against the list."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("institution", help="institution code")
        parser.add_argument("month", help="the register's month, 2026-10")

    def handle(self, *args: Any, **options: Any) -> None:
        checks = SpotCheck.objects.filter(
            register__institution__code=options["institution"],
            register__month=read_month(options["month"]),
            drawn_at__isnull=False,
        )
        if not checks:
            raise CommandError(_("Nothing was drawn for this register."))
        differs = False
        for check in checks.order_by("number"):
            replayed = selectors.replay(check)
            same = replayed.same_frame and replayed.same_people
            differs = differs or not same
            facts = {
                "number": check.number,
                "seed": check.seed,
                "rows": len(check.frame),
                "frame": check.frame_hash[:12],
                "people": check.required,
                "verdict": _("the same") if same else _("DIFFERENT"),
            }
            said = _(
                "Draw %(number)s: seed %(seed)s, frame of %(rows)s rows %(frame)s,"
                " %(people)s people: %(verdict)s"
            )
            self.stdout.write(said % facts)
        if differs:
            raise SystemExit(1)
