"""How a pending appointment ends: the unit's assessment, and what the bureau answers."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accountability import pending_choices as choices
from accountability.models import pending_guards as guards
from accountability.models.proposals import SanctionProposal
from accountability.models.road import Measure, OfProposal, person
from accountability.rules.pending import STANDING, AssessmentState, Result
from bureau.history import tracked

UNANSWERED = Q(state=AssessmentState.FILED.value, answer="", answered_by=None, answered_at=None)
ANSWERED = Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer="") & ~Q(
    state=AssessmentState.FILED.value
)  # fmt: skip


@tracked()
class Assessment(models.Model):
    """What the unit assessed at the end, with the post to which it appoints again (复聘考核)."""

    no = models.CharField(_("assessment no."), max_length=24, unique=True)
    proposal = models.ForeignKey(
        SanctionProposal, models.PROTECT, related_name="assessments", verbose_name=_("proposal")
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="assessments", verbose_name=_("measure")
    )
    assessed_on = models.DateField(_("assessed on"))
    result = models.CharField(_("result of the assessment"), max_length=10, choices=choices.RESULTS)
    record = models.TextField(_("how they did while pending"), max_length=3_000)
    post = models.CharField(_("post of the new appointment"), max_length=60, blank=True)
    from_on = models.DateField(_("appointed from"), null=True)
    signed = models.CharField(_("signed by"), max_length=200)
    filed_by = person(_("filed by"))
    filed_at = models.DateTimeField(_("filed at"))
    state = models.CharField(
        _("state"), max_length=10, choices=choices.ASSESSMENT_STATES,
        default=AssessmentState.FILED.value,
    )  # fmt: skip
    answer = models.TextField(_("the bureau's answer"), max_length=500, blank=True)
    answered_by = person(_("answered by"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)

    objects = OfProposal.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("pending appointment", "assessment")
        verbose_name_plural = pgettext_lazy("pending appointment", "assessments")
        ordering = ["pk"]
        default_permissions = ["view"]
        permissions = [("file_assessment", _("Can file the unit's assessments"))]
        constraints = [
            models.UniqueConstraint(
                "measure", name="assessment_stands_once",
                condition=Q(state__in=sorted(one.value for one in STANDING)),
            ),
            models.CheckConstraint(
                name="assessment_says_what_was_seen", condition=~Q(record="") & ~Q(signed="")
            ),
            models.CheckConstraint(
                name="assessment_names_the_post_or_none",
                condition=Q(result=Result.FIT.value, from_on__isnull=False) & ~Q(post="")
                | Q(result=Result.UNFIT.value, from_on=None, post=""),
            ),
            models.CheckConstraint(
                name="assessment_answered_whole_or_not", condition=UNANSWERED | ANSWERED
            ),
            models.CheckConstraint(
                name="assessment_answered_by_another",
                condition=Q(answered_by=None) | ~Q(answered_by=F("filed_by")),
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(name="assessment_stays", operation=pgtrigger.Delete),
            guards.OF_WHAT_PENDS,
            guards.FILED_STANDS,
            guards.ANSWERED_STANDS,
            guards.ANSWERED_BY_THE_BUREAU,
        ]

    def __str__(self) -> str:
        return self.no
