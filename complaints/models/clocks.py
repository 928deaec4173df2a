"""The clocks of a case as they were worked out, and what moved them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bureau.history import tracked
from complaints import choices
from complaints.models.cases import Case
from complaints.models.scope import OfCase
from complaints.rules import clocks
from complaints.rules.words import ClockCode, ClockFamily, Unit

RESTS = Q(unit=Unit.WORKDAYS.value, is_given=False)
"""Which clocks stand still while their case is paused. What counts hours or calendar days, and a
day that the channel named, goes on: nobody gives it back."""


@tracked()
class ClockRow(models.Model):
    """One deadline of a case. Its day is worked out when it starts, and kept."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks", verbose_name=_("case"))
    code = models.CharField(_("clock"), max_length=6, choices=choices.CLOCKS)
    family = models.CharField(_("family"), max_length=10, choices=choices.CLOCK_FAMILIES)
    unit = models.CharField(_("unit"), max_length=10, choices=choices.UNITS)
    length = models.PositiveSmallIntegerField(_("length"))
    credit = models.PositiveSmallIntegerField(_("given back by pauses"), default=0)
    extension = models.PositiveSmallIntegerField(_("extended by"), default=0)
    started_on = models.DateField(_("from"))
    started_at = models.DateTimeField(_("from the instant"), null=True)
    due_on = models.DateField(_("due on"))
    due_at = models.DateTimeField(_("due at"))
    is_provisional = models.BooleanField(_("provisional"), default=False)
    # A day that the channel itself named.
    is_given = models.BooleanField(_("given by the channel"), default=False)
    stopped_at = models.DateTimeField(_("done at"), null=True)
    is_void = models.BooleanField(_("no longer asked for"), default=False)

    objects = OfCase.as_manager()

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "case",
                "code",
                name="clock_runs_once",
                condition=Q(stopped_at=None, is_void=False),
            ),
            models.CheckConstraint(
                name="clock_due_after_start", condition=Q(due_on__gte=F("started_on"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "case"],
                name="clock_running",
                condition=Q(stopped_at=None, is_void=False),
            ),
            models.Index(fields=["case", "due_at"], name="clock_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.code}"

    @property
    def clock(self) -> clocks.Clock:
        return clocks.Clock(
            ClockCode(self.code),
            ClockFamily(self.family),
            Unit(self.unit),
            self.length,
            self.started_on,
            self.started_at,
            self.credit,
            self.extension,
        )

    @property
    def rests(self) -> bool:
        """Tell what `RESTS` picks."""
        return self.unit == Unit.WORKDAYS and not self.is_given

    def is_overdue(self, day: date) -> bool:
        return self.stopped_at is None and clocks.is_overdue(self.due_on, day)


@tracked()
class Pause(models.Model):
    """While a case waits for something outside of the house, with its reason."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses", verbose_name=_("case"))
    reason = models.CharField(_("reason"), max_length=200)
    paused_on = models.DateField(_("paused on"))
    resumed_on = models.DateField(_("resumed on"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    objects = OfCase.as_manager()

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["paused_on", "pk"]
        constraints = [
            models.UniqueConstraint("case", "reason", name="pause_needs_a_new_reason"),
            models.UniqueConstraint(
                "case", name="pause_one_at_a_time", condition=Q(resumed_on=None)
            ),
            models.CheckConstraint(
                name="pause_ends_after_it_began",
                condition=Q(resumed_on=None) | Q(resumed_on__gte=F("paused_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.paused_on}"


@tracked()
class MoreTime(models.Model):
    """An extension of one clock, asked for before its day and decided by another person."""

    clock = models.ForeignKey(
        ClockRow, models.PROTECT, related_name="extensions", verbose_name=_("clock")
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name=_("case"))
    by_length = models.PositiveSmallIntegerField(_("by"))
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for at"))
    is_granted = models.BooleanField(_("granted"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    answer = models.CharField(_("reason of the decision"), max_length=500, blank=True)

    objects = OfCase.as_manager()

    class Meta:
        verbose_name = _("extension of a case")
        verbose_name_plural = _("extensions of cases")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                "clock",
                name="more_time_once",
                condition=Q(is_granted__isnull=True) | Q(is_granted=True),
            ),
            models.CheckConstraint(
                name="more_time_decided_by_another",
                condition=Q(is_granted__isnull=True, decided_by=None)
                | Q(is_granted__isnull=False, decided_by__isnull=False)
                & ~Q(decided_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock} +{self.by_length}"
