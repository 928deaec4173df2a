from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accountability.choices import LADDERS
from accountability.rules.counting import Counted
from accountability.rules.words import LadderCode
from accountability.selectors.counts import recount, unfounded
from bureau.commands import SpokenCommand
from bureau.models import Institution, Staff
from bureau.templatetags.shell import labelled
from complaints.models import Case
from followups.models import DoubtedFollowUp


class Command(SpokenCommand):
    help = (
        "Count a year anew from the findings; name where the rows differ, and whose proposals"
        " do not follow from what counts, of any year; exit with 1"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int, help="the year in which a year of counting begins")

    def handle(self, *args: Any, year: int, **options: Any) -> None:
        total, different = recount(year)
        for one in different.missing:
            self.stdout.write(labelled(_("counts, and no row says so"), _named(one)))
        for one in different.too_many:
            self.stdout.write(labelled(_("a row says so, and it does not count"), _named(one)))
        others = unfounded()
        for ladder, subject in others:
            said = _("proposals other than what counts calls for")
            self.stdout.write(labelled(said, _whom(ladder, subject)))
        found = len(different.missing) + len(different.too_many) + len(others)
        if found:
            raise CommandError(_("%(n)s differences.") % {"n": found}, returncode=1)
        self.stdout.write(
            _("%(year)s: %(n)s events, as the rows say.") % {"year": year, "n": total}
        )


def _whom(ladder: LadderCode, subject: int) -> str:
    if ladder.is_of_people:
        whom = Staff.objects.get(pk=subject).staff_no
    else:
        whom = Institution.objects.get(pk=subject).code
    return f"{LADDERS[ladder]} {whom}"


def _named(one: Counted) -> str:
    """Name an event by numbers; at the shell no person is named."""
    house = Institution.objects.get(pk=one.institution)
    whom = [house.code]
    if one.ladder.is_of_people:
        whom.append(Staff.objects.get(pk=one.subject).staff_no)
    source: Any = Case if one.ladder.counts_cases else DoubtedFollowUp
    no = source.objects.get(pk=one.case).no
    said = [str(LADDERS[one.ladder]), *whom, no, one.counted_on.isoformat(), str(one.weight)]
    return " ".join(said)
