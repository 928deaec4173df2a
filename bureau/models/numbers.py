"""The register of official numbers (发文登记簿): issued without gaps, and kept when voided."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NumberSeries(models.Model):
    """A row of numbers: the mark before the year (机关代字) and what is numbered with it."""

    code = models.CharField(_("code"), max_length=32, unique=True)
    mark = models.CharField(_("mark"), max_length=20)
    name = models.CharField(_("name"), max_length=40)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.mark}（{self.name}）"


class SeriesYear(models.Model):
    """How far a series has come in a year. Whoever issues a number holds this row's lock."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, verbose_name=_("number series"))
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("year of a number series")
        verbose_name_plural = _("years of number series")
        constraints = [models.UniqueConstraint("series", "year", name="series_year_once")]

    def __str__(self) -> str:
        return f"{self.series.code} {self.year}"


class OfficialNumberQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """The register of numbers is no secret within the bureau; hospitals keep none of it."""
        is_bureau = user.is_authenticated and user.is_active and not user.institution_id
        return self if is_bureau and user.roles else self.none()


VOIDED_ONCE = pgtrigger.Protect(
    name="voided_once",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("OLD.voided_at IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*"),
)
"""A number that was voided stays so, with who did it and why."""


class OfficialNumber(models.Model):
    """A number as issued. One that is voided stays, crossed out, and is never given again."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, verbose_name=_("number series"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(pgettext_lazy("paper", "number"))
    # As written on the paper: a mark that changes later changes no old paper.
    text = models.CharField(_("official number"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("signed by")
    )
    voided_at = models.DateTimeField(_("voided at"), null=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("voided by"),
    )
    voiding_reason = models.CharField(_("why it was voided"), max_length=500, blank=True)

    objects = OfficialNumberQuerySet.as_manager()

    class Meta:
        verbose_name = _("official number")
        verbose_name_plural = _("register of official numbers")
        triggers = [VOIDED_ONCE]
        ordering = ["series", "-year", "-number"]
        constraints = [
            models.UniqueConstraint("series", "year", "number", name="official_number_once"),
            models.CheckConstraint(
                name="number_voided_with_reason",
                condition=Q(voided_at=None, voided_by=None, voiding_reason="")
                | Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(voiding_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text
