"""What hangs on an item of the ledger: its sections, measures, progress and evidence."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.history import tracked
from bureau.models import Attachment, Section
from rectification.choices import ledger as choices
from rectification.models.items import Item
from rectification.models.scope import ItemQuerySet


class OfItem(ItemQuerySet):
    institution_field = "item__institution"
    to_item = "item__"


class ItemSection(models.Model):
    """A section of the bureau that answers for an item; the first one leads."""

    item = models.ForeignKey(Item, models.CASCADE, verbose_name=_("ledger item"))
    section = models.ForeignKey(
        Section, models.PROTECT, db_index=False, verbose_name=_("bureau section")
    )
    position = models.PositiveSmallIntegerField(_("position"))

    objects = OfItem.as_manager()

    class Meta:
        verbose_name = _("accountable section")
        verbose_name_plural = _("accountable sections")
        ordering = ["position"]
        # All that a section ever answered for is read from it alone: each page of theirs counts.
        indexes = [models.Index(fields=["section", "item"], name="item_of_section")]
        constraints = [
            models.UniqueConstraint("item", "section", name="item_section_once"),
            models.UniqueConstraint(
                fields=["item", "position"],
                name="item_section_in_order",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return str(self.section)


class EvidenceQuerySet(OfItem):
    """Evidence. A unit is told of a file, even of its name, when the file is for it."""

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        if not user.is_authenticated or user.institution_id is None:
            return rows
        return rows.filter(attachment__in=Attachment.objects.hanging_on_seen(user))


@tracked()
class Measure(models.Model):
    """One thing that is to be done about a problem."""

    item = models.ForeignKey(
        Item, models.PROTECT, related_name="measures", verbose_name=_("ledger item")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.TextField(_("measure"), max_length=500)

    objects = OfItem.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["position"]
        constraints = [models.UniqueConstraint("item", "position", name="measure_in_order")]

    def __str__(self) -> str:
        return self.text


class ProgressEntry(models.Model):
    """What somebody says was done, with its day. Written once, never edited."""

    item = models.ForeignKey(
        Item, models.PROTECT, related_name="progress", verbose_name=_("ledger item")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    on = models.DateField(_("day"))
    text = models.TextField(_("progress"), max_length=2_000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    objects = OfItem.as_manager()

    class Meta:
        verbose_name = _("progress entry")
        verbose_name_plural = _("progress")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return self.text


class Evidence(models.Model):
    """A photo or a paper that shows the problem, or that it is gone."""

    item = models.ForeignKey(
        Item, models.PROTECT, related_name="evidence", verbose_name=_("ledger item")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    stage = models.CharField(_("shows"), max_length=6, choices=choices.STAGES)
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, related_name="+", verbose_name=_("file")
    )
    caption = models.CharField(
        pgettext_lazy("evidence", "what it shows"), max_length=200, blank=True
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]
        indexes = [models.Index(fields=["item", "round"], name="evidence_of_round")]

    def __str__(self) -> str:
        return self.caption or str(self.attachment)
