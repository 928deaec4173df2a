"""Cases of which the bureau said that they were made up: marked by one, confirmed by another."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bureau.history import tracked
from complaints.models.cases import Case
from complaints.models.scope import OfTheBureau

CONFIRMED = Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
UNCONFIRMED = Q(confirmed_by=None, confirmed_at=None)
BACK = Q(taken_back_by__isnull=False, taken_back_at__isnull=False) & ~Q(why_back="")
NOT_BACK = Q(taken_back_by=None, taken_back_at=None, why_back="")
NOTHING_TRUE_IN_IT = """
        IF NOT EXISTS (
            SELECT 1 FROM complaints_heldfinding h
            WHERE h.case_id = NEW.case_id AND h.void_since IS NULL
        ) OR EXISTS (
            SELECT 1 FROM complaints_heldfinding h
            WHERE h.case_id = NEW.case_id AND h.void_since IS NULL
              AND h.finding <> 'unsubstantiated'
        ) THEN
            RAISE EXCEPTION 'made up is only what was found to be untrue, all of it';
        END IF;
        IF EXISTS (
            SELECT 1 FROM bureau_user u
            JOIN complaints_namedperson p ON p.staff_id = u.staff_id
            WHERE p.case_id = NEW.case_id AND u.id IN (NEW.marked_by_id, NEW.confirmed_by_id)
        ) THEN
            RAISE EXCEPTION 'who is named in a case does not say that it was made up';
        END IF;
        RETURN NEW;
"""


CONFIRMED_BY_NO_HAND = """
        IF TG_OP = 'UPDATE' THEN
            IF OLD.confirmed_by_id IS NOT DISTINCT FROM NEW.confirmed_by_id THEN
                RETURN NEW;
            END IF;
        END IF;
        IF EXISTS (
            SELECT 1 FROM complaints_case c
            WHERE c.id = NEW.case_id AND c.handler_id = NEW.confirmed_by_id
        ) OR EXISTS (
            SELECT 1 FROM complaints_casechange o
            WHERE o.pgh_obj_id = NEW.case_id AND o.handler_id = NEW.confirmed_by_id
        ) OR EXISTS (
            SELECT 1 FROM complaints_heldfinding h
            WHERE h.case_id = NEW.case_id AND h.found_by_id = NEW.confirmed_by_id
        ) THEN
            RAISE EXCEPTION 'who handled a case does not confirm that it was made up';
        END IF;
        RETURN NEW;
"""
"""Who handled it once and handed it over is a hand in it as well."""


class FabricationQuerySet(OfTheBureau):
    def standing(self) -> Self:
        """Those that two people said and nobody took back."""
        return self.filter(CONFIRMED, taken_back_at=None)

    def waiting(self) -> Self:
        """Those that wait for the second person's word."""
        return self.filter(UNCONFIRMED, taken_back_at=None)


@tracked()
class Fabrication(models.Model):
    """That a complaint was made up, and on which basis one says so.

    It holds from when a second person confirms it until it is taken back: by that person instead
    of confirming it, or by taking the case up again. Whoever complained is never told.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="fabrications", verbose_name=_("case")
    )
    basis = models.TextField(_("basis of the mark"), max_length=2_000)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("marked by")
    )
    marked_at = models.DateTimeField(_("marked at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("taken back by"),
    )  # fmt: skip
    taken_back_at = models.DateTimeField(_("taken back at"), null=True)
    why_back = models.TextField(_("why taken back"), max_length=500, blank=True, default="")

    objects = FabricationQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint made up")
        verbose_name_plural = _("complaints made up")
        ordering = ["pk"]
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(
                "case", name="fabrication_once_a_case", condition=Q(taken_back_at=None)
            ),
            models.CheckConstraint(name="fabrication_has_a_basis", condition=~Q(basis="")),
            models.CheckConstraint(
                name="fabrication_confirmed_whole", condition=CONFIRMED | UNCONFIRMED
            ),
            models.CheckConstraint(
                name="fabrication_confirmed_by_another",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("marked_by")),
            ),
            models.CheckConstraint(name="fabrication_back_whole", condition=BACK | NOT_BACK),
        ]
        triggers = [
            pgtrigger.Protect(name="fabrication_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="fabrication_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.taken_back_at IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*"
                    " OR (OLD.case_id, OLD.basis, OLD.marked_by_id, OLD.marked_at)"
                    " IS DISTINCT FROM (NEW.case_id, NEW.basis, NEW.marked_by_id, NEW.marked_at)"
                    " OR OLD.confirmed_at IS NOT NULL AND (OLD.confirmed_by_id, OLD.confirmed_at)"
                    " IS DISTINCT FROM (NEW.confirmed_by_id, NEW.confirmed_at)"
                ),
            ),
            pgtrigger.Trigger(
                name="fabrication_of_what_is_untrue",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.taken_back_at IS NULL"),
                func=NOTHING_TRUE_IN_IT,
            ),
            pgtrigger.Trigger(
                name="fabrication_confirmed_by_no_hand",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.confirmed_by_id IS NOT NULL"),
                func=CONFIRMED_BY_NO_HAND,
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)
