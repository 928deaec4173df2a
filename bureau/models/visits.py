"""How many patients an institution sees in a year: beside it counts of small and large are read."""

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau.history import tracked
from bureau.models.directory import DirectoryQuerySet, Institution

FIRST_YEAR, LAST_YEAR = 2000, 2099
MOST_VISITS = 100_000_000


@tracked()
class InstitutionVisits(models.Model):
    """The visits of patients (诊疗人次) of an institution in a year, as its statistics say."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="visits_of_years", verbose_name=_("institution")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    visits = models.PositiveIntegerField(
        _("visits of patients"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_VISITS)],
    )
    source = models.CharField(_("source"), max_length=200)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))

    objects = DirectoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("visits of a year")
        verbose_name_plural = _("visits of a year")
        ordering = ["-year", "institution"]
        default_permissions = ["view", "add", "change"]
        constraints = [
            models.UniqueConstraint("institution", "year", name="visits_once_a_year"),
            models.CheckConstraint(
                name="visits_are_some",
                condition=Q(visits__gte=1, visits__lte=MOST_VISITS)
                & Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR)
                & ~Q(source=""),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="visits_stay", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="visits_are_of_their_year",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("institution", "year"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.year}"
