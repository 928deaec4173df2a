"""The road out of the ledger: applications, verdicts, extensions, look-backs, relapses."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.history import tracked
from rectification.choices import ledger as choices
from rectification.models.hanging import OfItem
from rectification.models.items import Item
from rectification.rules import states
from rectification.rules.words import ItemState, LookBackResult, Verdict

UNSEEN = ("", Verdict.TAKEN_BACK.value)
"""Nobody has verified what waits still, or was taken back before anybody looked."""


class ClosureQuerySet(OfItem):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.exclude(verdict=Verdict.TAKEN_BACK)


@tracked(leave_out=["due_on"])
class Closure(models.Model):
    """One application for strike-off, and what the bureau saw.

    A new one follows a returned one, and one that its unit took back.
    """

    item = models.ForeignKey(
        Item, models.PROTECT, related_name="closures", verbose_name=_("ledger item")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    done = models.TextField(_("what was done"), max_length=2_000)
    self_check = models.TextField(_("own check"), max_length=2_000, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("applied by")
    )
    requested_at = models.DateTimeField(_("applied at"))
    # The unit's own day: whether it was in time goes by this, however long the bureau looks.
    requested_on = models.DateField(_("applied on"))
    # What it was in time for: a later round or another phase moves the item's own day.
    due_on = models.DateField(_("was due on"))
    verify_by = models.DateField(_("to be verified by"))
    verdict = models.CharField(
        _("verdict"), max_length=10, choices=choices.VERDICTS, blank=True, default=""
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("verified by"),
    )
    verified_at = models.DateTimeField(_("verified at"), null=True)
    method = models.CharField(
        _("way of verifying"), max_length=10, choices=choices.METHODS, blank=True, default=""
    )
    opinion = models.TextField(
        pgettext_lazy("verification", "opinion"), max_length=2_000, blank=True
    )

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("application for strike-off")
        verbose_name_plural = _("applications for strike-off")
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint("item", name="closure_one_waits", condition=Q(verdict="")),
            models.CheckConstraint(
                name="closure_verdict_has_its_verifier",
                condition=Q(verdict__in=UNSEEN, verified_by=None, verified_at=None, method="")
                | ~Q(verdict__in=UNSEEN) & Q(verified_by__isnull=False, verified_at__isnull=False),
            ),
            models.CheckConstraint(
                name="closure_accepted_was_looked_at",
                condition=~Q(verdict__in=[Verdict.ACCEPTED.value, Verdict.PHASED.value])
                | ~Q(method=""),
            ),
            models.CheckConstraint(
                name="closure_returned_with_a_reason",
                condition=~Q(verdict=Verdict.RETURNED.value) | ~Q(opinion=""),
            ),
            models.CheckConstraint(
                name="closure_verified_by_another",
                condition=Q(verified_by=None) | ~Q(verified_by=F("requested_by")),
            ),
        ]
        indexes = [
            models.Index(fields=["verify_by"], name="closure_waiting", condition=Q(verdict=""))
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.requested_on}"


class ExtensionQuerySet(OfItem):
    def waiting(self) -> Self:
        """Those still to be decided: what was reported done meanwhile needs no more time."""
        return self.filter(
            decision="",
            item__state__in=sorted(states.WITH_THE_UNIT),
            round=F("item__round"),
        )


@tracked()
class Extension(models.Model):
    """The one extension of an item's day: asked for with a reason, decided by another person.

    What is kept up for good has one for each of its phases.
    """

    item = models.ForeignKey(
        Item, models.PROTECT, related_name="extensions", verbose_name=_("ledger item")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    phase = models.PositiveSmallIntegerField(_("phase"), default=1)
    was_due_on = models.DateField(_("was due on"))
    due_on = models.DateField(_("new due day"))
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for at"))
    decision = models.CharField(
        _("decision"), max_length=10, choices=choices.DECISIONS, blank=True, default=""
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    answer = models.CharField(pgettext_lazy("extension", "answer"), max_length=500, blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                "item",
                "round",
                "phase",
                name="extension_once_a_phase",
                condition=~Q(decision="refused"),
            ),
            models.CheckConstraint(
                name="extension_later_than_before", condition=Q(due_on__gt=F("was_due_on"))
            ),
            models.CheckConstraint(
                name="extension_decided_by_another",
                condition=Q(decision="", decided_by=None)
                | ~Q(decision="") & Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} → {self.due_on}"


class LookBackDraw(models.Model):
    """Which of a month's struck-off items are looked at again: a draw, repeatable by its seed."""

    month = models.DateField(_("struck off in"), unique=True)
    seed = models.CharField(_("seed"), max_length=64)
    # The numbers drawn from, in their order.
    frame = models.JSONField(_("frame"))
    drawn_at = models.DateTimeField(_("drawn at"))

    class Meta:
        verbose_name = _("draw of look-backs")
        verbose_name_plural = _("draws of look-backs")
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class LookBackQuerySet(OfItem):
    """Look-backs. A unit is told of one that was drawn when it was made, like an unannounced visit.

    That all of high severity are looked at again, it knows, and it sees their day.
    """

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        of_unit = user.is_authenticated and user.institution_id
        return rows.exclude(result="", draw__isnull=False) if of_unit else rows

    def waiting(self) -> Self:
        """Those still to be made: of what is struck off now, not of a round that has ended."""
        return self.filter(result="", item__state=ItemState.CLOSED.value, round=F("item__round"))


