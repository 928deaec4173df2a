"""Institutions, their departments and staff, the bureau's sections, who looks after whom."""

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau import choices, masks
from bureau.fields import SealedModel, SealedTextField
from bureau.history import tracked
from bureau.models.scope import ScopedQuerySet
from bureau.rules import Grade, InstitutionKind, Role, SectionCode, is_level2_or_above


class DirectoryQuerySet(ScopedQuerySet):
    """The directory is no secret within the bureau; a hospital sees its own."""

    whole_county_roles = frozenset(
        {Role.SYS_ADMIN, Role.LEADER, Role.AUDITOR, Role.BUREAU_STAFF, Role.SECTION_HEAD}
    )


class InstitutionQuerySet(DirectoryQuerySet):
    institution_field = "pk"

    def active_in(self, first: date, last: date) -> Self:
        """Those that were open on at least one day from `first` to `last`, both included."""
        return self.filter(
            # No opening or closing day on record means that the house has none.
            Q(active_from__isnull=True) | Q(active_from__lte=last),
            Q(active_to__isnull=True) | Q(active_to__gte=first),
        )


CODE_STANDS = pgtrigger.Protect(
    name="code_stands",
    operation=pgtrigger.UpdateOf("code"),
    condition=pgtrigger.Condition("OLD.code IS DISTINCT FROM NEW.code"),
)
"""Closed months, acts and notices know a house by its code: another one would be another house."""


@tracked()
class Institution(models.Model):
    """A medical institution of the county. Its code is never changed: the database refuses."""

    code = models.CharField(_("institution code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=32, choices=choices.INSTITUTION_KINDS)
    grade = models.CharField(
        _("grade"), max_length=2, choices=choices.GRADES, default=Grade.NONE.value
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("belongs to")
    )
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    complaint_phone = models.CharField(_("24-hour complaint phone"), max_length=32, blank=True)
    active_from = models.DateField(_("open since"), null=True, blank=True)
    active_to = models.DateField(_("closed after"), null=True, blank=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        triggers = [CODE_STANDS]
        ordering = ["code"]
        permissions = [
            ("import_institution", _("Can import institutions")),
            ("export_institution", _("Can export institutions")),
        ]
        constraints = [
            models.CheckConstraint(
                name="institution_opens_first",
                condition=Q(active_to__isnull=True)
                | Q(active_from__isnull=True)
                | Q(active_to__gte=F("active_from")),
                violation_error_message=_("An institution cannot close before it opens."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_level2_or_above(self) -> bool:
        return is_level2_or_above(Grade(self.grade))

    @property
    def is_township(self) -> bool:
        return self.kind == InstitutionKind.TOWNSHIP


@tracked(leave_out=["entered_at"])
class Department(models.Model):
    """A department or, where `is_ward` is set, a ward of an institution."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="departments", verbose_name=_("institution")
    )
    name = models.CharField(_("name"), max_length=60)
    is_ward = models.BooleanField(_("is a ward"), default=False)
    # History keeps what a row said before, not since when it is there. None: from of old.
    entered_at = models.DateTimeField(_("entered at"), null=True, db_default=Now(), editable=False)

    objects = DirectoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("department or ward")
        verbose_name_plural = _("departments and wards")
        ordering = ["institution", "name"]
        permissions = [
            ("import_department", _("Can import departments")),
            ("export_department", _("Can export departments")),
        ]
        constraints = [
            models.UniqueConstraint("institution", "name", name="department_once_per_institution")
        ]

    def __str__(self) -> str:
        return self.name


@tracked(leave_out=["seal_id"])
class Staff(SealedModel):
    """A person, where they work now, known there by a staff number.

    Where they worked on an earlier day is in their placements.
    """

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="staff", verbose_name=_("institution")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name=_("department or ward")
    )
    staff_no = models.CharField(_("staff number"), max_length=32)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    position = models.CharField(pgettext_lazy("post", "position"), max_length=40, blank=True)
    title = models.CharField(_("professional title"), max_length=40, blank=True)
    employment = models.CharField(_("employment"), max_length=20, blank=True)
    phone = SealedTextField(_("phone"), mask=masks.phone)
    active_to = models.DateField(_("left after"), null=True, blank=True)

    objects = DirectoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = ["institution", "staff_no"]
        permissions = [
            ("import_staff", _("Can import staff")),
            ("export_staff", _("Can export staff")),
        ]
        constraints = [
            models.UniqueConstraint("institution", "staff_no", name="staff_no_once_per_institution")
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Section(models.Model):
    """A section (科室) of the bureau itself. Rules know some of them by their code."""

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("bureau section")
        verbose_name_plural = _("bureau sections")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def known_code(self) -> SectionCode | None:
        return SectionCode(self.code) if self.code in set(SectionCode) else None


class AssignmentQuerySet(DirectoryQuerySet):
    def on(self, day: date) -> Self:
        # No end means that the assignment goes on.
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=day), from_on__lte=day)


@tracked()
class OfficerAssignment(models.Model):
    """Which bureau officer looks after an institution (包单位); both its days included."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="assignments",
        verbose_name=_("liaison officer"),
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="assignments", verbose_name=_("institution")
    )
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("liaison assignment")
        verbose_name_plural = _("liaison assignments")
        ordering = ["institution", "-from_on"]
        permissions = [("export_officerassignment", _("Can export liaison assignments"))]
        constraints = [
            models.CheckConstraint(
                name="assignment_ends_after_start",
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                violation_error_message=_("An assignment cannot end before it begins."),
            ),
            ExclusionConstraint(
                name="assignment_one_officer_at_a_time",
                expressions=[
                    ("institution", RangeOperators.EQUAL),
                    (
                        Func(F("from_on"), F("to_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "Another officer looks after this institution in that time."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} → {self.institution}"
