"""What people did with a proposal: put forward, heard, decided; which measures; what was served.

The database holds what a service might forget: who put it forward or handled what counts does not
decide, nothing is heavier than what was told, nothing is carried out before it was served.
"""

from datetime import date, timedelta
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accountability import choices, road_choices
from accountability.models import body_guards as bodies
from accountability.models import road_guards as guards
from accountability.models.carrying_guards import HELD_BEFORE_DONE
from accountability.models.proposals import SanctionProposal
from accountability.models.redress_guards import CUT_BY_AN_ANSWER
from accountability.rules.road import LONGEST_WAIT
from accountability.rules.words import Heard, MeasureCode, Organ
from bureau.history import tracked
from bureau.models import OfficialPaper, User

UNDECIDED = Q(decided_on=None, decided_by=None, decided_at=None, organ="", minutes_no="",
              opinion="", holds_from=None)  # fmt: skip
DECIDED = (
    Q(decided_on__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
    & Q(holds_from__isnull=False, holds_from__gte=F("decided_on"))
    & Q(heard_on__isnull=False, decided_on__gte=F("heard_on"))
    & Q(is_legal_reviewed=True, is_free_of_ties=True)
    & ~(Q(organ="") | Q(minutes_no="") | Q(heard=""))
)


class OfProposal(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Who sees a proposal sees what became of it."""
        return self.filter(proposal__in=SanctionProposal.objects.visible_to(user).values("pk"))


def person(label: Any, **options) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, **options
    )


@tracked()
class Handling(models.Model):
    """What people make of a proposal, from putting it forward to its end: one row, step by step."""

    proposal = models.OneToOneField(
        SanctionProposal, models.PROTECT, related_name="handling", verbose_name=_("proposal")
    )
    facts = models.TextField(_("facts and evidence"), max_length=3_000)
    basis = models.TextField(_("legal basis"), max_length=500)
    # One a line: awards of the year that the ban comes too late for, as the notice tells them.
    awards_given = models.TextField(
        _("awards given already"), max_length=500, blank=True, default=""
    )
    # Of the first time of a person: why a talk is recommended, and why it was decided upon.
    talk_advice = models.CharField(
        _("why a talk is recommended"), max_length=500, blank=True, default=""
    )
    talk_reason = models.CharField(_("why a talk"), max_length=500, blank=True, default="")
    needs_party_group = models.BooleanField(_("the party group has to decide"))
    put_forward_by = person(_("put forward by"))
    put_forward_at = models.DateTimeField(_("put forward at"))
    statement_due_on = models.DateField(_("statement until"), null=True)
    heard = models.CharField(
        pgettext_lazy("road", "Statement"),
        max_length=10,
        choices=road_choices.HEARD,
        blank=True,
        default="",
    )
    heard_on = models.DateField(_("statement on"), null=True)
    said = models.TextField(_("what was stated"), max_length=20_000, blank=True, default="")
    # That nothing is to be added: then it may be decided before the term of the statement ends.
    is_complete = models.BooleanField(_("statement said to be complete"), default=False)
    decided_on = models.DateField(_("decided on"), null=True)
    organ = models.CharField(
        _("decided by which body"), max_length=16, choices=road_choices.ORGANS, blank=True,
        default="",
    )  # fmt: skip
    minutes_no = models.CharField(_("no. of the minutes"), max_length=60, blank=True, default="")
    opinion = models.TextField(_("reasons"), max_length=3_000, blank=True, default="")
    is_legal_reviewed = models.BooleanField(_("its legality was reviewed"), default=False)
    is_free_of_ties = models.BooleanField(_("declared free of ties"), default=False)
    holds_from = models.DateField(_("holds from"), null=True)
    decided_by = person(_("decision entered by"), null=True)
    decided_at = models.DateTimeField(_("decision entered at"), null=True)
    effect_from = models.DateField(_("in effect from"), null=True)
    # Completed or lifted: since when nothing of it holds.
    ended_on = models.DateField(_("ended on"), null=True)

    objects = OfProposal.as_manager()

    class Meta:
        verbose_name = _("handling of a proposal")
        verbose_name_plural = _("handling of proposals")
        ordering = ["-put_forward_at"]
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                name="handling_says_facts_and_basis", condition=~Q(facts="") & ~Q(basis="")
            ),
            models.CheckConstraint(
                name="handling_heard_after_a_notice",
                condition=Q(heard="", heard_on=None, said="")
                | ~Q(heard="") & Q(heard_on__isnull=False, statement_due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="handling_silence_only_after_the_term",
                condition=~Q(heard=Heard.EXPIRED.value)
                | Q(heard_on__gt=F("statement_due_on"), said=""),
            ),
            models.CheckConstraint(
                name="handling_statement_is_kept",
                condition=~Q(heard=Heard.RECEIVED.value) | ~Q(said=""),
            ),
            models.CheckConstraint(
                name="handling_complete_if_received",
                condition=Q(is_complete=False) | Q(heard=Heard.RECEIVED.value),
            ),
            models.CheckConstraint(
                name="handling_decided_whole_or_not", condition=UNDECIDED | DECIDED
            ),
            models.CheckConstraint(
                name="handling_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("put_forward_by")),
            ),
            models.CheckConstraint(
                name="handling_decided_by_the_party_group",
                condition=Q(needs_party_group=False) | Q(organ__in=["", Organ.PARTY_GROUP.value]),
            ),
            models.CheckConstraint(
                name="handling_holds_from_soon_after",
                condition=Q(holds_from=None)
                | Q(holds_from__lte=F("decided_on") + timedelta(days=LONGEST_WAIT)),
            ),
            models.CheckConstraint(
                name="handling_in_effect_once_decided",
                condition=Q(effect_from=None)
                | Q(decided_on__isnull=False, effect_from__gte=F("decided_on")),
            ),
            models.CheckConstraint(
                name="handling_ended_once_in_effect",
                condition=Q(ended_on=None)
                | Q(effect_from__isnull=False, ended_on__gte=F("effect_from")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="handling_stays", operation=pgtrigger.Delete),
            guards.NOTICED_STANDS,
            guards.DECIDED_STANDS,
            guards.DAYS_STAND,
            guards.RECEIVED_STANDS,
            guards.DECIDED_AFTER_THE_TERM,
            guards.DECIDED_BY_NO_HAND,
            guards.DECIDED_WITH_ITS_DAYS,
            bodies.GROUP_STAYS,
            bodies.DECIDED_BY_ITS_BODY,
            bodies.BEGINS_UNDECIDED,
        ]

    def __str__(self) -> str:
        return str(self.proposal)


@tracked()
class Measure(models.Model):
    """One measure: as it was told, and what the decision made of it. Never more than told."""

    proposal = models.ForeignKey(
        SanctionProposal, models.PROTECT, related_name="measures", verbose_name=_("proposal")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("measure"), max_length=24, choices=choices.MEASURES)
    months = models.PositiveSmallIntegerField(_("months, as told"), null=True)
    stands = models.BooleanField(_("decided upon"), null=True)
    decided_months = models.PositiveSmallIntegerField(_("months, as decided"), null=True)
    starts_on = models.DateField(_("holds from"), null=True)
    ends_on = models.DateField(_("holds until"), null=True)
    done_on = models.DateField(_("carried out on"), null=True)
    # Taken back or made shorter: since then it holds no more, whatever was decided at first.
    ceased_on = models.DateField(_("holds no more from"), null=True)
    # Of a term made shorter what is left of it, from its first day; nought where nothing is.
    left_months = models.PositiveSmallIntegerField(_("months that are left"), null=True)
    done_by = models.CharField(_("carried out by"), max_length=200, blank=True, default="")

    objects = OfProposal.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["proposal", "position"]
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint("proposal", "code", name="measure_once"),
            models.CheckConstraint(
                name="measure_not_heavier_than_told",
                condition=Q(decided_months=None)
                | Q(months__isnull=False, decided_months__lte=F("months")),
            ),
            models.CheckConstraint(
                name="measure_stands_with_its_days",
                condition=Q(stands=True, starts_on__isnull=False)
                & (
                    Q(months=None)
                    | Q(decided_months__isnull=False, decided_months__gte=1, ends_on__isnull=False)
                )
                # A ban may begin with its service, or with its effect, which are still to come.
                | Q(stands=True, starts_on=None, ends_on=None, done_on=None)
                & Q(code=MeasureCode.TITLE_PROMOTION_BAN.value, decided_months__gte=1)
                | (Q(stands=None) | Q(stands=False))
                & Q(decided_months=None, starts_on=None, ends_on=None, done_on=None),
            ),
            models.CheckConstraint(
                name="measure_ends_no_earlier_than_it_begins",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="measure_ceases_if_it_stood", condition=Q(ceased_on=None) | Q(stands=True)
            ),
            models.CheckConstraint(
                name="measure_left_of_what_was_decided",
                condition=Q(left_months=None)
                | Q(left_months=0, ceased_on__isnull=False)
                | Q(ceased_on__isnull=False, left_months__lt=F("decided_months")),
            ),
            models.CheckConstraint(
                name="measure_done_says_by_what",
                condition=Q(done_on=None, done_by="") | Q(done_on__isnull=False) & ~Q(done_by=""),
            ),
        ]
        triggers = [
            *guards.TOLD_STANDS,
            CUT_BY_AN_ANSWER,
            guards.DECIDED_MEASURES_STAND,
            guards.DONE_AFTER_SERVICE,
            HELD_BEFORE_DONE,
            bodies.MEASURE_OF_ITS_TIER,
        ]

    def __str__(self) -> str:
        return str(self.get_code_display())

    def has_ceased(self, day: date) -> bool:
        return self.ceased_on is not None and day >= self.ceased_on

    @property
    def holds_until(self) -> date | None:
        """Return the last day as it stands now, after whatever shortened it."""
        if self.ceased_on is None:
            return self.ends_on
        # Left out after its term it had ended before.
        return min(self.ceased_on - timedelta(days=1), self.ends_on or date.max)


class Service(models.Model):
    """That a paper was handed over: which, to whom, how, on which day. Written once."""

    proposal = models.ForeignKey(
        SanctionProposal, models.PROTECT, related_name="services", verbose_name=_("proposal")
    )
    document = models.CharField(_("document"), max_length=32, choices=road_choices.DOCUMENTS)
    paper = models.OneToOneField(
        OfficialPaper, models.PROTECT, related_name="+", verbose_name=_("official paper")
    )
    served_on = models.DateField(_("served on"))
    way = models.CharField(_("way of service"), max_length=12, choices=road_choices.SERVED_BY)
    receiver = models.CharField(_("receiver"), max_length=60)
    place = models.CharField(_("place of service"), max_length=120, blank=True, default="")
    witness = models.CharField(_("witness"), max_length=60, blank=True, default="")
    second_witness = models.CharField(_("second witness"), max_length=60, blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    at = models.DateTimeField(_("entered at"))

    objects = OfProposal.as_manager()

    class Meta:
        verbose_name = _("service of a paper")
        verbose_name_plural = _("services of papers")
        ordering = ["served_on", "pk"]
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint("proposal", "document", name="service_once_of_a_document"),
            models.CheckConstraint(name="service_has_its_receiver", condition=~Q(receiver="")),
        ]
        triggers = [
            pgtrigger.Protect(name="service_stands", operation=pgtrigger.Update | pgtrigger.Delete),
            guards.SERVED_IS_SIGNED,
            guards.LEFT_BEFORE_TWO,
        ]

    def __str__(self) -> str:
        return f"{self.proposal} · {self.get_document_display()}"

    @property
    def witnesses(self) -> list[str]:
        return [one for one in (self.witness, self.second_witness) if one]