@tracked()
class LookBack(models.Model):
    """Another look at a struck-off item, some weeks later."""

    item = models.ForeignKey(
        Item, models.PROTECT, related_name="look_backs", verbose_name=_("ledger item")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    due_on = models.DateField(_("due on"))
    draw = models.ForeignKey(
        LookBackDraw, models.PROTECT, null=True, verbose_name=_("draw of look-backs")
    )
    result = models.CharField(
        _("result"), max_length=10, choices=choices.LOOK_BACK_RESULTS, blank=True, default=""
    )
    on = models.DateField(_("looked at on"), null=True)
    note = models.TextField(_("what was seen"), max_length=2_000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), null=True)

    objects = LookBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("look-back")
        verbose_name_plural = _("look-backs")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint("item", "round", name="look_back_once_a_round"),
            models.CheckConstraint(
                name="look_back_result_has_its_person",
                condition=Q(result="", by=None, on=None, at=None)
                | ~Q(result="") & Q(by__isnull=False, on__isnull=False, at__isnull=False),
            ),
            models.CheckConstraint(
                name="look_back_relapse_says_what",
                condition=~Q(result=LookBackResult.RELAPSE.value) | ~Q(note=""),
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="look_back_open", condition=Q(result=""))]

    def __str__(self) -> str:
        return f"{self.item} · {self.due_on}"


class Relapse(models.Model):
    """The same problem again, as a person said: why a struck-off item was reopened."""

    item = models.ForeignKey(
        Item, models.PROTECT, related_name="relapses", verbose_name=_("ledger item")
    )
    # The round that began with it.
    round = models.PositiveSmallIntegerField(_("round"))
    found_on = models.DateField(_("found on"))
    note = models.TextField(_("what was seen"), max_length=2_000)
    was_closure = models.OneToOneField(
        Closure, models.PROTECT, related_name="+", verbose_name=_("struck off by")
    )
    was_closed_on = models.DateField(_("had been struck off on"))
    # The draft that told of it, if there was one; it is laid aside for this item.
    draft = models.OneToOneField(
        Item,
        models.PROTECT,
        null=True,
        related_name="relapse_of",
        verbose_name=_("entered anew as"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    objects = OfItem.as_manager()

    class Meta:
        verbose_name = _("relapse")
        verbose_name_plural = _("relapses")
        ordering = ["-found_on"]
        constraints = [
            models.UniqueConstraint("item", "round", name="relapse_begins_a_round"),
            models.CheckConstraint(
                name="relapse_after_strike_off", condition=Q(found_on__gte=F("was_closed_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.found_on}"
