from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau import health


class Command(BaseCommand):
    help = "Say how long jobs, letters, acts, the beat and the sealer waited; exit 1 if too long"

    def handle(self, *args: Any, **options: Any) -> None:
        ages = health.ages(at=timezone.now())
        for name, age in asdict(ages).items():
            self.stdout.write(f"{name:8} {'—' if age is None else f'{age} s'}")
        if ages.late:
            raise CommandError(_("Too long: %(names)s.") % {"names": ", ".join(ages.late)})
