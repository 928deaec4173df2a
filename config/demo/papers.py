"""What left the demo county's house: notices with numbers, proofs, lists that were taken out."""

import io
from datetime import datetime, timedelta

from django.utils import timezone
from PIL import Image, ImageDraw

from bureau import services
from bureau.exports import kind_of
from bureau.models import Notice, OfficialPaper, User
from bureau.paper_kinds import paper_kind
from bureau.rules import ExportForm, Role
from followups.models import MonthlyRegister, MonthReport, RegisterVersion
from followups.paper_kinds import MONTH_NOTICE, REMINDER
from followups.rules import register as rules
from followups.rules.words import ReportKind
from followups.services import add_proof

AN_HOUR = timedelta(hours=1)


def tell_papers() -> None:
    """Tell every closed month's notice: the newest under review, one voided and issued again."""
    clerk, head, leader = (
        User.objects.filter(groups__name=role.value).order_by("pk").first()
        for role in (Role.BUREAU_STAFF, Role.SECTION_HEAD, Role.LEADER)
    )
    closed = MonthReport.objects.filter(kind=ReportKind.FINAL).order_by("month")
    months = list(closed.values_list("month", flat=True))
    for number, month in enumerate(months):
        at = _afternoon(rules.month_after(month).replace(day=12))
        paper = _drafted(clerk, MONTH_NOTICE, f"{month:%Y-%m}", at)
        if month == months[-1]:
            services.send_paper(paper=paper, by=clerk, at=at + AN_HOUR)
            continue
        _signed(paper, head, leader, at)
        if number == 0:
            why = "附件中一家机构名称有误，收回重印"
            services.void_paper(paper=paper, reason=why, by=leader, at=at + 3 * AN_HOUR)
            again = _drafted(clerk, MONTH_NOTICE, f"{month:%Y-%m}", at + 4 * AN_HOUR)
            _signed(again, head, leader, at + 4 * AN_HOUR)
    _urge(clerk, head, leader)
    _proofs()
    _exports(clerk)


def _afternoon(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()) + timedelta(hours=14))


def _drafted(by: User, kind: str, about: str, at: datetime) -> OfficialPaper:
    return services.draft_paper(kind=paper_kind(kind), about=about, by=by, at=at)


def _signed(paper: OfficialPaper, head: User, leader: User, at: datetime) -> None:
    services.send_paper(paper=paper, by=paper.drafted_by, at=at)
    services.review_paper(paper=paper, by=head, at=at + AN_HOUR)
    services.sign_paper(paper=paper, by=leader, at=at + 2 * AN_HOUR)
    for notice in Notice.objects.filter(subject_kind="paper", subject_no=str(paper.pk)):
        services.read_notice(notice=notice, at=at + 3 * AN_HOUR)


def _urge(clerk: User, head: User, leader: User) -> None:
    """Urge the house that has handed in nothing for the newest closed month, if there is one."""
    missing = MonthlyRegister.objects.filter(arrived_on=None, month__in=MonthReport.objects.values(
        "month")).select_related("institution")  # fmt: skip
    register = missing.order_by("-month").first()
    if register:
        at = _afternoon(rules.month_after(register.month).replace(day=13))
        about = f"{register.institution.code}/{register.month_text}"
        _signed(_drafted(clerk, REMINDER, about, at), head, leader, at)


def _proofs() -> None:
    for version in RegisterVersion.objects.filter(after_closing=True).select_related("by")[:3]:
        add_proof(
            version=version,
            name="科室纸质登记本.jpg",
            content=_photograph(version.receipt_no),
            by=version.by,
            at=version.submitted_at + AN_HOUR,
        )


def _photograph(said: str) -> bytes:
    """Draw what a photo of a page would be: lines, and the number of the receipt."""
    page = Image.new("RGB", (720, 480), "#F4F1E8")
    pen = ImageDraw.Draw(page)
    for top in range(60, 460, 40):
        pen.line((40, top, 680, top), fill="#8AA0B8", width=2)
    pen.text((60, 30), said, fill="#1F2733")
    buffer = io.BytesIO()
    page.save(buffer, format="JPEG")
    return buffer.getvalue()


def _exports(clerk: User) -> None:
    version = RegisterVersion.objects.select_related("register__institution").latest("arrived_at")
    register, kind = version.register, kind_of("followups.rows")
    about = {"code": register.institution.code, "month": register.month_text}
    at = version.submitted_at + AN_HOUR
    wishes = [{"clear": False}, {"clear": True, "reason": "与医院核对患者联系电话"}]
    for wish in wishes:
        request = services.ask_export(
            kind=kind, arguments=about, form=ExportForm.XLSX, by=clerk, at=at, **wish
        )
        services.build_export(request, at=at, clock=lambda: at)
        services.download_export(request=request, by=clerk, at=at)
    services.expire_exports(at=at + timedelta(days=2))
