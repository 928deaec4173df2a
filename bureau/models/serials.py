"""How far each row of serial numbers has come: of the ledger, of cases."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Serial(models.Model):
    """The last number given in a series and period. Whoever takes the next holds the row's lock."""

    series = models.CharField(_("series"), max_length=32)
    period = models.CharField(_("period"), max_length=10)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("serial number")
        verbose_name_plural = _("serial numbers")
        constraints = [models.UniqueConstraint("series", "period", name="serial_once_a_period")]

    def __str__(self) -> str:
        return f"{self.series} {self.period}: {self.last}"
