"""What exactly is complained of, of whom, and what was found of each."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau import masks
from bureau.fields import SealedModel, SealedTextField
from bureau.history import tracked
from bureau.models import Institution, ProblemCategory, Staff
from complaints import choices
from complaints.models.cases import Case
from complaints.models.scope import OfCase, OwnPeople

FOUND = Q(finding="", found_by=None, found_at=None) | ~Q(finding="") & Q(
    found_by__isnull=False, found_at__isnull=False
) & ~Q(basis="")


class Found(models.Model):
    """A finding of the bureau's: what, on which basis, by whom."""

    finding = models.CharField(
        _("finding"), max_length=24, choices=choices.FINDINGS, blank=True, default=""
    )
    basis = models.TextField(_("basis of the finding"), max_length=2_000, blank=True)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("found by"),
    )
    found_at = models.DateTimeField(_("found at"), null=True)

    class Meta:
        abstract = True


@tracked()
class Allegation(Found):
    """One thing that is said to have happened."""

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="allegations", verbose_name=_("case")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.TextField(_("allegation"), max_length=1_000)
    category = models.ForeignKey(
        ProblemCategory, models.PROTECT, null=True, blank=True, verbose_name=_("category")
    )

    objects = OfCase.as_manager()

    class Meta:
        verbose_name = _("allegation")
        verbose_name_plural = _("allegations")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("case", "position", name="allegation_in_order"),
            models.CheckConstraint(name="allegation_found_by_somebody", condition=FOUND),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.position}"


@tracked(leave_out=["seal_id"])
class NamedPerson(SealedModel, Found):
    """Somebody whom a complaint names. Which staff record it is, a person says."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="people", verbose_name=_("case"))
    said_as = SealedTextField(_("named as"), mask=masks.said_as)
    staff = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        related_name="named_in",
        verbose_name=_("staff member"),
    )
    # Where the person worked on the day it happened: what counts there stays there.
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, related_name="+", verbose_name=_("institution")
    )
    tied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("tied by"),
    )
    tied_at = models.DateTimeField(_("tied at"), null=True)
    # Which of the case's allegations concern the person, as whoever found it said; none where
    # nobody said so.
    allegations = models.ManyToManyField(
        Allegation, related_name="people", blank=True, verbose_name=_("allegations")
    )

    objects = OwnPeople.as_manager()

    class Meta:
        verbose_name = _("person named")
        verbose_name_plural = _("persons named")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "case", "staff", name="person_named_once", condition=Q(staff__isnull=False)
            ),
            models.CheckConstraint(
                name="person_tied_by_somebody",
                condition=Q(staff=None, tied_by=None, tied_at=None)
                | Q(staff__isnull=False, tied_by__isnull=False, tied_at__isnull=False),
            ),
            models.CheckConstraint(name="person_found_by_somebody", condition=FOUND),
            models.CheckConstraint(
                name="person_counts_only_when_tied",
                condition=~Q(finding__in=["substantiated", "partly_substantiated"])
                | Q(staff__isnull=False, institution__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.staff) if self.staff else str(self.said_as)
