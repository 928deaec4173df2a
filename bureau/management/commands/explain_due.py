from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bureau.choices import COUNTINGS
from bureau.commands import SpokenCommand
from bureau.forms import TermForm
from bureau.selectors import work_calendar


class Command(SpokenCommand):
    help = "Explain a due date day by day: explain_due 2026-02-13 5"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("start", help="the day of receipt")
        parser.add_argument("days", help="how many working days")

    def handle(self, *args: Any, start: str, days: str, **options: Any) -> None:
        form = TermForm({"start": start, "days": days})
        if not form.is_valid():
            raise CommandError("\n".join(_faults(form)))
        term = work_calendar().term(form.cleaned_data["start"], form.cleaned_data["days"])
        for step in term.steps:
            nth = f"{step.nth:>3}" if step.nth else "   "
            day = f"{step.day} {date_format(step.day, 'D')}"
            self.stdout.write(f"{day} {nth}  {COUNTINGS[step.counting]}  {step.name}".rstrip())
        self.stdout.write(_("Due on %(day)s, until 24:00") % {"day": term.due_on})
        if term.is_provisional:
            self.stdout.write(_("Provisional: a year on the way has no holiday notice yet"))


def _faults(form: TermForm) -> Iterator[str]:
    for name, errors in form.errors.items():
        yield f"{form[name].label}: {' '.join(errors)}"
