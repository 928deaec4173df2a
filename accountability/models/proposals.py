"""What the rules propose, once for each tier; what becomes of it people decide."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability import choices, road_choices
from accountability.models import ending_guards as ends
from accountability.models.events import CountableEvent
from accountability.models.road_guards import BORN_PROPOSED, MOVES_ON_THE_ROAD
from accountability.models.scope import ProposalQuerySet
from accountability.rules import road, states
from accountability.rules.table import TIERS
from accountability.rules.windows import Window, award_year, year_of
from accountability.rules.words import LadderCode, ProposalKind, ProposalState
from bureau.history import tracked
from bureau.models import Institution, RuleVersion, Staff

OF_PEOPLE = Q(ladder__in=[one.value for one in LadderCode if one.is_of_people])
IMPOSING = Q(kind__in=sorted(one.value for one in states.IMPOSING))
HOLDS_ITS_TIER = ~Q(state__in=sorted(one.value for one in states.FREE))
BEYOND = Q(kind=ProposalKind.BEYOND_LADDER.value)
ENDED = sorted(one.value for one in states.ENDED_WITH_A_WORD | states.ENDED_BY_PEOPLE)
STANDS = (
    "no", "ladder", "staff", "institution", "window_from", "rolls", "tier", "kind", "rules",
    "reached_by", "about", "total", "proposed_at",
)  # fmt: skip
"""What a proposal says for good: of another person or tier it is another proposal."""


@tracked()
class SanctionProposal(models.Model):
    """That a tier's measures be taken against somebody, or be taken back.

    Of what a tier calls for, `rules` is the version, which nobody can edit. A proposal to take
    back is `about` the one that lost its ground.
    """

    no = models.CharField(_("proposal no."), max_length=24, unique=True)
    ladder = models.CharField(_("ladder"), max_length=16, choices=choices.LADDERS)
    staff = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="proposals", verbose_name=_("staff member")
    )
    # Of a person: where they work as it is proposed, for that unit carries it out.
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="proposals", verbose_name=_("institution")
    )
    window_from = models.DateField(_("year from"))
    rolls = models.BooleanField(_("rolling twelve months"), default=False)
    tier = models.PositiveSmallIntegerField(_("tier"))
    kind = models.CharField(_("what is proposed"), max_length=16, choices=choices.PROPOSAL_KINDS)
    state = models.CharField(
        _("state"),
        max_length=16,
        choices=choices.PROPOSAL_STATES,
        default=ProposalState.PROPOSED.value,
    )
    rules = models.ForeignKey(
        RuleVersion, models.PROTECT, related_name="+", verbose_name=_("version of the rules")
    )
    reached_by = models.ForeignKey(
        CountableEvent, models.PROTECT, null=True, related_name="+", verbose_name=_("reached by")
    )
    about = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="taken_back_by",
        verbose_name=_("takes back"),
    )  # fmt: skip
    total = models.PositiveSmallIntegerField(_("count in hundredths"))
    proposed_at = models.DateTimeField(_("proposed at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    # Dismissed, lifted or completed: by whom, why, and by which body where one decided it.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("ended by"),
    )  # fmt: skip
    end_organ = models.CharField(
        _("ended by which body"), max_length=16, choices=road_choices.ORGANS, blank=True,
        default="",
    )  # fmt: skip
    end_minutes_no = models.CharField(
        _("minutes of the end"), max_length=60, blank=True, default=""
    )
    end_why = models.TextField(_("why it ended"), max_length=3_000, blank=True, default="")

    # What a page asked of it already; services read it anew, and have none (selectors.whole).
    remembered: dict[Any, Any] | None = None

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-proposed_at", "-pk"]
        default_permissions = ["view"]
        permissions = [
            ("put_forward_measures", _("Can put measures forward and record what is served")),
            ("decide_measures", _("Can enter decisions on measures")),
            ("export_sanctionproposal", _("Can export what counts and is proposed")),
            ("export_clear_sanctionproposal", _("Can export it with people's names")),
        ]
        triggers = [
            pgtrigger.Protect(name="proposal_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="proposal_says_what_it_said",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*STANDS),
            ),
            BORN_PROPOSED,
            MOVES_ON_THE_ROAD,
            ends.ENDED_BY_SOMEBODY,
            ends.COMPLETED_ONCE_OVER,
            ends.ENDED_STANDS,
        ]
        constraints = [
            models.UniqueConstraint(
                "ladder", "staff", "window_from", "tier", name="proposal_once_a_tier_of_person",
                condition=OF_PEOPLE & IMPOSING & HOLDS_ITS_TIER,
            ),
            models.UniqueConstraint(
                "ladder", "institution", "window_from", "tier",
                name="proposal_once_a_tier_of_house",
                condition=~OF_PEOPLE & IMPOSING & HOLDS_ITS_TIER,
            ),
            models.UniqueConstraint(
                "about", "kind", name="proposal_taken_back_once",
                condition=~IMPOSING & HOLDS_ITS_TIER,
            ),
            models.CheckConstraint(
                name="proposal_has_its_subject",
                condition=OF_PEOPLE & Q(staff__isnull=False) | ~OF_PEOPLE & Q(staff=None),
            ),
            models.CheckConstraint(
                name="proposal_has_its_ground",
                condition=IMPOSING & Q(about=None, reached_by__isnull=False)
                | ~IMPOSING & Q(about__isnull=False, reached_by=None),
            ),
            models.CheckConstraint(
                name="proposal_beyond_the_ladder",
                condition=BEYOND & Q(tier__gt=len(TIERS))
                | Q(kind=ProposalKind.IMPOSE.value, tier__gte=1, tier__lte=len(TIERS))
                | ~IMPOSING,
            ),
            models.CheckConstraint(
                name="proposal_withdrawn_has_its_time",
                condition=Q(state=ProposalState.WITHDRAWN.value, withdrawn_at__isnull=False)
                | ~Q(state=ProposalState.WITHDRAWN.value) & Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="proposal_says_its_end_once_ended",
                condition=Q(state__in=ENDED)
                | Q(ended_by=None, end_organ="", end_minutes_no="", end_why=""),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["state", "-proposed_at"], name="proposal_on_board"),
            models.Index(fields=["staff", "window_from"], name="proposal_of_person"),
            models.Index(fields=["institution", "window_from"], name="proposal_of_house"),
        ]

    def __str__(self) -> str:
        return self.no

    def get_absolute_url(self) -> str:
        return reverse("accountability:proposal", args=[self.no])

    def may_become(self, state: ProposalState) -> bool:
        return road.may_become(ProposalState(self.state), state, ProposalKind(self.kind))

    @property
    def subject(self) -> Any:
        return self.staff or self.institution

    @property
    def subject_id(self) -> int:
        return self.staff_id or self.institution_id

    @property
    def year(self) -> int:
        """Name the year under which it is listed."""
        return year_of(self.window_from, rolls=self.rolls)

    @property
    def award_year(self) -> Window:
        return award_year(self.window_from, rolls=self.rolls)

    @property
    def houses_told(self) -> list:
        """List the institutions that get to read its papers."""
        return [] if self.rests_on_accusation else [self.institution]

    @property
    def rests_on_accusation(self) -> bool:
        """Test if an accusation counts, or did, among what it rests on: no unit is told of it."""
        told = type(self).objects.told_to_units()
        return not told.filter(pk=self.pk).exists()
