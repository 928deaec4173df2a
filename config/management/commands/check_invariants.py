from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import invariants as accountability
from bureau import invariants as bureau
from bureau.commands import SpokenCommand
from bureau.templatetags.shell import labelled
from complaints import invariants as complaints
from followups import invariants as followups
from rectification import invariants as rectification

APPS = (bureau, complaints, followups, rectification, accountability)


class Command(SpokenCommand):
    help = "Ask of the rows what must always hold; name every breach and exit with 1"

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        breaches = [breach for app in APPS for breach in app.breaches(at=at)]
        for breach in breaches:
            self.stdout.write(labelled(breach.words, breach.where))
        if breaches:
            raise CommandError(_("%(n)s breaches.") % {"n": len(breaches)}, returncode=1)
        self.stdout.write(_("Everything that must hold does."))
