"""What must always hold of registers, whatever was killed, cut or done twice.

Each is one query for the rows that break it, over all months.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_noop as _

from bureau.invariants import Breach
from bureau.models import Act
from followups import selectors
from followups.models import MonthlyRegister, RegisterRow, RegisterVersion, SpotCheck, Upload
from followups.rules import register as rules
from followups.rules.words import UploadState

STAGED = (UploadState.CHECKED, UploadState.SUBMITTED)
SUBMISSIONS = ("submit_upload", "file_nil_report")


def breaches(*, at: datetime) -> Iterator[Breach]:
    """Name every register, file or draw that contradicts itself."""
    for rule, rows in _broken().items():
        for row in rows:
            yield Breach(rule, str(row))
    yield from _versions_without_act()
    yield from _due_by_other_rules()


def _broken() -> dict[str, QuerySet]:
    versions = RegisterVersion.objects.filter(register=OuterRef("pk"))
    registers = MonthlyRegister.objects.select_related("institution")
    uploads = Upload.objects.select_related("register__institution", "file")
    staged = RegisterRow.objects.filter(upload=OuterRef("pk"))
    return {
        _("register arrived without a version"): registers.filter(
            ~Exists(versions), arrived_on__isnull=False
        ),
        _("register has versions and never arrived"): registers.filter(
            Exists(versions), ~Q(returns__as_missing=True), arrived_on__isnull=True
        ),
        _("nil report with rows"): registers.filter(is_nil=True, records__isnull=False).distinct(),
        _("file half staged"): uploads.filter(state__in=STAGED)
        .annotate(staged=Count("rows"))
        .exclude(staged=F("rows_total")),
        _("file has a version and was not submitted"): uploads.filter(
            Q(version__isnull=False), ~Q(state=UploadState.SUBMITTED)
        ),
        _("file waits and has rows"): uploads.filter(Exists(staged), state=UploadState.READING),
        _("spot-check over fewer people than required"): SpotCheck.objects.filter(
            drawn_at__isnull=False, is_replaced=False
        )
        .annotate(drawn=Count("items"))
        .filter(drawn__lt=F("required")),
    }


def _due_by_other_rules() -> Iterator[Breach]:
    """A month's registers are due as the table in force on its first day says, all of them."""
    for month in (
        MonthlyRegister.objects.order_by("month").values_list("month", flat=True).distinct()
    ):
        due_on = rules.due_on(month, table=selectors.table_of(month))
        of_month = MonthlyRegister.objects.of_month(month).select_related("institution")
        for register in of_month.exclude(due_on=due_on):
            yield Breach(_("register due by other rules than its month's"), str(register))


def _versions_without_act() -> Iterator[Breach]:
    """No submission without its act: the register's story tells every version there is."""
    acts = Act.objects.filter(object_kind="register", verb__in=SUBMISSIONS)
    told = {(no, facts.get("version")) for no, facts in acts.values_list("object_no", "facts")}
    versions = RegisterVersion.objects.select_related("register__institution")
    for version in versions.iterator(chunk_size=2_000):
        if (version.register.no, version.number) not in told:
            yield Breach(_("version without an act"), str(version))
