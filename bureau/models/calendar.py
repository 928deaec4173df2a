"""The working calendar as rows: the years whose notice is known, and the days it names."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bureau import choices
from bureau.history import tracked


class CalendarYear(models.Model):
    """A year for which the State Council's holiday notice has been loaded."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        # A year that is known stays: without it every holiday in it would count.
        default_permissions = ["view", "add", "change"]
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


@tracked()
class CalendarDay(models.Model):
    """A day that the notice names: a holiday, or a weekend day that is worked."""

    day = models.DateField(_("day"), primary_key=True)
    kind = models.CharField(_("kind"), max_length=10, choices=choices.DAY_KINDS)
    name = models.CharField(_("holiday"), max_length=40)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"
