from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RectificationConfig(AppConfig):
    name = "rectification"
    verbose_name = _("Rectification ledger")

    def ready(self) -> None:
        from rectification.exports import register_kinds

        register_kinds()
