"""Two records of the roster that are one person: what counts for either counts for one of them."""

from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability.models.persons_guards import NO_CHAIN, STANDS
from bureau.models import ScopedQuerySet, Staff
from bureau.rules import Role, SectionCode

UNAPPROVED = Q(approved_by=None, approved_at=None)
APPROVED = Q(approved_by__isnull=False, approved_at__isnull=False)
THERE = Q(undone_by=None, undone_at=None, why_undone="")
UNDONE = Q(undone_by__isnull=False, undone_at__isnull=False) & ~Q(why_undone="")


class SamePersonQuerySet(ScopedQuerySet):
    """The personnel section, the leaders and auditors; nobody reads here of themselves."""

    whole_county_roles = frozenset({Role.LEADER, Role.AUDITOR})
    whole_county_sections = frozenset({SectionCode.PERSONNEL})
    institution_field = "counts_as__institution"

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        if not self.sees_whole_county(user):
            return rows.none()
        return rows.exclude(Q(record=user.staff_id) | Q(counts_as=user.staff_id))

    def there(self) -> Self:
        """Those that wait for the second person or hold."""
        return self.filter(undone_at=None)

    def holding(self) -> Self:
        return self.filter(undone_at=None, approved_at__isnull=False)


class SamePerson(models.Model):
    """That a record counts as another one: proposed by one person, approved by a second.

    It holds for every day, until it is undone. The record that is counted as never counts as a
    third one: there is no chain.
    """

    record = models.ForeignKey(
        Staff, models.PROTECT, related_name="+", verbose_name=_("record that counts as another")
    )
    counts_as = models.ForeignKey(
        Staff, models.PROTECT, related_name="+", verbose_name=_("record it counts as")
    )
    reason = models.TextField(_("how one knows"), max_length=500)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("approved by"),
    )  # fmt: skip
    approved_at = models.DateTimeField(_("approved at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("undone by"),
    )  # fmt: skip
    undone_at = models.DateTimeField(_("undone at"), null=True)
    why_undone = models.TextField(_("why undone"), max_length=500, blank=True, default="")

    objects = SamePersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("two records of one person")
        verbose_name_plural = _("records of one person")
        ordering = ["-pk"]
        default_permissions = ["view"]
        permissions = [("join_records", _("Can say that two records are one person"))]
        constraints = [
            models.UniqueConstraint(
                "record", name="same_person_once_a_record", condition=Q(undone_at=None)
            ),
            models.CheckConstraint(
                name="same_person_of_two_records", condition=~Q(record=F("counts_as"))
            ),
            models.CheckConstraint(name="same_person_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="same_person_approved_whole", condition=APPROVED | UNAPPROVED
            ),
            models.CheckConstraint(
                name="same_person_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(name="same_person_undone_whole", condition=THERE | UNDONE),
        ]
        triggers = [
            pgtrigger.Protect(name="same_person_stays", operation=pgtrigger.Delete),
            STANDS,
            NO_CHAIN,
        ]

    def __str__(self) -> str:
        return f"{self.record} = {self.counts_as}"

    def get_absolute_url(self) -> str:
        return reverse("accountability:same", args=[self.pk])


def alike(staff: int) -> QuerySet[Staff, Any]:
    """Name every record of the person whose record this is: for a query of any table."""
    holding = SamePerson.objects.holding().order_by()
    main = holding.filter(record=staff).values("counts_as")
    joined = holding.filter(Q(counts_as=staff) | Q(counts_as__in=main)).values("record")
    rows = Staff.objects.filter(Q(pk=staff) | Q(pk__in=main) | Q(pk__in=joined))
    return rows.order_by().values("pk")
