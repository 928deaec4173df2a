from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from bureau.sealing import keyring


class BureauConfig(AppConfig):
    name = "bureau"
    verbose_name = _("Directory and settings")

    def ready(self) -> None:
        # A system that cannot seal what it is given must not start.
        keyring()
        from bureau import log_ins

        log_ins.connect()
