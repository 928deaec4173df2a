"""What happened: the timeline that people read and the trail that auditors verify, in one table."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau import choices
from bureau.models.directory import Institution
from bureau.rules import LOOK

LONGEST_WHY = 500
"""The signs of a reason that an act keeps."""


class ActQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Auditors read every act, everybody else their own.

        What happened to a record is read with the record: see `of`.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        sees_all = user.has_perm("bureau.view_others_acts")
        return self if sees_all else self.filter(**user.actor.as_columns())

    def of(self, kind: str, no: object) -> Self:
        """The timeline of one record as it happened, for readers who may see that record."""
        return self.filter(object_kind=kind, object_no=str(no)).order_by("at", "id")


APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
"""Beside the privileges of the run-time role: not even the owner edits by accident."""


class Act(models.Model):
    """One change of state, or one look behind a mask: written once, never edited.

    The doer is named as of then, so that history needs no account. Words typed by people stand
    in `why`; a sealed value never stands here, only that it changed.
    """

    at = models.DateTimeField(_("at"))
    # When the database took it in. `at` is what a person or a job says; the two differ where a
    # job makes up for a day it missed.
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)
    actor_kind = models.CharField(_("kind of doer"), max_length=8, choices=choices.ACTOR_KINDS)
    actor_id = models.CharField(_("doer's id"), max_length=40, blank=True)
    actor_name = models.CharField(pgettext_lazy("act", "by"), max_length=60, blank=True)
    actor_roles = models.CharField(_("doer's roles"), max_length=120, blank=True)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, related_name="+", verbose_name=_("institution")
    )
    verb = models.CharField(_("act"), max_length=60)
    object_kind = models.CharField(_("kind of record"), max_length=40)
    object_no = models.CharField(_("record"), max_length=80)
    before = models.CharField(_("from state"), max_length=40, blank=True)
    after = models.CharField(_("to state"), max_length=40, blank=True)
    why = models.CharField(_("reason"), max_length=LONGEST_WHY, blank=True)
    facts = models.JSONField(_("details"), default=dict, blank=True)
    request_id = models.CharField(_("request"), max_length=32, blank=True)
    session = models.CharField(_("session (hashed)"), max_length=32, blank=True)

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ["-id"]
        triggers = [APPEND_ONLY]
        permissions = [("view_others_acts", _("Can read everybody's acts"))]
        indexes = [
            models.Index(fields=["object_kind", "object_no", "id"], name="act_of_record"),
            models.Index(fields=["actor_kind", "actor_id", "id"], name="act_of_doer"),
            models.Index(fields=["institution", "id"], name="act_of_institution"),
            # The few looks behind a mask: they are counted at each further one.
            models.Index(
                fields=["at", "actor_id"],
                name="act_of_look",
                condition=models.Q(verb__startswith=LOOK),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} {self.object_no}"


class ActSeal(models.Model):
    """One link of the chain over the acts; see `bureau.trail`. Written by the sealer alone."""

    position = models.BigIntegerField(_("position"), primary_key=True)
    # No foreign key: what was deleted behind our back must not take its link along.
    act_id = models.BigIntegerField(_("act"), unique=True)
    digest = models.BinaryField(_("digest"), max_length=32)
    sealed_at = models.DateTimeField(_("sealed at"))

    class Meta:
        verbose_name = _("seal of an act")
        verbose_name_plural = _("seals of acts")
        ordering = ["position"]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.position}"
