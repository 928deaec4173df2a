"""The kinds of official papers of this app, as `bureau.paper_kinds` wants them told."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau import paper_kinds
from bureau.models import Institution
from bureau.paper_kinds import Composed, PaperKind
from bureau.rules import SectionCode
from bureau.services import BureauError
from followups import notices
from followups.converters import month_of
from followups.models import MonthlyRegister, MonthReport, RegisterVersion
from followups.rules.register import RegisterState
from followups.rules.words import ReportKind

MONTH_NOTICE = "followups.month_notice"
REMINDER = "followups.reminder"


def compose_month_notice(user: Any, about: str, day: date) -> Composed:
    """Compose the notice on a closed month: its figures no longer change."""
    month = month_of(about)
    report = MonthReport.objects.visible_to(user).get(month=month, kind=ReportKind.FINAL)
    codes = [line["code"] for line in report.figures["lines"]]
    done = _complete(month).filter(completed_on__lte=day)
    paper = notices.month_notice(
        report.figures,
        bureau=settings.BUREAU_NAME,
        day=day,
        made_good=done.values_list("institution__code", flat=True),
    )
    return Composed(paper, list(Institution.objects.filter(code__in=codes)))


def _complete(month: date) -> QuerySet[MonthlyRegister]:
    return MonthlyRegister.objects.of_month(month).filter(completed_on__isnull=False)


def changes_of_month(about: str, drafted_at: datetime, at: datetime) -> list[str]:
    """Name who has made a register good since a notice on its month was drafted."""
    month = month_of(about)
    report = MonthReport.objects.get(month=month, kind=ReportKind.FINAL)
    owed = [line["code"] for line in report.figures["lines"] if line["state"] in notices.OWING]
    return _came_in(_complete(month).filter(institution__code__in=owed), drafted_at, at)


def changes_of_register(about: str, drafted_at: datetime, at: datetime) -> list[str]:
    """Tell that the register a notice urges has come in since it was drafted."""
    code, _slash, month = about.partition("/")
    registers = MonthlyRegister.objects.of_month(month_of(month))
    return _came_in(registers.filter(institution__code=code), drafted_at, at)


def _came_in(registers: QuerySet[MonthlyRegister], after: datetime, until: datetime) -> list[str]:
    """Word who handed something in between two instants, by what was submitted last."""
    versions = RegisterVersion.objects.filter(
        register__in=registers, submitted_at__gt=after, submitted_at__lte=until
    )
    latest = versions.order_by("register__institution__code", "-number").distinct(
        "register__institution__code"
    )
    said = _("%(name)s handed in on %(at)s.")
    return [
        said
        % {
            "name": one.register.institution.name,
            "at": f"{timezone.localtime(one.submitted_at):%Y-%m-%d %H:%M}",
        }
        for one in latest.select_related("register__institution")
    ]


def compose_reminder(user: Any, about: str, day: date) -> Composed:
    """Compose the notice to one institution that is past its day without a file.

    :raises BureauError: if its register is in, or not due yet.
    """
    code, _slash, month = about.partition("/")
    registers = MonthlyRegister.objects.visible_to(user).select_related("institution")
    register = registers.get(institution__code=code, month=month_of(month))
    if register.standing(day).state is not RegisterState.MISSING:
        raise BureauError(_("This register is in, or not due yet: there is nothing to urge."))
    paper = notices.reminder_notice(
        institution=register.institution.name,
        month=register.month,
        due_on=register.due_on,
        reminded=register.reminders.count(),
        day=day,
        bureau=settings.BUREAU_NAME,
    )
    return Composed(paper, [register.institution])


def register_paper_kinds() -> None:
    """Name this app's papers to the ground floor; called once, when the app is ready."""
    for name, label, series, compose, changes in (
        (MONTH_NOTICE, "随访报送通报", "notice", compose_month_notice, changes_of_month),
        (REMINDER, "催办通知书", "reminder", compose_reminder, changes_of_register),
    ):
        section = SectionCode.MEDICAL_ADMIN
        paper_kinds.register(PaperKind(name, label, series, section, compose, changes))
