"""What happens on a case's way: who was given it, what they report, what was answered."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau.history import tracked
from bureau.models import ApiClient, Institution
from complaints import choices
from complaints.models.cases import Case
from complaints.models.scope import OfAudience, OfTheBureau, OwnAssignments, OwnReports
from complaints.rules.words import Audience


def one_of(user: str, client: str) -> Q:
    """Somebody did it: a person, or a hospital's system."""
    by_user = Q(**{f"{user}__isnull": False, client: None})
    return by_user | Q(**{user: None, f"{client}__isnull": False})


@tracked()
class Assignment(models.Model):
    """A case in the hands of an institution, with the text it was given."""

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="assignments", verbose_name=_("case")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="assignments_of_cases",
        verbose_name=_("institution"),
    )  # fmt: skip
    is_lead = models.BooleanField(_("leads"), default=True)
    text = models.TextField(_("text for the institution"), max_length=4_000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    returned_at = models.DateTimeField(_("returned at"), null=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("returned by"),
    )
    returned_client = models.ForeignKey(
        ApiClient,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("returned by the system"),
    )
    return_reason = models.CharField(_("why it was returned"), max_length=500, blank=True)

    objects = OwnAssignments.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                "case", "institution", name="assigned_once", condition=Q(returned_at=None)
            ),
            models.UniqueConstraint(
                "case", name="assigned_one_leads", condition=Q(returned_at=None, is_lead=True)
            ),
            models.CheckConstraint(
                name="assignment_returned_with_reason",
                condition=Q(
                    returned_at=None, returned_by=None, returned_client=None, return_reason=""
                )
                | Q(returned_at__isnull=False)
                & one_of("returned_by", "returned_client")
                & ~Q(return_reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["institution", "-id"],
                name="assigned_newest",
                include=["case", "at", "is_lead"],
                condition=Q(returned_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} → {self.institution}"


class UnitReport(models.Model):
    """What a unit found itself. A statement, never a finding."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports", verbose_name=_("case"))
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="reports", verbose_name=_("assignment")
    )
    text = models.TextField(_("report"), max_length=10_000)
    opinion = models.CharField(
        _("unit's own opinion"), max_length=24, choices=choices.FINDINGS, blank=True
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    client = models.ForeignKey(
        ApiClient, models.PROTECT, null=True, related_name="+", verbose_name=_("by the system")
    )
    at = models.DateTimeField(_("at"))

    objects = OwnReports.as_manager()

    class Meta:
        verbose_name = _("unit's report")
        verbose_name_plural = _("units' reports")
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(name="report_by_somebody", condition=one_of("by", "client"))
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.at:%Y-%m-%d}"

    @property
    def sender(self) -> Any:
        return self.by or self.client


class Entry(models.Model):
    """Something written on a case, for one audience. Written once; internal at first."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries", verbose_name=_("case"))
    audience = models.CharField(
        _("for"), max_length=12, choices=choices.AUDIENCES, default=Audience.INTERNAL.value
    )
    text = models.TextField(_("text"), max_length=4_000)
    # None where the public itself writes, through the query page.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))

    objects = OfAudience.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case} {self.at:%Y-%m-%d}"


class Reply(models.Model):
    """What a complainant was answered, and how. Each case of a matter has its own."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="replies", verbose_name=_("case"))
    way = models.CharField(_("way"), max_length=12, choices=choices.REPLY_WAYS)
    text = models.TextField(_("answer"), max_length=4_000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    objects = OfTheBureau.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.case} {self.at:%Y-%m-%d}"


@tracked()
class Callback(models.Model):
    """A call after the answer, and its grade; a bad one is reviewed by the bureau."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="callbacks", verbose_name=_("case"))
    grade = models.CharField(_("grade"), max_length=20, choices=choices.GRADES)
    note = models.CharField(_("note"), max_length=1_000, blank=True)
    # Whether what was asked for is solved, in the caller's own eyes; None where nobody asked.
    is_solved = models.BooleanField(_("solved"), null=True)
    # None where the complainant graded it on the query page.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))
    needs_review = models.BooleanField(_("to be reviewed"), default=False)
    # Whether the dissatisfaction has a cause in how the case was handled.
    is_subjective = models.BooleanField(_("handled badly"), null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    review = models.CharField(_("outcome of the review"), max_length=1_000, blank=True)

    objects = OfTheBureau.as_manager()

    class Meta:
        verbose_name = _("call-back")
        verbose_name_plural = _("call-backs")
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="callback_review_is_whole",
                condition=Q(reviewed_by=None, reviewed_at=None, is_subjective__isnull=True)
                | Q(
                    reviewed_by__isnull=False,
                    reviewed_at__isnull=False,
                    is_subjective__isnull=False,
                )
                & ~Q(review=""),
            )
        ]
        indexes = [
            models.Index(
                fields=["at"],
                name="callback_to_review",
                condition=Q(needs_review=True, reviewed_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.at:%Y-%m-%d}"
