"""The monthly draw of unsubstantiated findings, and the look at each that was drawn."""

from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bureau.history import changes_of, tracked
from complaints import choices
from complaints.models.cases import Case
from complaints.models.scope import OfTheBureau

OPEN = Q(result="", note="", by=None, at=None)
DONE = ~Q(result="") & ~Q(note="") & Q(by__isnull=False, at__isnull=False)
BY_ANOTHER = pgtrigger.Trigger(
    name="recheck_by_another",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.by_id IS NOT NULL"),
    func="""
        IF EXISTS (
            SELECT 1 FROM complaints_heldfinding h
            WHERE h.case_id = NEW.case_id AND NEW.by_id IN (h.found_by_id, h.held_by_id)
        ) OR EXISTS (
            SELECT 1 FROM complaints_case c
            WHERE c.id = NEW.case_id AND NEW.by_id IN (c.handler_id, c.verified_by_id)
        ) OR EXISTS (
            SELECT 1 FROM complaints_casechange o
            WHERE o.pgh_obj_id = NEW.case_id AND NEW.by_id IN (o.handler_id, o.verified_by_id)
        ) OR EXISTS (
            SELECT 1 FROM bureau_user u
            JOIN complaints_namedperson p ON p.staff_id = u.staff_id
            WHERE p.case_id = NEW.case_id AND u.id = NEW.by_id
        ) THEN
            RAISE EXCEPTION 'whoever had a part in a case does not re-check it';
        END IF;
        RETURN NEW;
    """,
)


class DrawQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """The bureau sees when and how was drawn; units are told of none of it."""
        is_inside = user.is_authenticated and user.is_active and not user.institution_id
        return self if is_inside else self.none()


class RecheckDraw(models.Model):
    """Which of a month's unsubstantiated cases are looked at again: repeatable by its seed."""

    month = models.DateField(_("findings made in"), unique=True)
    seed = models.CharField(_("seed"), max_length=64)
    # The numbers drawn from, in their order.
    frame = models.JSONField(_("frame"))
    frame_hash = models.CharField(_("fingerprint of the frame"), max_length=64)
    percent = models.PositiveSmallIntegerField(_("share drawn (%)"))
    drawn_at = models.DateTimeField(_("drawn at"))

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("draw of re-checks")
        verbose_name_plural = _("draws of re-checks")
        ordering = ["-month"]
        default_permissions = ["view"]
        triggers = [
            pgtrigger.Protect(
                name="recheck_draw_stands", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class RecheckQuerySet(OfTheBureau):
    def waiting(self) -> Self:
        """Those still to be made: of findings that hold as they were drawn."""
        return self.filter(result="", verified_at=F("case__verified_at"))

    def for_another(self, user) -> Self:
        """Leave out those that somebody had a part in, by the look at the case."""
        made = Q(case__held_findings__found_by=user) | Q(case__held_findings__held_by=user)
        part = type(self)(self.model).filter(made).order_by().values("pk")
        handles = Q(handler=user) | Q(verified_by=user)
        changes: Any = changes_of(Case)
        been = changes.objects.filter(handles, pgh_obj=OuterRef("case"))
        now = Case.objects.filter(handles, pk=OuterRef("case"))
        return self.exclude(pk__in=part).filter(~Exists(been), ~Exists(now))


@tracked()
class Recheck(models.Model):
    """The look at a case that was drawn, by somebody who had no part in it."""

    draw = models.ForeignKey(
        RecheckDraw, models.PROTECT, related_name="rechecks", verbose_name=_("draw of re-checks")
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="rechecks", verbose_name=_("case"))
    # Which findings are meant: those that hold since then.
    verified_at = models.DateTimeField(_("findings hold since"))
    result = models.CharField(
        _("result"), max_length=10, choices=choices.RECHECKS, blank=True, default=""
    )
    note = models.TextField(_("what was looked at"), max_length=2_000, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("re-checked by"),
    )  # fmt: skip
    at = models.DateTimeField(_("re-checked at"), null=True)

    objects = RecheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("re-check of findings")
        verbose_name_plural = _("re-checks of findings")
        ordering = ["-draw__month", "pk"]
        default_permissions = ["view"]
        permissions = [("recheck_case", _("Can re-check unsubstantiated findings"))]
        constraints = [
            models.UniqueConstraint("case", "verified_at", name="recheck_once_of_what_holds"),
            models.CheckConstraint(name="recheck_done_whole_or_not", condition=OPEN | DONE),
        ]
        triggers = [
            pgtrigger.Protect(name="recheck_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="recheck_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.result <> '' AND OLD.* IS DISTINCT FROM NEW.*"
                    " OR (OLD.draw_id, OLD.case_id, OLD.verified_at)"
                    " IS DISTINCT FROM (NEW.draw_id, NEW.case_id, NEW.verified_at)"
                ),
            ),
            BY_ANOTHER,
        ]

    def __str__(self) -> str:
        return f"{self.draw} · {self.case}"
