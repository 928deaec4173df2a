"""What was decided, looked at again: asked for or since its ground fell; and what is put right."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accountability import road_choices
from accountability.models import redress_guards as guards
from accountability.models.body_guards import ANSWERED_BY_ITS_BODY
from accountability.models.proposals import SanctionProposal
from accountability.models.road import OfProposal, person
from accountability.rules.words import Outcome, RemedyKind, RemedyState
from bureau.history import tracked
from bureau.models import OfficialPaper

GROUND = RemedyKind.GROUND.value
# What came too late or was withdrawn uses nothing up: it can be asked for again.
UNUSED = [RemedyState.REFUSED.value, RemedyState.WITHDRAWN.value]
UNANSWERED = Q(decided_on=None, decided_by=None, decided_at=None, organ="", minutes_no="",
               outcome="", opinion="")  # fmt: skip
ANSWERED = (
    Q(decided_on__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
    & Q(decided_on__gte=F("asked_on"))
    & ~(Q(organ="") | Q(minutes_no="") | Q(outcome="") | Q(opinion=""))
)


@tracked()
class Remedy(models.Model):
    """That a decision is looked at again. Meanwhile its measures hold on.

    `cause` is the proposal to take back; what is asked for by its person or unit has none.
    """

    proposal = models.ForeignKey(
        SanctionProposal, models.PROTECT, related_name="remedies", verbose_name=_("proposal")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=road_choices.REMEDIES)
    cause = models.OneToOneField(
        SanctionProposal, models.PROTECT, null=True, related_name="remedy",
        verbose_name=_("proposal to take back"),
    )  # fmt: skip
    asked_on = models.DateField(_("asked for on"))
    asked_by = models.CharField(_("asked for by"), max_length=60)
    requested = models.CharField(
        pgettext_lazy("remedy", "request"), max_length=500, blank=True, default=""
    )
    grounds = models.TextField(_("grounds"), max_length=3_000)
    evidence = models.TextField(
        pgettext_lazy("remedy", "evidence"), max_length=1_000, blank=True, default=""
    )
    # Of what came after its term: the good reason for which a head of personnel takes it.
    late_reason = models.CharField(
        _("taken though late, because"), max_length=500, blank=True, default=""
    )
    due_on = models.DateField(_("to be decided by"), null=True)
    entered_by = person(_("entered by"))
    entered_at = models.DateTimeField(_("entered at"))
    state = models.CharField(_("state"), max_length=10, choices=road_choices.REMEDY_STATES)
    organ = models.CharField(
        _("decided by which body"), max_length=16, choices=road_choices.ORGANS, blank=True,
        default="",
    )  # fmt: skip
    minutes_no = models.CharField(_("no. of the minutes"), max_length=60, blank=True, default="")
    decided_on = models.DateField(_("decided on"), null=True)
    outcome = models.CharField(
        pgettext_lazy("remedy", "outcome"),
        max_length=10,
        choices=road_choices.OUTCOMES,
        blank=True,
        default="",
    )
    opinion = models.TextField(_("reasons"), max_length=3_000, blank=True, default="")
    decided_by = person(_("decision entered by"), null=True)
    decided_at = models.DateTimeField(_("decision entered at"), null=True)

    objects = OfProposal.as_manager()

    class Meta:
        verbose_name = _("review, appeal or taking back")
        verbose_name_plural = _("reviews, appeals and takings back")
        ordering = ["pk"]
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(
                "proposal", "kind", name="remedy_once_a_kind",
                condition=~Q(kind=GROUND) & ~Q(state__in=UNUSED),
            ),
            models.CheckConstraint(
                name="remedy_has_its_cause",
                condition=Q(kind=GROUND, cause__isnull=False) | ~Q(kind=GROUND) & Q(cause=None),
            ),
            models.CheckConstraint(
                name="remedy_says_who_and_why", condition=~Q(asked_by="") & ~Q(grounds="")
            ),
            models.CheckConstraint(
                name="remedy_answered_whole_or_not",
                condition=Q(state=RemedyState.DECIDED.value) & ANSWERED
                | ~Q(state=RemedyState.DECIDED.value) & UNANSWERED,
            ),
            models.CheckConstraint(
                name="remedy_taken_late_is_not_refused",
                condition=Q(late_reason="")
                | ~Q(kind=GROUND) & ~Q(state=RemedyState.REFUSED.value),
            ),
            models.CheckConstraint(
                name="remedy_of_fallen_ground_takes_back",
                condition=~Q(kind=GROUND) | ~Q(outcome=Outcome.UPHELD.value),
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(name="remedy_stays", operation=pgtrigger.Delete),
            guards.ASKED_STANDS,
            guards.ANSWER_STANDS,
            guards.ANSWERED_BY_ANOTHER,
            ANSWERED_BY_ITS_BODY,
        ]

    def __str__(self) -> str:
        return f"{self.proposal} · {self.get_kind_display()}"


@tracked()
class Restoration(models.Model):
    """One thing to be put right after something was taken back: who did it, on paper, and when."""

    proposal = models.ForeignKey(
        SanctionProposal, models.PROTECT, related_name="restorations", verbose_name=_("proposal")
    )
    remedy = models.ForeignKey(
        Remedy, models.PROTECT, related_name="restorations", verbose_name=_("taken back by")
    )
    task = models.CharField(_("to be put right"), max_length=24, choices=road_choices.TASKS)
    # Nobody where the machine did it: later tiers it counts anew itself.
    doer = person(_("done by"), null=True)
    paper = models.ForeignKey(
        OfficialPaper, models.PROTECT, null=True, related_name="+", verbose_name=_("official paper")
    )
    done_on = models.DateField(_("done on"), null=True)
    said = models.CharField(_("how it was done"), max_length=200, blank=True, default="")

    objects = OfProposal.as_manager()

    class Meta:
        verbose_name = _("restoration")
        verbose_name_plural = _("restorations")
        ordering = ["pk"]
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint("remedy", "task", name="restoration_once_a_task"),
            models.CheckConstraint(
                name="restoration_done_with_its_paper",
                condition=Q(done_on=None, doer=None, paper=None, said="")
                | Q(done_on__isnull=False, task="later_tiers")
                | Q(done_on__isnull=False, doer__isnull=False, paper__isnull=False) & ~Q(said=""),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="restoration_stays", operation=pgtrigger.Delete),
            guards.PUT_RIGHT_ONCE,
        ]

    def __str__(self) -> str:
        return str(self.get_task_display())
