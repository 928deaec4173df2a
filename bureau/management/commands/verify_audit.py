from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.choices import TRAIL_FAULTS
from bureau.commands import SpokenCommand
from bureau.models import ActSeal
from bureau.selectors import trail_faults
from bureau.trail import Anchor, Fault, read_printed


class Command(SpokenCommand):
    help = "Check the trail: name every act that was edited, deleted, put in, moved or cut off"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--printed",
            action="append",
            default=[],
            metavar="ANCHOR",
            help="an anchor as it stands on a monthly report; may be given more than once",
        )

    def handle(self, *args: Any, printed: list[str], **options: Any) -> None:
        anchors = [_read(text) for text in printed]
        faults = list(trail_faults(at=timezone.now(), printed=anchors))
        for fault in faults:
            facts = {"fault": TRAIL_FAULTS[fault.kind], "where": fault.at}
            self.stdout.write(_("%(fault)s: %(where)s") % facts)
        for anchor in anchors:
            self.stdout.write(_said_of(anchor, faults))
        if faults:
            raise CommandError(_("The trail has %(n)s faults.") % {"n": len(faults)}, returncode=1)
        sealed = ActSeal.objects.count()
        self.stdout.write(_("The trail is whole: %(n)s acts sealed.") % {"n": sealed})


def _read(text: str) -> Anchor:
    try:
        return read_printed(text)
    except ValueError:
        said = _(
            "“%(text)s” is no anchor. Type it as it is printed:"
            " a number, then four groups of eight signs."
        )
        raise CommandError(said % {"text": text}) from None


def _said_of(anchor: Anchor, faults: list[Fault]) -> str:
    is_lost = anchor.day in {fault.at for fault in faults}
    if is_lost:
        said = _("The chain does not lead through the printed anchor %(anchor)s any more.")
    else:
        said = _("The chain leads through the printed anchor %(anchor)s.")
    return said % {"anchor": anchor.day}
