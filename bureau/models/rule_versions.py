"""Every threshold as dated data: who drafted it, who approved it, by which paper, from when."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bureau import choices
from bureau.rule_tables import VersionState


class RuleVersionQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """The bureau's own people read the rules; hospitals are told what follows from them."""
        if not user.is_authenticated or not user.is_active or user.institution_id:
            return self.none()
        return self if user.roles else self.none()

    def of_kind(self, code: str) -> Self:
        return self.filter(kind=code)

    def drafts(self) -> Self:
        return self.filter(state=VersionState.DRAFT)

    def approved(self) -> Self:
        return self.filter(state=VersionState.APPROVED)

    def begun_by(self, day: date) -> Self:
        """The approved ones that have begun by a day; the first of them is the one in force."""
        return self.approved().filter(valid_from__lte=day).order_by("-valid_from")


class RuleVersion(models.Model):
    """One version of one kind of rules: written once, only its state moves on.

    The database itself refuses to change what a version says (see the migration). A version that
    the system brought along has no drafter and no approver.
    """

    kind = models.CharField(_("rules"), max_length=40)
    number = models.PositiveIntegerField(_("version"))
    valid_from = models.DateField(_("valid from"))
    values = models.JSONField(_("thresholds"))
    document_no = models.CharField(_("document number"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=200)
    note = models.CharField(_("note"), max_length=500, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=choices.VERSION_STATES,
        default=VersionState.DRAFT.value,
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("drafted by"),
    )
    drafted_at = models.DateTimeField(_("drafted at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule version")
        verbose_name_plural = _("rule versions")
        ordering = ["kind", "-number"]
        default_permissions = ["view"]
        permissions = [
            ("draft_ruleversion", _("Can draft a version of the rules")),
            ("approve_ruleversion", _("Can approve a version of the rules")),
        ]
        constraints = [
            models.UniqueConstraint("kind", "number", name="rule_version_number_once"),
            models.UniqueConstraint(
                "kind",
                "valid_from",
                name="rule_version_one_approved_a_day",
                condition=Q(state=VersionState.APPROVED.value),
            ),
            models.UniqueConstraint(
                "kind",
                name="rule_version_one_draft_at_a_time",
                condition=Q(state=VersionState.DRAFT.value),
            ),
            models.CheckConstraint(
                name="rule_version_approved_by_a_second_person",
                condition=Q(approved_by__isnull=True)
                | Q(drafted_by__isnull=False) & ~Q(approved_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="rule_version_approval_has_its_time",
                condition=Q(state=VersionState.APPROVED.value, approved_at__isnull=False)
                & (Q(drafted_by__isnull=True) | Q(approved_by__isnull=False))
                | Q(state=VersionState.DRAFT.value, approved_at__isnull=True)
                & Q(approved_by__isnull=True)
                | Q(state=VersionState.WITHDRAWN.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
