"""The ledger: one row for each problem, and what is done about it."""

from datetime import date, datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.history import tracked
from bureau.models import (
    Department,
    Institution,
    LeaderPost,
    ProblemCategory,
    Section,
)
from rectification.choices import ledger as choices
from rectification.models.scope import LedgerQuerySet
from rectification.models.themes import Theme
from rectification.rules import states
from rectification.rules.words import ItemState, RectKind, Severity, Tab, Tone

REFUSE_UNSEEN = """
    IF NOT EXISTS (
        SELECT 1 FROM rectification_closure c
        WHERE c.id = NEW.closure_id AND c.item_id = NEW.id AND c.round = NEW.round
        AND c.verdict = 'accepted' AND c.verified_by_id IS NOT NULL
        AND EXISTS (SELECT 1 FROM rectification_evidence e
                    JOIN bureau_attachment a ON a.id = e.attachment_id
                    WHERE e.item_id = NEW.id AND e.round = NEW.round AND e.stage = 'after'
                    AND a.withdrawn_at IS NULL AND NOT EXISTS (
                        SELECT 1 FROM rectification_closure seen
                        WHERE seen.item_id = NEW.id AND seen.round = NEW.round
                        AND seen.verdict IN ('returned', 'phased') AND seen.verified_at >= a.at))
    ) THEN
        RAISE EXCEPTION 'a struck-off item needs a verifier and evidence'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'item_struck_off_was_seen';
    END IF;
    RETURN NEW;
"""


OWED = Q(state__in=sorted(states.WITH_THE_UNIT))


