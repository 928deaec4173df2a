"""Spot-checks: what was drawn, in which order, and what came of each person."""

import uuid
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureau.history import tracked
from bureau.rules import Role
from followups import choices
from followups.models.records import FollowUpRecord
from followups.models.registers import MonthlyRegister, OfRegister
from followups.rules.sampling import BY_LOT
from followups.rules.words import CheckState


class SpotCheckQuerySet(OfRegister):
    """A hospital learns whom the bureau called only when all results are in."""

    # Where the check itself is, seen from the model: "" or "spot_check__".
    to_check = ""

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        if not user.is_authenticated:
            return rows
        if not user.institution_id and Role.HOSPITAL_OFFICER not in user.roles:
            return rows
        return rows.filter(**{f"{self.to_check}finished_at__isnull": False})

    def in_force(self) -> Self:
        """The drawn lists that count: approved, and not replaced by a later draw."""
        return self.filter(
            **{f"{self.to_check}drawn_at__isnull": False, f"{self.to_check}is_replaced": False}
        )

    def in_state(self, state: CheckState) -> Self:
        """The draws that stand so; `SpotCheck.state` says the same of one of them."""
        return self.filter(**{f"{self.to_check}{key}": to for key, to in STANDS[state].items()})

    def waiting(self) -> Self:
        """The redraws that somebody asked for and nobody has agreed to or laid aside."""
        return self.in_state(CheckState.WAITING)


STANDS = {
    CheckState.WAITING: {"drawn_at": None, "laid_aside_at": None},
    CheckState.LAID_ASIDE: {"laid_aside_at__isnull": False},
    CheckState.REPLACED: {"is_replaced": True},
    CheckState.NOBODY: {"is_replaced": False, "finished_at__isnull": False, "required": 0},
    CheckState.CALLING: {"is_replaced": False, "drawn_at__isnull": False, "finished_at": None},
    CheckState.FINISHED: {"is_replaced": False, "finished_at__isnull": False, "required__gt": 0},
}


class OfCheck(SpotCheckQuerySet):
    institution_field = "spot_check__register__institution"
    to_check = "spot_check__"


DRAWN_ONCE = pgtrigger.Protect(
    name="drawn_once",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.drawn_at IS NOT NULL AND "
        "(OLD.register_id, OLD.number, OLD.batch, OLD.seed, OLD.frame,"
        " OLD.frame_hash, OLD.method, OLD.percent, OLD.required, OLD.drawn_at) IS DISTINCT FROM "
        "(NEW.register_id, NEW.number, NEW.batch, NEW.seed, NEW.frame,"
        " NEW.frame_hash, NEW.method, NEW.percent, NEW.required, NEW.drawn_at)"
    ),
)
"""What a draw can be repeated from stands as it was drawn. A redraw asked for is not drawn yet."""


