"""The calls to drawn people: what they found, what was corrected, who looked at a number."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bureau.fields import SealedModel, SealedTextField
from bureau.history import tracked
from followups import choices
from followups.models.spotchecks import SpotCheckItem, SpotCheckQuerySet


class OfItem(SpotCheckQuerySet):
    institution_field = "item__spot_check__register__institution"
    to_check = "item__spot_check__"


@tracked(leave_out=["seal_id"])
class SpotCall(SealedModel):
    """One call to a drawn person and what it found. Written once."""

    item = models.ForeignKey(
        SpotCheckItem, models.PROTECT, related_name="calls", verbose_name=_("drawn person")
    )
    number = models.PositiveSmallIntegerField(_("attempt"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"))
    verdict = models.CharField(_("result"), max_length=20, choices=choices.VERDICTS)
    grade = models.CharField(_("satisfaction"), max_length=20, blank=True, choices=choices.GRADES)
    note = SealedTextField(_("note"))

    objects = OfItem.as_manager()

    class Meta:
        verbose_name = _("spot-check call")
        verbose_name_plural = _("spot-check calls")
        ordering = ["item", "number"]
        constraints = [models.UniqueConstraint("item", "number", name="call_number_once")]

    def __str__(self) -> str:
        return f"{self.item} {self.get_verdict_display()}"


class CallCorrection(models.Model):
    """What a person's call had found after all. The call itself stays as it was recorded."""

    item = models.ForeignKey(
        SpotCheckItem, models.PROTECT, related_name="corrections", verbose_name=_("drawn person")
    )
    number = models.PositiveSmallIntegerField(_("correction"))
    attempt = models.PositiveSmallIntegerField(_("attempt"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"))
    was = models.CharField(_("former result"), max_length=20, choices=choices.VERDICTS)
    verdict = models.CharField(_("result"), max_length=20, choices=choices.VERDICTS)
    was_grade = models.CharField(
        _("former satisfaction"), max_length=20, blank=True, choices=choices.GRADES
    )
    grade = models.CharField(_("satisfaction"), max_length=20, blank=True, choices=choices.GRADES)
    reason = models.CharField(_("reason"), max_length=500)

    objects = OfItem.as_manager()

    class Meta:
        verbose_name = _("correction of a result")
        verbose_name_plural = _("corrections of results")
        ordering = ["item", "number"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        constraints = [
            models.UniqueConstraint("item", "number", name="correction_number_once"),
            models.CheckConstraint(name="correction_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="correction_changes_something",
                condition=~Q(verdict=F("was")) | ~Q(grade=F("was_grade")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.get_verdict_display()}"


class NumberReveal(models.Model):
    """That somebody saw a drawn person's name and number. Written once."""

    item = models.ForeignKey(
        SpotCheckItem, models.PROTECT, related_name="reveals", verbose_name=_("drawn person")
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"))

    objects = OfItem.as_manager()

    class Meta:
        verbose_name = _("look at a number")
        verbose_name_plural = _("looks at numbers")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.item} {self.by}"
