"""Checks of eligibility: what was asked on which day, and what was answered. For good."""

import json
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accountability import eligibility_choices as choices
from accountability.rules.eligibility import MOST_NAMES
from bureau import masks
from bureau.fields import SealedModel, SealedTextField
from bureau.models import Institution, ScopedQuerySet, User
from bureau.rules import SectionCode


class CheckQuerySet(ScopedQuerySet):
    """The personnel section, leaders and auditors read every check; a house those it asked for."""

    whole_county_sections = frozenset({SectionCode.PERSONNEL})


class EligibilityCheck(SealedModel):
    """Whether some people may be given something, as it stood on a day. Written once.

    `lines` keep names and answers as they were given, so that the paper is the same tomorrow;
    `code` is a keyed hash over them, by which somebody who holds the paper finds it confirmed.
    """

    no = models.CharField(_("check no."), max_length=16, unique=True)
    purpose = models.CharField(
        pgettext_lazy("eligibility", "looked up for"), max_length=12, choices=choices.PURPOSES
    )
    year = models.PositiveSmallIntegerField(_("year of the awards"), null=True)
    # One kind of award, as the rules list it; empty asks for all.
    award = models.CharField(_("kind of award"), max_length=60, blank=True, default="")
    on = models.DateField(_("as it stood on"))
    # Of a check that a house asked for; the bureau's own are nobody's.
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, related_name="+", verbose_name=_("institution")
    )
    by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_by = models.CharField(pgettext_lazy("eligibility", "in the name of"), max_length=60)
    at = models.DateTimeField(_("asked at"))
    count = models.PositiveSmallIntegerField(_("names"))
    not_eligible = models.PositiveSmallIntegerField(pgettext_lazy("eligibility", "not eligible"))
    unclear = models.PositiveSmallIntegerField(pgettext_lazy("eligibility", "not clear"))
    sealed_lines = SealedTextField(_("answers"), mask=masks.words)
    code = models.CharField(_("code"), max_length=16)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of eligibility")
        verbose_name_plural = _("checks of eligibility")
        ordering = ["-at", "-pk"]
        default_permissions = ["view"]
        permissions = [("check_eligibility", _("Can check who is eligible"))]
        triggers = [
            pgtrigger.Protect(name="check_stands", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        constraints = [
            models.CheckConstraint(
                name="check_has_names", condition=Q(count__gte=1, count__lte=MOST_NAMES)
            )
        ]

    def __str__(self) -> str:
        return self.no

    def get_absolute_url(self) -> str:
        return reverse("accountability:check", args=[self.no])

    def lines(self) -> list[dict[str, Any]]:
        """Open the answers. Who calls this has checked that the reader may see them."""
        return json.loads(self.sealed_lines.reveal())
