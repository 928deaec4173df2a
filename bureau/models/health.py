"""A sign of life: when the beat and a worker last did what they are there for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """One row for each thing that should happen again and again, with its last time."""

    name = models.CharField(_("sign of life"), max_length=20, primary_key=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self) -> str:
        return self.name
