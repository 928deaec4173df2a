"""Lists on their way out of the house: who asked for what, why, who agreed, who fetched it."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau import choices
from bureau.exports import ExportKind, kind_of
from bureau.fields import SealedModel, SealedTextField
from bureau.models.directory import Institution
from bureau.models.work import Job, StoredFile
from bureau.rules import OPEN_EXPORTS, ExportForm, ExportState, Role


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """An export is its owner's affair, and of whoever decides on it. Auditors see the rows."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if Role.AUDITOR in user.roles:
            return self
        return self.filter(Q(by=user) | _decided_by(user))

    def to_decide(self, user) -> Self:
        """Those that wait for this person as the second one."""
        if not user.is_active or not user.has_perm("bureau.approve_export"):
            return self.none()
        waiting = self.filter(state=ExportState.ASKED.value).exclude(by=user)
        return waiting.filter(_decided_by(user))


def _decided_by(user) -> Q:
    """Say whose lists a person decides on: the section's, or the own house's."""
    decides = Q(pk=None)
    if Role.SECTION_HEAD in user.roles and user.section_id:
        decides |= Q(section_code=user.section.code)
    if Role.HOSPITAL_OFFICER in user.roles and user.institution_id:
        decides |= Q(by__institution=user.institution_id)
    return decides & ~Q(section_code="")


class ExportRequest(SealedModel):
    """One list asked for by one person. The row stays when the file is gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Stands in the file: whoever finds a copy finds this row.
    batch = models.CharField(_("batch"), max_length=12, unique=True)
    kind = models.CharField(_("list"), max_length=40)
    title = models.CharField(_("what it holds"), max_length=200)
    # A list's filter may be a patient's name.
    arguments = SealedTextField(_("filters"))
    arguments_hash = models.BinaryField(max_length=16)
    form = models.CharField(
        _("format"), max_length=8, choices=choices.EXPORT_FORMS, default=ExportForm.XLSX.value
    )
    is_clear = models.BooleanField(_("names and numbers in the clear"), default=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    section_code = models.CharField(_("deciding section"), max_length=32, blank=True)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, verbose_name=_("institution")
    )
    rows_asked = models.PositiveIntegerField(_("rows on the page"))
    rows_written = models.PositiveIntegerField(_("rows in the file"), null=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=choices.EXPORT_STATES,
        default=ExportState.QUEUED.value,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="exports",
        verbose_name=_("asked for by"),
    )
    asked_at = models.DateTimeField(_("asked for at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    refusal = models.CharField(_("why it was refused"), max_length=500, blank=True)
    job = models.ForeignKey(Job, models.PROTECT, null=True, verbose_name=_("job"))
    taken_up_at = models.DateTimeField(_("taken up at"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, verbose_name=_("file"))
    # Of which records the file tells: who may see them is asked again when it is fetched.
    shown = SealedTextField(_("records in the file"))
    expires_at = models.DateTimeField(_("to be fetched until"), null=True)
    fetched_at = models.DateTimeField(_("first fetched at"), null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("list", "export")
        verbose_name_plural = pgettext_lazy("list", "exports")
        ordering = ["-asked_at"]
        permissions = [("approve_export", _("Can decide on exports with people in the clear"))]
        indexes = [models.Index(fields=["state", "asked_at"], name="export_state")]
        constraints = [
            models.UniqueConstraint(
                "by",
                "kind",
                "arguments_hash",
                "form",
                "is_clear",
                name="export_once_under_way",
                condition=Q(state__in=sorted(OPEN_EXPORTS)),
            ),
            models.CheckConstraint(
                name="export_in_the_clear_has_reason",
                condition=Q(is_clear=False) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="export_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("by")),
            ),
            models.CheckConstraint(
                name="export_ready_has_file_and_end",
                condition=~Q(state=ExportState.READY.value)
                | Q(file__isnull=False, expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.batch}"

    @property
    def export_kind(self) -> ExportKind:
        return kind_of(self.kind)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_EXPORTS

    def can_be_fetched(self, at: datetime) -> bool:
        """Test if the file is there for its owner: before it expires, in the clear only once."""
        return (
            self.state == ExportState.READY and self.expires_at is not None and at < self.expires_at
        )
