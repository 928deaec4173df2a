"""Rows of a register: as handed in, file by file, and as they stand now."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau import masks
from bureau.fields import SealedModel, SealedTextField
from bureau.history import tracked
from bureau.models import Institution
from followups import choices
from followups.models.registers import (
    MonthlyRegister,
    RegisterQuerySet,
    RegisterVersion,
    Upload,
)
from followups.rules.words import Outcome, RowState

COLUMN_OF = {"due_on": "followup_due_on"}
"""The models' names for what the register's template calls otherwise."""

SOMEBODY_REACHED = pgettext_lazy("outcome", "Reached")


class RowColumns(SealedModel):
    """The columns of one follow-up. People's names, numbers and words are sealed."""

    inpatient_no = models.CharField(_("inpatient number"), max_length=40)
    discharged_on = models.DateField(_("discharged on"))
    seq = models.PositiveSmallIntegerField(_("follow-up no."), default=1)
    patient_name = SealedTextField(_("patient"), mask=masks.name)
    id_no = SealedTextField(_("ID number"), mask=masks.id_no)
    phone = SealedTextField(_("phone"), mask=masks.phone)
    address = SealedTextField(_("address"))
    # Hospitals write names of relatives into both.
    contact_relation = SealedTextField(_("relation of contact"))
    answered_by = SealedTextField(_("answered by"))
    diagnosis = SealedTextField(_("discharge diagnosis"))
    content = SealedTextField(_("what was said"))
    condition = SealedTextField(_("patient's condition"))
    advice = SealedTextField(_("advice"))
    opinion = SealedTextField(_("opinion"))
    remark = SealedTextField(_("remark"))
    name_hash = models.BinaryField(max_length=16, default=b"")
    phone_hash = models.BinaryField(max_length=16, default=b"")
    id_hash = models.BinaryField(max_length=16, default=b"")
    # Says whether a row handed in again says anything new.
    content_mac = models.BinaryField(max_length=16)
    department = models.CharField(_("department"), max_length=60, blank=True)
    sex = models.CharField(_("sex"), max_length=8, blank=True, choices=choices.SEXES)
    age = models.PositiveSmallIntegerField(_("age"), null=True)
    admitted_on = models.DateField(_("admitted on"), null=True)
    discharge_way = models.CharField(
        _("way of discharge"), max_length=20, blank=True, choices=choices.DISCHARGE_WAYS
    )
    attending_doctor = models.CharField(_("attending doctor"), max_length=60, blank=True)
    needs_followup = models.BooleanField(_("needs follow-up"), default=True)
    special_kind = models.CharField(
        _("special patient"), max_length=20, blank=True, choices=choices.SPECIAL_KINDS
    )
    followup_due_on = models.DateField(_("follow-up due on"), null=True)
    followed_on = models.DateField(_("followed up on"), null=True)
    method = models.CharField(_("method"), max_length=20, blank=True, choices=choices.METHODS)
    outcome = models.CharField(_("outcome"), max_length=20, blank=True, choices=choices.OUTCOMES)
    grade = models.CharField(_("satisfaction"), max_length=20, blank=True, choices=choices.GRADES)
    converted_to = models.CharField(_("passed on as"), max_length=40, blank=True)
    follower = models.CharField(_("followed up by"), max_length=60, blank=True)
    is_supplement = models.BooleanField(_("supplement"), default=False)

    class Meta:
        abstract = True

    @property
    def outcome_words(self) -> str:
        """Word the outcome for a page; nobody is called reached whom the register does not name."""
        if self.outcome == Outcome.REACHED_PATIENT and not self.answered_by:
            return str(SOMEBODY_REACHED)
        return str(self.get_outcome_display())  # type: ignore[attr-defined]


class OfUpload(RegisterQuerySet):
    institution_field = "upload__register__institution"


class RegisterRow(RowColumns):
    """A row as one file had it, refused ones included: what a version said stays readable.

    The sealed columns are sealed for the record's table already, so that taking a row over
    moves bytes and opens nothing.
    """

    sealed_for = "followups_followuprecord"

    # Indexes of the foreign keys alone would repeat what the constraints below have.
    upload = models.ForeignKey(Upload, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(_("row"))
    # Whether the file itself says which follow-up it is; the others go by what stands.
    has_own_seq = models.BooleanField(_("numbered by the file"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=choices.ROW_STATES)
    has_warning = models.BooleanField(_("has a warning"), default=False)
    # What is wrong with which cell and what was written there; sealed, for cells hold people.
    problems = SealedTextField(_("problems"))
    discharged_on = models.DateField(_("discharged on"), null=True)  # type: ignore[assignment]

    objects = OfUpload.as_manager()

    class Meta:
        verbose_name = _("row of a file")
        verbose_name_plural = _("rows of files")
        ordering = ["upload", "number"]
        constraints = [
            models.UniqueConstraint("upload", "number", name="row_once_per_upload"),
            models.UniqueConstraint(
                fields=["upload", "inpatient_no", "discharged_on", "seq"],
                condition=~models.Q(state=RowState.REFUSED.value),
                name="followup_once_per_upload",
            ),
            models.CheckConstraint(
                name="row_taken_has_its_key",
                condition=models.Q(state=RowState.REFUSED.value)
                | models.Q(discharged_on__isnull=False) & ~models.Q(inpatient_no=""),
            ),
        ]


# That an ID number changed is kept with the sealed number itself.
@tracked(leave_out=["seal_id", "id_hash"])
class FollowUpRecord(RowColumns):
    """One discharge's n-th follow-up, as it stands now.

    Discharge and follow-up share a row, as registers have them; counting patients is counting
    distinct discharges.
    """

    # Indexes of the foreign keys alone would repeat what the ones below begin with.
    institution = models.ForeignKey(
        Institution, models.PROTECT, db_index=False, verbose_name=_("institution")
    )
    register = models.ForeignKey(
        MonthlyRegister,
        models.PROTECT,
        related_name="records",
        db_index=False,
        verbose_name=_("register"),
    )
    version = models.ForeignKey(
        RegisterVersion,
        models.PROTECT,
        related_name="records",
        db_index=False,
        verbose_name=_("version"),
    )

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up record")
        verbose_name_plural = _("follow-up records")
        ordering = ["institution", "discharged_on", "inpatient_no", "seq"]
        constraints = [
            models.UniqueConstraint(
                "institution", "inpatient_no", "discharged_on", "seq", name="record_once"
            )
        ]
        indexes = [
            models.Index(fields=["register", "id"], name="record_register"),
            models.Index(fields=["institution", "phone_hash"], name="record_phone"),
            models.Index(fields=["institution", "name_hash"], name="record_name"),
            models.Index(
                fields=["institution", "id_hash"],
                name="record_id_no",
                condition=~models.Q(id_hash=b""),
            ),
        ]
        permissions = [
            ("view_number", _("Can see a drawn person's phone number")),
            ("export_followuprecord", _("Can export rows, masked")),
            ("export_clear_followuprecord", _("Can export rows in the clear, with a reason")),
        ]

    def __str__(self) -> str:
        # Stands in lists of people who may not see the row itself.
        return f"{masks.number(self.inpatient_no)} {self.discharged_on} #{self.seq}"
