"""Where the complaint phones hang, which zones a house lacks, and the calls that test them."""

import secrets
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.history import tracked
from bureau.models import Attachment, Department, Institution, ScopedQuerySet
from bureau.rules import SectionCode
from rectification.choices import places as words
from rectification.rules import postings
from rectification.rules.postings import CheckResult, Lack, Zone

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No sign that another is taken for when a code is read from a wall."""
CODE_LENGTH = 8
KIND = "posting_place"


def new_code() -> str:
    """Draw the code of a poster: it names the place to whoever scans it and tells nothing else."""
    return "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))


class PostingQuerySet(ScopedQuerySet):
    whole_county_sections = frozenset({SectionCode.MEDICAL_ADMIN})


class HouseQuerySet(PostingQuerySet):
    """Institutions, to whoever may see what hangs there and what was found there."""

    institution_field = "pk"


def houses_visible_to(user: Any) -> models.QuerySet[Institution]:
    return Institution.objects.filter(pk__in=HouseQuerySet(Institution).visible_to(user))


class PlaceQuerySet(PostingQuerySet):
    def standing(self) -> Self:
        return self.filter(retired_on=None)


@tracked()
class PostingPlace(models.Model):
    """One place where both phones hang, with the poster's own code."""

    code = models.CharField(_("poster code"), max_length=12, unique=True, default=new_code)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="posting_places", verbose_name=_("institution")
    )
    zone = models.CharField(_("zone"), max_length=16, choices=words.ZONES)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name=_("department or ward")
    )
    place = models.CharField(pgettext_lazy("posting", "place"), max_length=80)
    own_number = models.CharField(_("institution's complaint phone"), max_length=32, blank=True)
    bureau_number = models.CharField(_("bureau's complaint phone"), max_length=32, blank=True)
    since = models.DateField(_("hangs since"))
    retired_on = models.DateField(_("taken down on"), null=True, blank=True)
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("last checked by"),
    )
    check_result = models.CharField(
        _("last found"), max_length=16, choices=words.CHECK_RESULTS, blank=True
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting place")
        verbose_name_plural = _("posting places")
        ordering = ["institution", "zone", "place"]
        permissions = [
            ("register_place", _("Can register posting places")),
            ("check_place", _("Can check posting places and ring their numbers")),
        ]
        constraints = [
            models.UniqueConstraint(
                "institution",
                "place",
                name="posting_place_once",
                condition=Q(retired_on=None),
            ),
            models.CheckConstraint(
                name="posting_checked_by_somebody",
                condition=Q(checked_on=None, checked_by=None, check_result="")
                | Q(checked_on__isnull=False, checked_by__isnull=False) & ~Q(check_result=""),
            ),
            models.CheckConstraint(
                name="posting_retired_after_it_hung",
                condition=Q(retired_on=None) | Q(retired_on__gte=models.F("since")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["institution", "zone"],
                name="posting_standing",
                condition=Q(retired_on=None),
            )
        ]

    def __str__(self) -> str:
        return self.place

    @property
    def stands(self) -> bool:
        return self.retired_on is None

    @property
    def is_in_order(self) -> bool:
        """Tell what was found last; what nobody has checked counts as hung."""
        return self.check_result in {"", CheckResult.IN_ORDER}

    @property
    def lacks_numbers(self) -> list[postings.Missing]:
        """Name the numbers that do not stand here: a poster shows both or is none."""
        numbers = {Lack.OWN_NUMBER: self.own_number, Lack.BUREAU_NUMBER: self.bureau_number}
        return [
            postings.Missing(lack, self.place) for lack, number in numbers.items() if not number
        ]

    @property
    def as_posted(self) -> postings.Posted:
        return postings.Posted(
            self.place,
            Zone(self.zone),
            self.department_id,
            bool(self.own_number),
            bool(self.bureau_number),
            self.is_in_order,
        )

    @property
    def photos(self) -> models.QuerySet[Attachment]:
        return Attachment.objects.of(KIND, self.code).select_related("file", "by")


@tracked()
class AbsentZone(models.Model):
    """A zone that an institution does not have, as the bureau says, and why."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="absent_zones", verbose_name=_("institution")
    )
    zone = models.CharField(_("zone"), max_length=16, choices=words.ZONES)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("zone that is not there")
        verbose_name_plural = _("zones that are not there")
        ordering = ["institution", "zone"]
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint("institution", "zone", name="absent_zone_once"),
        ]

    def __str__(self) -> str:
        return self.get_zone_display()


class CallQuerySet(PostingQuerySet):
    def in_month(self, first: date) -> Self:
        return self.filter(called_at__year=first.year, called_at__month=first.month)

    def known_on(self, day: date) -> Self:
        """What was entered by the end of a day: what is entered later changes no figure of it."""
        return self.filter(recorded_at__date__lte=day)


class TestCall(models.Model):
    """One call to a posted number: when, and how soon somebody answered, if anybody did."""

    # Else pytest would take it for one of its own.
    __test__ = False

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="test_calls", verbose_name=_("institution")
    )
    number = models.CharField(_("number rung"), max_length=32)
    called_at = models.DateTimeField(_("rung at"))
    answered_in_s = models.PositiveSmallIntegerField(
        _("answered after (seconds)"), null=True, blank=True
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("rung by")
    )
    recorded_at = models.DateTimeField(_("entered at"))

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("test call")
        verbose_name_plural = _("test calls")
        ordering = ["-called_at", "-pk"]
        constraints = [
            models.UniqueConstraint("institution", "number", "called_at", name="test_call_once"),
        ]
        indexes = [models.Index(fields=["called_at"], name="test_call_by_time")]

    def __str__(self) -> str:
        return f"{self.institution} {self.number}"

    @property
    def was_answered(self) -> bool:
        return self.answered_in_s is not None
