"""What the other side says for itself: the institution, and whoever is named in a case."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau.models import ApiClient, Institution
from complaints.models.cases import Case
from complaints.models.course import one_of
from complaints.models.people import NamedPerson
from complaints.models.scope import OwnStatements


class Statement(models.Model):
    """A statement (情况说明) of the institution's, or of a person named, handed in by it.

    Written once. Nobody is found against unheard: who does not want to say anything has said so.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="statements", verbose_name=_("case")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("institution")
    )
    # None where the institution speaks for itself.
    person = models.ForeignKey(
        NamedPerson,
        models.PROTECT,
        null=True,
        related_name="statements",
        verbose_name=_("person named"),
    )
    is_waived = models.BooleanField(_("did not want to be heard"), default=False)
    text = models.TextField(_("statement"), max_length=10_000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    client = models.ForeignKey(
        ApiClient, models.PROTECT, null=True, related_name="+", verbose_name=_("by the system")
    )
    at = models.DateTimeField(_("at"))

    objects = OwnStatements.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="statement_only_a_person_waives",
                condition=Q(is_waived=False) | Q(person__isnull=False),
            ),
            models.CheckConstraint(name="statement_by_somebody", condition=one_of("by", "client")),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.at:%Y-%m-%d}"

    @property
    def sender(self) -> Any:
        return self.by or self.client
