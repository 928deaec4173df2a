"""The register of a month, the files handed in for it, and the reminders of it."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureau.fields import SealedModel, SealedTextField
from bureau.history import tracked
from bureau.models import ApiClient, Institution, Job, ScopedQuerySet, StoredFile, User
from bureau.rules import SectionCode
from followups import choices
from followups.rules import register as rules
from followups.rules.words import UploadState


class RegisterQuerySet(ScopedQuerySet):
    """Registers and what hangs on them: the medical administration section sees the county."""

    whole_county_sections = frozenset({SectionCode.MEDICAL_ADMIN})

    def of_month(self, month: date) -> Self:
        return self.filter(month=month)

    def numbered(self, no: str) -> Self:
        """Find the register that acts and notices name so, if it is there."""
        code, _slash, month = no.rpartition("/")
        return self.filter(institution__code=code, month=f"{month}-01")


class OfRegister(RegisterQuerySet):
    institution_field = "register__institution"


@tracked()
class MonthlyRegister(models.Model):
    """What one institution owes for one month. The row stands from the month on, empty or not."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="registers", verbose_name=_("institution")
    )
    month = models.DateField(_("month"))
    due_on = models.DateField(_("due on"))
    # The local day on which the first submitted file arrived, and on which nothing was missing.
    arrived_on = models.DateField(_("arrived on"), null=True, blank=True)
    completed_on = models.DateField(_("complete on"), null=True, blank=True)
    is_nil = models.BooleanField(_("nil report"), default=False)
    # When the bureau sent it back; none once something new has come in.
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly register")
        verbose_name_plural = _("monthly registers")
        ordering = ["-month", "institution"]
        constraints = [
            models.UniqueConstraint("institution", "month", name="register_once_per_month"),
            models.CheckConstraint(name="register_month_is_a_first", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="register_arrives_before_complete",
                condition=Q(completed_on__isnull=True) | Q(completed_on__gte=F("arrived_on")),
            ),
        ]
        indexes = [models.Index(fields=["month"], name="register_month")]
        permissions = [
            ("submit_register", _("Can hand in the register of the own institution")),
            ("remind_register", _("Can remind institutions of a missing register")),
            ("return_register", _("Can send a register back to be mended")),
            ("remove_row", _("Can take a row out of a register")),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.month:%Y-%m}"

    def standing(self, day: date) -> rules.Standing:
        return rules.standing(
            due=self.due_on,
            arrived_on=self.arrived_on,
            completed_on=self.completed_on,
            is_nil=self.is_nil,
            day=day,
        )

    def can_be_nil(self, day: date) -> bool:
        """Test if nothing is in and the month is over, so that a nil report would be taken."""
        return self.arrived_on is None and rules.is_over(self.month, day)

    def reminded_on(self, day: date) -> "Reminder | None":
        """Return the last reminder, if it is of `day`: nobody is reminded twice on one day."""
        latest = next(iter(self.reminders.all()), None)
        return latest if latest and timezone.localdate(latest.at) == day else None

    @property
    def no(self) -> str:
        """The number by which acts and notices name a register."""
        return f"{self.institution.code}/{self.month_text}"

    @property
    def month_text(self) -> str:
        return f"{self.month:%Y-%m}"


