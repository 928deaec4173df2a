"""The kinds of official papers of this app, as `bureau.paper_kinds` wants them told."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from bureau import paper_kinds
from bureau.models import Institution
from bureau.paper_kinds import Composed, PaperKind
from bureau.rules import SectionCode
from bureau.services import BureauError
from followups import notices
from followups.converters import month_of
from followups.models import MonthlyRegister, MonthReport
from followups.rules.register import RegisterState
from followups.rules.words import ReportKind

MONTH_NOTICE = "followups.month_notice"
REMINDER = "followups.reminder"


def compose_month_notice(user: Any, about: str, day: date) -> Composed:
    """Compose the notice on a closed month: its figures no longer change."""
    month = month_of(about)
    report = MonthReport.objects.visible_to(user).get(month=month, kind=ReportKind.FINAL)
    codes = [line["code"] for line in report.figures["lines"]]
    paper = notices.month_notice(report.figures, bureau=settings.BUREAU_NAME)
    return Composed(paper, list(Institution.objects.filter(code__in=codes)))


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
    section = SectionCode.MEDICAL_ADMIN
    for kind in (
        PaperKind(MONTH_NOTICE, "随访报送通报", "notice", section, compose_month_notice),
        PaperKind(REMINDER, "催办通知书", "reminder", section, compose_reminder),
    ):
        paper_kinds.register(kind)
