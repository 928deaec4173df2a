"""The kinds of official papers of this app, as `bureau.paper_kinds` wants them told."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from bureau import paper_kinds
from bureau.models import Institution, OfficialPaper
from bureau.paper_kinds import Composed, PaperKind
from bureau.rules import PaperState, SectionCode
from bureau.services import BureauError
from followups import notices
from followups.converters import month_of
from followups.models import MonthlyRegister, MonthReport, RegisterVersion
from followups.rules.register import RegisterState
from followups.rules.words import ReportKind

MONTH_NOTICE = "followups.month_notice"
REMINDER = "followups.reminder"
MOST_REMINDERS = 9


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
    code, month, _number = _read(about)
    registers = MonthlyRegister.objects.of_month(month)
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

    A further one says that the one before it brought nothing.

    :raises BureauError: if its register is in or not due yet, or the notice before is not signed.
    """
    code, month, number = _read(about)
    registers = MonthlyRegister.objects.visible_to(user).select_related("institution")
    register = registers.get(institution__code=code, month=month)
    before = reminders_of(register).filter(about=_about(register, number - 1)).first()
    if number > 1 and (before is None or before.state != PaperState.SIGNED):
        raise BureauError(_("The notice before this one is not signed yet."))
    if register.standing(day).state is not RegisterState.MISSING:
        raise BureauError(_("This register is in, or not due yet: there is nothing to urge."))
    paper = notices.reminder_notice(
        institution=register.institution.name,
        month=register.month,
        due_on=register.due_on,
        reminded=register.reminders.count(),
        day=day,
        bureau=settings.BUREAU_NAME,
        before=before.number.text if before and before.number else "",
    )
    return Composed(paper, [register.institution])


def notices_on(month: date) -> QuerySet[OfficialPaper]:
    """Find the notices on one month; none voided."""
    papers = OfficialPaper.objects.filter(kind=MONTH_NOTICE, about=f"{month:%Y-%m}")
    return papers.exclude(state=PaperState.VOIDED).select_related("number").order_by("pk")


def signed_about(register: MonthlyRegister) -> QuerySet[OfficialPaper]:
    """Find the papers that tell one institution of its month: notices on it, and what urged it."""
    signed = OfficialPaper.objects.filter(state=PaperState.SIGNED)
    found = notices_on(register.month).order_by() | reminders_of(register).order_by()
    return signed.filter(pk__in=found.values("pk")).select_related("number").order_by("signed_at")


def reminders_of(register: MonthlyRegister) -> QuerySet[OfficialPaper]:
    """Find the notices that urge one register, the first before further ones; none voided."""
    papers = OfficialPaper.objects.filter(kind=REMINDER).exclude(state=PaperState.VOIDED)
    stem = _about(register, 1)
    numbered = Q(about=stem) | Q(about__startswith=f"{stem}/")
    return papers.filter(numbered).select_related("number").order_by("about")


def next_reminder(register: MonthlyRegister, latest: OfficialPaper | None) -> str:
    """Name what a notice to be drafted next is about; nothing while one is in work."""
    if latest is None:
        return _about(register, 1)
    *_register, number = _read(latest.about)
    is_out, is_last = latest.state == PaperState.SIGNED, number == MOST_REMINDERS
    return _about(register, number + 1) if is_out and not is_last else ""


def _about(register: MonthlyRegister, number: int) -> str:
    stem = f"{register.institution.code}/{register.month_text}"
    return stem if number == 1 else f"{stem}/{number}"


def _read(about: str) -> tuple[str, date, int]:
    """Read institution, month and which notice to it; the first one has no number.

    :raises ObjectDoesNotExist: for what names no month, or no further notice.
    """
    code, month, number = [*about.split("/"), "", ""][:3] if about.count("/") < 3 else ("", "", "")
    if number and number not in map(str, range(2, MOST_REMINDERS + 1)):
        raise ObjectDoesNotExist
    return code, month_of(month), int(number or 1)


def register_paper_kinds() -> None:
    """Name this app's papers to the ground floor; called once, when the app is ready."""
    for name, label, series, compose, changes in (
        (
            MONTH_NOTICE,
            pgettext_lazy("paper", "Circular on the registers of a month"),
            "notice",
            compose_month_notice,
            changes_of_month,
        ),
        (
            REMINDER,
            pgettext_lazy("paper", "Notice to hand in"),
            "reminder",
            compose_reminder,
            changes_of_register,
        ),
    ):
        section = SectionCode.MEDICAL_ADMIN
        paper_kinds.register(PaperKind(name, label, series, section, compose, changes))
