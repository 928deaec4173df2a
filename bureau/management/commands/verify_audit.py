from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.choices import TRAIL_FAULTS
from bureau.commands import SpokenCommand
from bureau.models import ActSeal
from bureau.selectors import trail_faults


class Command(SpokenCommand):
    help = "Check the trail: name every act that was edited, deleted, put in, moved or cut off"

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for fault in trail_faults(at=timezone.now()):
            faults += 1
            facts = {"fault": TRAIL_FAULTS[fault.kind], "where": fault.at}
            self.stdout.write(_("%(fault)s: %(where)s") % facts)
        if faults:
            raise CommandError(_("The trail has %(n)s faults.") % {"n": faults}, returncode=1)
        sealed = ActSeal.objects.count()
        self.stdout.write(_("The trail is whole: %(n)s acts sealed.") % {"n": sealed})
