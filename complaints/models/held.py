"""The findings that were made to hold: from when, until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bureau.history import tracked
from bureau.models import Institution, ProblemCategory, Staff
from complaints import choices
from complaints.models.cases import Case
from complaints.models.held_guards import GUARDS
from complaints.models.people import Allegation, NamedPerson
from complaints.models.scope import OwnFindings

ONE_SUBJECT = Q(allegation__isnull=False, person=None, staff=None) | Q(
    allegation=None, person__isnull=False
)


@tracked()
class HeldFinding(models.Model):
    """A finding as it was made to hold, of an allegation or of a person named.

    Written once, with whom, where and for what it counted on that day. Taken up again, the case
    has none that holds: `void_since` says since when, and what is found anew is another row.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="held_findings", verbose_name=_("case")
    )
    allegation = models.ForeignKey(
        Allegation, models.PROTECT, null=True, related_name="held", verbose_name=_("allegation")
    )
    person = models.ForeignKey(
        NamedPerson, models.PROTECT, null=True, related_name="held", verbose_name=_("person named")
    )
    # Who the person is, as it was said then; None where nobody said so.
    staff = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", verbose_name=_("staff member")
    )
    # Of a person where they worked on the day it happened, else what the case is about.
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, related_name="+", verbose_name=_("institution")
    )
    # The allegation's own, else the case's.
    category = models.ForeignKey(
        ProblemCategory, models.PROTECT, null=True, related_name="+", verbose_name=_("category")
    )
    # Of a person, the allegations that concern them; none where nobody said so.
    allegations = models.ManyToManyField(
        Allegation, related_name="held_against", blank=True, verbose_name=_("allegations")
    )
    finding = models.CharField(_("finding"), max_length=24, choices=choices.FINDINGS)
    basis = models.TextField(_("basis of the finding"), max_length=2_000)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("found by")
    )
    found_at = models.DateTimeField(_("found at"))
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+",
        verbose_name=_("made to hold by"),
    )  # fmt: skip
    held_since = models.DateTimeField(_("holds since"))
    void_since = models.DateTimeField(_("void since"), null=True)

    objects = OwnFindings.as_manager()

    class Meta:
        verbose_name = _("finding that held")
        verbose_name_plural = _("findings that held")
        ordering = ["held_since", "pk"]
        constraints = [
            models.UniqueConstraint(
                "allegation", name="held_once_of_an_allegation", condition=Q(void_since=None)
            ),
            models.UniqueConstraint(
                "person", name="held_once_of_a_person", condition=Q(void_since=None)
            ),
            models.CheckConstraint(name="held_of_one_of_the_two", condition=ONE_SUBJECT),
            models.CheckConstraint(
                name="held_before_it_was_void",
                condition=Q(void_since=None) | Q(void_since__gte=F("held_since")),
            ),
            models.CheckConstraint(
                name="held_by_a_second_person", condition=~Q(held_by=F("found_by"))
            ),
        ]
        triggers = GUARDS
        indexes = [
            models.Index(
                fields=["staff", "held_since"], name="held_of_staff",
                condition=Q(void_since=None, staff__isnull=False),
            ),
            models.Index(
                fields=["institution", "held_since"], name="held_of_house",
                condition=Q(void_since=None),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case} · {self.allegation or self.person}"
