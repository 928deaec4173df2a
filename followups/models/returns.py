"""Registers that the bureau sent back, and rows that it took out of one."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau import masks
from followups.models.registers import MonthlyRegister, OfRegister


class RegisterReturn(models.Model):
    """That a register was sent back to be mended, and why. Written once."""

    register = models.ForeignKey(
        MonthlyRegister, models.PROTECT, related_name="returns", verbose_name=_("register")
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=500)
    # Only then does what came before it not count as handed in any more.
    as_missing = models.BooleanField(_("counts as not handed in"), default=False)

    objects = OfRegister.as_manager()

    class Meta:
        verbose_name = _("return of a register")
        verbose_name_plural = _("returns of registers")
        ordering = ["-at"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        constraints = [
            models.CheckConstraint(name="return_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.at:%Y-%m-%d}"


class RowRemoval(models.Model):
    """That a row handed in by mistake was taken out, and why. What its file said stays there."""

    register = models.ForeignKey(
        MonthlyRegister, models.PROTECT, related_name="removals", verbose_name=_("register")
    )
    # The key of the row: the row itself is gone.
    inpatient_no = models.CharField(_("inpatient number"), max_length=40)
    discharged_on = models.DateField(_("discharged on"))
    seq = models.PositiveSmallIntegerField(_("follow-up number"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=500)

    objects = OfRegister.as_manager()

    class Meta:
        verbose_name = _("row taken out")
        verbose_name_plural = _("rows taken out")
        ordering = ["-at"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        constraints = [
            models.CheckConstraint(name="removal_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{masks.number(self.inpatient_no)} {self.discharged_on} #{self.seq}"