@tracked(leave_out=["source_part"])
class Item(models.Model):
    """One problem of one institution, from the day it was found until somebody saw it gone."""

    no = models.CharField(_("ledger no."), max_length=20, unique=True)
    state = models.CharField(
        _("state"), max_length=20, choices=choices.STATES, default=ItemState.DRAFT.value
    )
    # How often it was taken up: a relapse reopens it under the same number.
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    source = models.CharField(
        pgettext_lazy("ledger", "source"), max_length=20, choices=choices.SOURCES
    )
    source_no = models.CharField(_("number at the source"), max_length=80, blank=True)
    # A complaint may name two problems, each an item of its own; nothing ever changes this.
    source_part = models.PositiveSmallIntegerField(_("which problem of its source"), default=1)
    found_on = models.DateField(_("found on"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="ledger_items", verbose_name=_("institution")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name=_("department or ward")
    )
    problem = models.TextField(pgettext_lazy("ledger", "problem"), max_length=2_000)
    category = models.ForeignKey(
        ProblemCategory, models.PROTECT, null=True, blank=True, verbose_name=_("category")
    )
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, verbose_name=_("theme of rectification")
    )
    severity = models.CharField(
        _("severity"), max_length=10, choices=choices.SEVERITIES, default=Severity.ORDINARY.value
    )
    is_common = models.BooleanField(_("common to many"), default=False)
    cause = models.TextField(pgettext_lazy("ledger", "cause"), max_length=2_000, blank=True)
    goal = models.TextField(_("goal"), max_length=2_000, blank=True)
    kind = models.CharField(
        _("kind of rectification"),
        max_length=10,
        choices=choices.RECT_KINDS,
        default=RectKind.LIMITED.value,
    )
    leader = models.ForeignKey(
        LeaderPost, models.PROTECT, null=True, blank=True, verbose_name=_("accountable leader")
    )
    sections = models.ManyToManyField(
        Section, through="ItemSection", verbose_name=_("accountable sections")
    )
    responsible = models.CharField(_("responsible person"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    plan_due_on = models.DateField(_("plan due on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    # Only where its day lies later than the rules give without a word.
    term_reason = models.TextField(_("why its term is longer"), max_length=500, blank=True)
    closure = models.OneToOneField(
        "Closure",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="struck_off",
        verbose_name=_("struck off by"),
    )
    closed_on = models.DateField(_("struck off on"), null=True, blank=True)
    publicity_until = models.DateField(_("on public notice until"), null=True, blank=True)
    remark = models.TextField(_("remark"), max_length=2_000, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    opened_at = models.DateTimeField(_("entered at"))

    objects = LedgerQuerySet.as_manager()

    # The day of the look-back to come, where a list was read in that order.
    look_back_on: date | None = None
    # The return after its day, where a list was read with it, and its moment.
    late_return: int | None = None
    returned_at: datetime | None = None

    class Meta:
        verbose_name = _("ledger item")
        verbose_name_plural = _("ledger items")
        ordering = ["-opened_at", "-pk"]
        permissions = [
            ("open_item", _("Can enter problems in the ledger")),
            ("issue_item", _("Can order a rectification")),
            ("report_item", _("Can report on the rectification of the own institution")),
            ("verify_item", _("Can verify and strike off")),
            ("approve_extension", _("Can decide on extensions")),
            ("export_item", _("Can export the ledger")),
        ]
        constraints = [
            models.UniqueConstraint(
                "source",
                "source_no",
                "institution",
                "source_part",
                name="item_once_per_source",
                condition=~Q(source_no=""),
            ),
            models.CheckConstraint(
                name="item_struck_off_by_a_closure",
                condition=Q(
                    state=ItemState.CLOSED.value, closure__isnull=False, closed_on__isnull=False
                )
                | ~Q(state=ItemState.CLOSED.value) & Q(closure=None, closed_on=None),
            ),
            models.CheckConstraint(
                name="item_issued_with_its_days",
                condition=Q(state__in=sorted(states.UNSEEN_BY_UNITS))
                | Q(issued_on__isnull=False, plan_due_on__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="item_due_after_issued",
                condition=Q(due_on=None) | Q(due_on__gte=F("issued_on")),
                violation_error_message=_("An item cannot be due before it is issued."),
            ),
            models.CheckConstraint(
                name="item_publicity_has_its_days",
                condition=~Q(state=ItemState.PUBLICITY.value) | Q(publicity_until__isnull=False),
            ),
        ]
        indexes = [
            *(
                models.Index(
                    F("due_on").asc(nulls_last=True),
                    "id",
                    name=f"item_{tab}",
                    condition=Q(state__in=sorted(states.TABS[tab])),
                )
                for tab in (Tab.TO_RECTIFY, Tab.RECTIFYING, Tab.TO_VERIFY)
            ),
            *(
                models.Index(
                    "institution",
                    F("due_on").asc(nulls_last=True),
                    "id",
                    name=f"item_own_{tab}",
                    condition=Q(state__in=sorted(states.TABS[tab])),
                )
                for tab in (Tab.TO_RECTIFY, Tab.RECTIFYING, Tab.TO_VERIFY)
            ),
            # What units owe, across the tabs: counted on each of their pages, reminded of each day.
            models.Index("due_on", "id", name="item_owed", condition=OWED),
            models.Index("institution", "due_on", "id", name="item_own_owed", condition=OWED),
            models.Index(
                "opened_at", "id", name="item_to_take_up", condition=Q(state=ItemState.DRAFT.value)
            ),
            models.Index(
                "closed_on", "id", name="item_closed", condition=Q(state=ItemState.CLOSED.value)
            ),
            models.Index(
                fields=["institution", "closed_on", "id"],
                name="item_own_closed",
                condition=Q(state=ItemState.CLOSED.value),
            ),
            models.Index(fields=["institution", "category", "found_on"], name="item_recurrence"),
            models.Index(fields=["-opened_at", "-id"], name="item_newest"),
            # Words of three signs and more are found by it; shorter ones are read row by row.
            GinIndex(
                fields=["problem", "no"],
                opclasses=["gin_trgm_ops", "gin_trgm_ops"],
                name="item_words",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="struck_off_was_seen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__state=ItemState.CLOSED.value),
                func=REFUSE_UNSEEN,
            )
        ]

    def __str__(self) -> str:
        return self.no

    def get_absolute_url(self) -> str:
        return reverse("rectification:item", args=[self.no])

    @property
    def ordered_on(self) -> date:
        """The day of the order. Only what was ordered has one."""
        if self.issued_on is None:
            raise ValueError(f"{self.no} was never ordered")
        return self.issued_on

    @property
    def plan_ends_on(self) -> date:
        """The day its plan is due on. Only what was ordered has one."""
        if self.plan_due_on is None:
            raise ValueError(f"{self.no} was never ordered")
        return self.plan_due_on

    @property
    def term_ends_on(self) -> date:
        """The day it is due on. Only what was ordered has one."""
        if self.due_on is None:
            raise ValueError(f"{self.no} was never ordered")
        return self.due_on

    @property
    def struck_off_on(self) -> date:
        """The day it was struck off. Only what is struck off has one."""
        if self.closed_on is None:
            raise ValueError(f"{self.no} is not struck off")
        return self.closed_on

    @property
    def number_at_source(self) -> str:
        """The source's own number: a house's programs count beside those of other houses."""
        return self.source_no.removeprefix(f"{self.institution.code}/")

    @property
    def is_with_the_unit(self) -> bool:
        return self.state in states.WITH_THE_UNIT

    def is_overdue(self, day: date) -> bool:
        return states.is_overdue(ItemState(self.state), self.due_on, day)

    def is_plan_overdue(self, day: date) -> bool:
        return states.is_plan_overdue(ItemState(self.state), self.plan_due_on, day)

    def tone(self, day: date, *, soon_days: int) -> Tone:
        return states.tone(ItemState(self.state), self.due_on, day, soon_days=soon_days)

    def may_become(self, state: ItemState) -> bool:
        return states.can_move(ItemState(self.state), state)
