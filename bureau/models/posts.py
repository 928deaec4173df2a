"""Who held which post and who worked where, by the day; and which section is on duty."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau import choices
from bureau.history import tracked
from bureau.models.directory import Department, DirectoryQuerySet, Institution, Section, Staff
from bureau.rules import LeaderKind

DAYS = Func(F("from_on"), F("to_on"), Value("[]"), function="daterange")
ENDS_AFTER_START = Q(to_on__isnull=True) | Q(from_on__isnull=True) | Q(to_on__gte=F("from_on"))


class DatedQuerySet(DirectoryQuerySet):
    """Rows with a first and a last day, both included. A missing one leaves that side open."""

    def on(self, day: date) -> Self:
        return self.filter(
            Q(from_on__isnull=True) | Q(from_on__lte=day),
            Q(to_on__isnull=True) | Q(to_on__gte=day),
        )

    def latest_first(self) -> Self:
        return self.order_by(F("from_on").desc(nulls_last=True), "-pk")


@tracked()
class LeaderPost(models.Model):
    """Who leads an institution or, where none is named, the bureau itself."""

    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("institution"),
    )
    kind = models.CharField(_("kind of post"), max_length=20, choices=choices.LEADER_KINDS)
    # As written on the day: a head is often on no roster, and history needs no account.
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    staff = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("staff member"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("account"),
    )
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("leader's post")
        verbose_name_plural = _("leaders' posts")
        ordering = ["institution", "-kind", "-from_on"]
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_start",
                condition=ENDS_AFTER_START,
                violation_error_message=_("A post cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="post_of_institution_or_bureau",
                condition=Q(institution__isnull=True, staff__isnull=True)
                | Q(institution__isnull=False, user__isnull=True),
            ),
            ExclusionConstraint(
                name="post_one_head_of_institution",
                expressions=[
                    ("institution", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(kind=LeaderKind.HEAD.value),
                violation_error_message=_("Another principal head is in office in that time."),
            ),
            ExclusionConstraint(
                name="post_one_head_of_bureau",
                expressions=[("kind", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
                condition=Q(kind=LeaderKind.HEAD.value, institution__isnull=True),
                violation_error_message=_("Another principal head is in office in that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.get_kind_display()}"


class RemitQuerySet(DatedQuerySet):
    institution_field = "post__institution"


@tracked()
class Remit(models.Model):
    """What a leader is in charge of from a day on, within the days of the post.

    One that says nothing tells that from then on it was nothing.
    """

    post = models.ForeignKey(
        LeaderPost, models.PROTECT, related_name="remits", verbose_name=_("leader's post")
    )
    words = models.CharField(_("in charge of"), max_length=200, blank=True)
    departments = models.ManyToManyField(
        Department, blank=True, verbose_name=_("departments in charge of")
    )
    sections = models.ManyToManyField(Section, blank=True, verbose_name=_("sections in charge of"))
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)

    objects = RemitQuerySet.as_manager()

    class Meta:
        verbose_name = _("remit of a leader")
        verbose_name_plural = _("remits of leaders")
        ordering = ["post", "-from_on"]
        # Read and changed with the post.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="remit_ends_after_start", condition=ENDS_AFTER_START),
            ExclusionConstraint(
                name="remit_one_at_a_time",
                expressions=[("post", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.from_on}"

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)

    def units(self) -> list[Department | Section]:
        """List the departments of the house or the sections of the bureau that are part of it."""
        return [*self.departments.all(), *self.sections.all()]


@tracked()
class Placement(models.Model):
    """Where a person worked, and as what. `Staff` says where they work now: its open placement."""

    staff = models.ForeignKey(
        Staff, models.PROTECT, related_name="placements", verbose_name=_("staff member")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="placements", verbose_name=_("institution")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name=_("department or ward")
    )
    staff_no = models.CharField(_("staff number"), max_length=32)
    position = models.CharField(pgettext_lazy("post", "position"), max_length=40, blank=True)
    # None: since before anybody wrote it down.
    from_on = models.DateField(_("from"), null=True, blank=True)
    to_on = models.DateField(_("to"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["staff", "-from_on"]
        constraints = [
            models.CheckConstraint(
                name="placement_ends_after_start",
                condition=ENDS_AFTER_START,
                violation_error_message=_("A placement cannot end before it begins."),
            ),
            ExclusionConstraint(
                name="placement_one_at_a_time",
                expressions=[("staff", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
                violation_error_message=_("This person works elsewhere in that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} @ {self.institution}"


@tracked()
class DutySection(models.Model):
    """Which section takes whatever falls to nobody else (无人认领)."""

    section = models.ForeignKey(Section, models.PROTECT, verbose_name=_("bureau section"))
    from_on = models.DateField(_("from"), null=True, blank=True)
    to_on = models.DateField(_("to"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("section on duty")
        verbose_name_plural = _("sections on duty")
        ordering = ["-from_on"]
        constraints = [
            models.CheckConstraint(
                name="duty_ends_after_start",
                condition=ENDS_AFTER_START,
                violation_error_message=_("A duty cannot end before it begins."),
            ),
            ExclusionConstraint(
                name="duty_one_section_at_a_time",
                expressions=[(DAYS, RangeOperators.OVERLAPS)],
                violation_error_message=_("Another section is on duty in that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.from_on or ''}"
