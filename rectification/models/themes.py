"""What the campaigns of rectification are about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.Model):
    """What a campaign is about (专项主题): queueing, attitude, environment and so on."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("theme of rectification")
        verbose_name_plural = _("themes of rectification")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name
