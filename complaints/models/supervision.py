"""What is listed for supervision until a leader has taken note of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau.history import tracked
from complaints import choices
from complaints.models.cases import Case
from complaints.models.scope import OfTheBureau


class SupervisionQuerySet(OfTheBureau):
    def waiting(self) -> Self:
        return self.filter(noted_at=None)


@tracked()
class Supervision(models.Model):
    """One listing (督办): which case shows it, why, and what a leader said to it.

    Where several people complain of one house and category, `case` is the newest of theirs.
    """

    reason = models.CharField(_("why it is listed"), max_length=16, choices=choices.LISTED)
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="supervisions", verbose_name=_("case")
    )
    # What is listed once: a case, a matter, a house with a category.
    about = models.CharField(_("about"), max_length=60)
    count = models.PositiveIntegerField(_("count"))
    found_at = models.DateTimeField(_("listed at"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("noted by"),
    )
    noted_at = models.DateTimeField(_("noted at"), null=True)
    note = models.CharField(_("leader's words"), max_length=500, blank=True)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision")
        verbose_name_plural = _("supervisions")
        ordering = ["-found_at", "-pk"]
        permissions = [("note_supervision", _("Can take note of what is supervised"))]
        constraints = [
            models.UniqueConstraint(
                "reason", "about", name="supervised_once_at_a_time", condition=Q(noted_at=None)
            ),
            models.CheckConstraint(
                name="supervision_noted_with_words",
                condition=Q(noted_at=None, noted_by=None, note="")
                | Q(noted_at__isnull=False, noted_by__isnull=False) & ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.about}"
