from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.commands import SpokenCommand
from bureau.models import Institution
from bureau.services import seal_acts
from config.demo.books import OPEN_HOUSES
from config.demo.county import log_ins
from config.management.commands.seed_demo import demo_is_there
from followups import selectors, services
from followups.choices import REGISTER_STATES
from followups.management.commands.import_register import describe, in_words
from followups.models import MonthlyRegister, MonthReport, RegisterVersion
from followups.rules import register as rules
from followups.rules.register import FourNumbers
from followups.rules.words import UploadState


class Command(SpokenCommand):
    help = "Run the main job on the demo county: a register handed in, the month closed."

    def handle(self, *args: Any, **options: Any) -> None:
        if not demo_is_there():
            raise CommandError(_("There is no demo county yet: run seed_demo first."))
        now = timezone.now()
        register = MonthlyRegister.objects.filter(institution__code=OPEN_HOUSES[0]).latest("month")
        if not MonthlyRegister.objects.of_month(register.month).filter(arrived_on__isnull=False):
            # A later month has begun since the county was built.
            register = MonthlyRegister.objects.filter(
                institution__code=OPEN_HOUSES[0], arrived_on__isnull=False
            ).latest("month")
        month = register.month
        # As if handed in on the afternoon of the due day, where that has passed.
        due = timezone.make_aware(datetime.combine(register.due_on, time(16)))
        self._hand_in(register, min(now, due))
        zone = timezone.get_default_timezone()
        closes_at = rules.closes_at(month, zone, table=selectors.table_of(month))
        if now < closes_at:
            facts = {"month": f"{month:%Y-%m}", "day": f"{closes_at:%Y-%m-%d}"}
            self.stdout.write(_("%(month)s closes on %(day)s at 00:00.") % facts)
            services.reconcile(at=now)
            month = rules.month_before(month)
        else:
            # The month's report carries the end of the trail as it is now.
            seal_acts(at=now)
            services.close_month(month=month, at=selectors.closing_of(month).freezes_at)
        self._tell(MonthReport.objects.get(month=month, kind="final"))
        self.stdout.write("\n".join(["", *log_ins()]))
        self._tell_of_open_houses(register.month)

    def _tell_of_open_houses(self, month: date) -> None:
        """Name the log-ins of the houses whose register of the month is still to be handed in."""
        owed = MonthlyRegister.objects.of_month(month).filter(
            institution__code__in=OPEN_HOUSES, arrived_on=None
        )
        codes = owed.order_by("institution__code").values_list("institution__code", flat=True)
        logins = ", ".join(code[-3:].lower() for code in codes)
        if logins:
            said = _("%(log_ins)s: their register is still to be handed in")
            self.stdout.write("  " + said % {"log_ins": logins})

    def _hand_in(self, register: MonthlyRegister, at: datetime) -> None:
        house: Institution = register.institution
        path = Path(settings.BASE_DIR) / f"var/demo/{house.name}-{register.month:%Y-%m}.xlsx"
        standing = RegisterVersion.objects.filter(register=register).order_by("-number").first()
        if standing or not path.exists():
            facts = {"name": house, "no": standing.receipt_no if standing else "—"}
            self.stdout.write(_("%(name)s has handed in already, receipt %(no)s.") % facts)
            return
        upload = services.receive_upload(
            institution=house, month=register.month, name=path.name, content=path.read_bytes(),
            by=house.user_set.first(), at=at,
        )  # fmt: skip
        upload = services.check_upload(upload, at=at)
        self.stdout.write(in_words(describe(upload)))
        if upload.state != UploadState.CHECKED:
            raise CommandError(_("The demo's workbook could not be read."))
        version = services.submit_upload(upload=upload, by=upload.by, at=at)
        standing = rules.standing(
            due=register.due_on,
            arrived_on=timezone.localdate(at),
            completed_on=timezone.localdate(at),
            is_nil=False,
            day=timezone.localdate(at),
        )
        facts = {"no": version.receipt_no, "state": REGISTER_STATES[standing.state]}
        self.stdout.write(_("Handed in, receipt %(no)s: %(state)s.") % facts)

    def _tell(self, report: MonthReport) -> None:
        numbers = FourNumbers(*(report.figures[name] for name in FourNumbers._fields))
        facts = {
            "month": f"{report.month:%Y-%m}",
            "on_time": numbers.on_time,
            "expected": numbers.expected,
            "rate": f"{numbers.rate.value:.1%}",
            "n": numbers.expected - numbers.received,
        }
        said = _(
            "%(month)s is closed: %(on_time)s of %(expected)s on time (%(rate)s), %(n)s missing."
        )
        self.stdout.write("\n" + said % facts)
        for line in report.figures["lines"]:
            if line["state"] == "missing":
                self.stdout.write("  " + _("Missing: %(name)s") % line)
        checks = selectors.checks_of_months(MonthlyRegister.objects.all(), [report.month])
        drawn = sum(figures.required for figures in checks.values())
        said = _("Spot-checks drawn: %(lists)s lists, %(people)s people to call.")
        self.stdout.write("  " + said % {"lists": len(checks), "people": drawn})
        said = _("County report: %(address)s (xlsx and docx)")
        address = f"/registers/report/{report.month:%Y-%m}/"
        self.stdout.write("  " + said % {"address": address})
