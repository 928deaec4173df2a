"""What was counted at the public's doors: no address, and nothing for longer than a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bureau.doors import Knocks


class DoorSalt(models.Model):
    """What addresses are hashed with on one day. With it goes the way back to any address."""

    day = models.DateField(_("day"), primary_key=True)
    salt = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("salt of a day")
        verbose_name_plural = _("salts of days")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)


class DoorCount(models.Model):
    """How often one visitor, or one number, was at a door; whose it is only a hash says."""

    door = models.CharField(_("door"), max_length=20)
    key = models.BinaryField(max_length=16)
    count = models.BigIntegerField(_("counted"), default=0)
    until = models.DateTimeField(_("counts until"), null=True, db_index=True)

    class Meta:
        verbose_name = _("count at a door")
        verbose_name_plural = _("counts at doors")
        default_permissions = ()
        constraints = [models.UniqueConstraint("door", "key", name="door_counted_once")]

    def __str__(self) -> str:
        return f"{self.door} {self.count}"

    @property
    def knocks(self) -> Knocks:
        return Knocks(self.count, self.until)