@tracked(leave_out=["frame"])
class SpotCheck(models.Model):
    """One draw over a register. A redraw is another row, with its reason and a second person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.ForeignKey(
        MonthlyRegister, models.PROTECT, related_name="checks", verbose_name=_("register")
    )
    number = models.PositiveSmallIntegerField(_("draw no."))
    # The first draw is over what stood at the closing; what arrives later is drawn from by itself.
    batch = models.PositiveSmallIntegerField(_("arrival no."), default=1)
    upto_version = models.PositiveSmallIntegerField(_("drawn up to version"), default=0)
    seed = models.CharField(_("seed"), max_length=64, blank=True)
    # The rows drawn from, as [record id, department]: kept, so that the draw can be repeated
    # whatever the hospital corrects later.
    frame = models.JSONField(_("frame"), default=list)
    frame_hash = models.CharField(_("frame hash"), max_length=64, blank=True)
    # By which way of drawing the list can be repeated; see rules.sampling.
    method = models.PositiveSmallIntegerField(_("way of drawing"), default=BY_LOT)
    percent = models.PositiveSmallIntegerField(_("rate in %"))
    required = models.PositiveIntegerField(_("required"), default=0)
    drawn_at = models.DateTimeField(_("drawn at"), null=True)
    finished_at = models.DateTimeField(_("all results in at"), null=True)
    is_replaced = models.BooleanField(_("replaced by a later draw"), default=False)
    reason = models.CharField(_("reason for the redraw"), max_length=500, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("redraw asked for by"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("redraw approved by"),
    )
    # A redraw that did not come about: refused by a second person, or withdrawn by who asked.
    laid_aside_at = models.DateTimeField(_("redraw laid aside at"), null=True)
    laid_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("redraw laid aside by"),
    )
    laid_aside_reason = models.CharField(
        _("reason for laying the redraw aside"), max_length=500, blank=True
    )

    objects = SpotCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("spot-check")
        verbose_name_plural = _("spot-checks")
        ordering = ["-register__month", "register__institution", "number"]
        triggers = [DRAWN_ONCE]
        constraints = [
            models.UniqueConstraint("register", "number", name="check_number_once"),
            models.UniqueConstraint(
                "register",
                "batch",
                condition=Q(is_replaced=False, drawn_at__isnull=False),
                name="check_one_in_force",
            ),
            models.CheckConstraint(
                name="redraw_has_reason_and_second_person",
                condition=Q(asked_by__isnull=True, reason="")
                | (
                    ~Q(reason="")
                    & Q(asked_by__isnull=False)
                    & (
                        Q(drawn_at__isnull=True)
                        | Q(approved_by__isnull=False) & ~Q(approved_by=F("asked_by"))
                    )
                ),
            ),
            models.CheckConstraint(
                name="redraw_laid_aside_has_reason",
                condition=Q(laid_aside_at=None, laid_aside_by=None, laid_aside_reason="")
                | (
                    Q(laid_aside_at__isnull=False, laid_aside_by__isnull=False)
                    & Q(asked_by__isnull=False, drawn_at=None)
                    & ~Q(laid_aside_reason="")
                ),
            ),
        ]
        permissions = [
            ("record_result", _("Can record what a spot-check call found")),
            ("correct_result", _("Can correct what was recorded of a spot-check call")),
            ("ask_redraw", _("Can ask for a redraw")),
            ("approve_redraw", _("Can approve a redraw asked for by another")),
        ]

    def __str__(self) -> str:
        facts = {"register": self.register, "n": self.number}
        return gettext("%(register)s, draw %(n)s") % facts

    @property
    def state(self) -> CheckState:
        if self.laid_aside_at:
            return CheckState.LAID_ASIDE
        if not self.drawn_at:
            return CheckState.WAITING
        if self.is_replaced:
            return CheckState.REPLACED
        if not self.finished_at:
            return CheckState.CALLING
        return CheckState.FINISHED if self.required else CheckState.NOBODY

    @property
    def is_withdrawn(self) -> bool:
        """Tell a redraw taken back by who asked for it from one that another person refused."""
        return self.laid_aside_at is not None and self.laid_aside_by_id == self.asked_by_id


@tracked()
class SpotCheckItem(models.Model):
    """One drawn person. Replacements wait on the list until a place falls free."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    spot_check = models.ForeignKey(
        SpotCheck, models.PROTECT, related_name="items", verbose_name=_("spot-check")
    )
    position = models.PositiveIntegerField(_("position"))
    record = models.ForeignKey(FollowUpRecord, models.PROTECT, verbose_name=_("follow-up record"))
    # What the row said when drawn: tells later corrections apart.
    drawn_mac = models.BinaryField(max_length=16)
    is_replacement = models.BooleanField(_("replacement"), default=False)
    is_called_up = models.BooleanField(_("to be called"), default=False)
    verdict = models.CharField(_("result"), max_length=20, blank=True, choices=choices.VERDICTS)

    objects = OfCheck.as_manager()

    class Meta:
        verbose_name = _("drawn person")
        verbose_name_plural = _("drawn persons")
        ordering = ["spot_check", "position"]
        constraints = [
            models.UniqueConstraint("spot_check", "position", name="item_position_once"),
            models.UniqueConstraint("spot_check", "record", name="item_record_once"),
            models.CheckConstraint(
                name="item_result_only_when_called", condition=Q(verdict="") | Q(is_called_up=True)
            ),
        ]

    def __str__(self) -> str:
        facts = {"check": self.spot_check, "n": self.position}
        return gettext("%(check)s, person %(n)s") % facts

    @property
    def correction(self) -> "models.Model | None":
        """The last correction of what the calls found; none where all stands as recorded."""
        return max(self.corrections.all(), key=lambda one: one.number, default=None)

    @property
    def changed_since_drawn(self) -> bool:
        return bytes(self.record.content_mac) != bytes(self.drawn_mac)