@tracked("state", "is_blocked")
class Upload(SealedModel):
    """A workbook handed in, on its way from the file to a version of the register."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.ForeignKey(
        MonthlyRegister, models.PROTECT, related_name="uploads", verbose_name=_("register")
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, verbose_name=_("file"))
    job = models.ForeignKey(Job, models.PROTECT, verbose_name=_("job"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("by")
    )
    client = models.ForeignKey(
        ApiClient, models.PROTECT, null=True, verbose_name=_("hospital system")
    )
    # What a hospital's system sent, as it came; a workbook stands in `file`.
    payload = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("rows as sent")
    )
    arrived_at = models.DateTimeField(_("arrived at"))
    state = models.CharField(
        _("state"), max_length=10, choices=choices.UPLOAD_STATES, default=UploadState.WAITING.value
    )
    # Set when a worker takes the file up: a file taken up and never finished is taken up again.
    taken_up_at = models.DateTimeField(_("taken up at"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # Why the whole file was refused: a code and its facts, worded when shown.
    refusal = models.JSONField(_("refusal"), default=dict, blank=True)
    # Where each field stands in the file: {field: {"column": from 1, "heading": as written}}.
    layout = models.JSONField(_("layout"), default=dict, blank=True)
    corrections = SealedTextField(_("corrections on the page"))
    sheet_name = models.CharField(_("sheet"), max_length=100, blank=True)
    header_row = models.PositiveIntegerField(_("header row"), default=0)
    read_ms = models.PositiveIntegerField(_("read in ms"), default=0)
    questions = models.JSONField(_("questions"), default=list, blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    remarks = models.JSONField(_("remarks on the file"), default=list, blank=True)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_new = models.PositiveIntegerField(_("new"), default=0)
    rows_updated = models.PositiveIntegerField(_("updated"), default=0)
    rows_unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rows_refused = models.PositiveIntegerField(_("refused"), default=0)
    # Rows refused for repeating another of their file: they could never stand beside it.
    rows_repeated = models.PositiveIntegerField(_("repeated"), default=0)
    # How many versions the institution had when the rows were numbered beside what stands.
    beside_versions = models.PositiveIntegerField(_("numbered beside versions"), default=0)
    rows_absent = models.PositiveIntegerField(_("kept though not in the file"), default=0)
    is_blocked = models.BooleanField(_("nothing of it may be submitted"), default=False)
    # The rows that block it, as the sheet numbers them.
    blocked_rows = models.JSONField(_("rows of another institution"), default=list, blank=True)
    # When its person said that the rows it left out need not be handed in again.
    left_out_settled_at = models.DateTimeField(_("rows left out settled at"), null=True)
    # A reason written on the page before the file was submitted.
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    marked_copy = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("marked copy")
    )
    marking_job = models.ForeignKey(
        Job, models.PROTECT, null=True, related_name="+", verbose_name=_("marking job")
    )

    objects = OfRegister.as_manager()

    class Meta:
        verbose_name = _("uploaded register")
        verbose_name_plural = _("uploaded registers")
        ordering = ["-arrived_at"]
        constraints = [
            models.CheckConstraint(
                name="upload_rows_add_up",
                condition=Q(
                    rows_total=F("rows_new")
                    + F("rows_updated")
                    + F("rows_unchanged")
                    + F("rows_refused")
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.file or ''}"

    @property
    def handed_in_by(self) -> User | ApiClient | None:
        return self.by or self.client

    @property
    def title(self) -> str:
        return self.file.name if self.file else gettext("Rows sent by a hospital system")

    @property
    def rows_good(self) -> int:
        return self.rows_new + self.rows_updated + self.rows_unchanged

    @property
    def can_be_submitted(self) -> bool:
        return self.state == UploadState.CHECKED and not self.is_blocked and self.rows_good > 0


class RegisterVersion(models.Model):
    """One submission, as it counted: written once, never edited. A nil report has no upload."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.ForeignKey(
        MonthlyRegister, models.PROTECT, related_name="versions", verbose_name=_("register")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    upload = models.OneToOneField(
        Upload, models.PROTECT, null=True, related_name="version", verbose_name=_("upload")
    )
    arrived_at = models.DateTimeField(_("arrived at"))
    submitted_at = models.DateTimeField(_("submitted at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("by")
    )
    client = models.ForeignKey(
        ApiClient, models.PROTECT, null=True, verbose_name=_("hospital system")
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    after_closing = models.BooleanField(_("after the month was closed"), default=False)
    # Closed months of which supplements in it changed rows, as 2026-10.
    restates = models.JSONField(_("changes closed months"), default=list)
    rows_new = models.PositiveIntegerField(_("new"), default=0)
    rows_updated = models.PositiveIntegerField(_("updated"), default=0)
    rows_unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rows_refused = models.PositiveIntegerField(_("refused"), default=0)

    objects = OfRegister.as_manager()

    class Meta:
        verbose_name = _("register version")
        verbose_name_plural = _("register versions")
        ordering = ["register", "-number"]
        constraints = [
            models.UniqueConstraint("register", "number", name="version_number_once"),
            models.CheckConstraint(
                name="version_after_closing_has_reason",
                condition=Q(after_closing=False, restates=[]) | ~Q(reason=""),
                violation_error_message=_("After the month is closed a version needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} v{self.number}"

    @property
    def late_days(self) -> int:
        """Count the days after the due day on which this very file came; 0 if it came in time."""
        return max((timezone.localdate(self.arrived_at) - self.register.due_on).days, 0)

    @property
    def handed_in_by(self) -> User | ApiClient | None:
        return self.by or self.client

    @property
    def receipt_no(self) -> str:
        register = self.register
        return f"{register.institution.code}-{register.month:%Y%m}-{self.number}"


class Reminder(models.Model):
    """That an institution was reminded of a register: seen by it until the register is in."""

    register = models.ForeignKey(
        MonthlyRegister, models.PROTECT, related_name="reminders", verbose_name=_("register")
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"))

    objects = OfRegister.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.register} {self.at:%Y-%m-%d}"
