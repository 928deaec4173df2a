"""The report of a month as it was built: the final one closes the month."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bureau.models import StoredFile
from followups import choices
from followups.models.registers import RegisterQuerySet
from followups.rules import register as rules
from followups.rules.words import ReportKind


class ReportQuerySet(RegisterQuerySet):
    """The county report names every institution, so it is for those who see the county."""

    def visible_to(self, user) -> Self:
        return self if self.sees_whole_county(user) else self.none()


class MonthReport(models.Model):
    """The county report of a month as it was built. The final one closes the month."""

    month = models.DateField(_("month"))
    kind = models.CharField(_("kind"), max_length=12, choices=choices.REPORT_KINDS)
    built_at = models.DateTimeField(_("built at"))
    figures = models.JSONField(_("figures"))
    xlsx = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("workbook")
    )
    docx = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("document")
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("county report")
        verbose_name_plural = _("county reports")
        ordering = ["-month", "kind"]
        constraints = [
            models.UniqueConstraint("month", "kind", name="report_once_per_month_and_kind"),
            models.CheckConstraint(name="report_month_is_a_first", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.get_kind_display()}"

    @property
    def is_final(self) -> bool:
        return self.kind == ReportKind.FINAL

    @property
    def due_at(self) -> datetime:
        """The instant the month closes at, of which the final figures are."""
        due_on = date.fromisoformat(self.figures["due_on"])
        return rules.end_of(due_on, timezone.get_default_timezone())

    @property
    def ran_late(self) -> bool:
        return self.is_final and "late_run" in self.figures
