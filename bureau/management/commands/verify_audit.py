from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.choices import TRAIL_FAULTS
from bureau.models import ActSeal
from bureau.selectors import trail_faults


class Command(BaseCommand):
    help = "Check the trail: name every act that was edited, deleted, put in, moved or cut off"

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for fault in trail_faults(at=timezone.now()):
            faults += 1
            self.stdout.write(f"{TRAIL_FAULTS[fault.kind]}: {fault.at}")
        if faults:
            raise CommandError(_("The trail has %(n)s faults.") % {"n": faults}, returncode=1)
        sealed = ActSeal.objects.count()
        self.stdout.write(_("The trail is whole: %(n)s acts sealed.") % {"n": sealed})
