"""What people keep for their own work with cases: a view of the queue, a phrase."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bureau.models import Section, User
from complaints import choices

LONGEST_QUERY = 400


class OwnViews(models.QuerySet):
    def visible_to(self, user) -> Self:
        """A saved view is its keeper's affair."""
        return self.filter(user=user) if user.is_authenticated and user.is_active else self.none()


class SavedView(models.Model):
    """A name for what somebody narrows the queue by. It shows what they may see, and no more."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="case_views",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=20)
    # As it stands in the address: only fields that the queue knows.
    query = models.CharField(_("narrowed by"), max_length=LONGEST_QUERY)

    objects = OwnViews.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("user", "name", name="saved_view_named_once")]

    def __str__(self) -> str:
        return self.name


class OfOwnSection(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Each section has its own wording."""
        is_in = user.is_authenticated and user.is_active and user.section_id
        return self.filter(section=user.section_id) if is_in else self.none()


class Phrase(models.Model):
    """Some words that a section writes again and again (常用语)."""

    section = models.ForeignKey(
        Section, models.PROTECT, related_name="+", verbose_name=_("bureau section")
    )
    use = models.CharField(_("used in"), max_length=12, choices=choices.PHRASE_USES)
    name = models.CharField(_("name"), max_length=20)
    text = models.CharField(_("text"), max_length=1_000)

    objects = OfOwnSection.as_manager()

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")
        ordering = ["use", "pk"]
        constraints = [models.UniqueConstraint("section", "use", "name", name="phrase_named_once")]

    def __str__(self) -> str:
        return self.name
