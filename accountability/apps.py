from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountabilityConfig(AppConfig):
    name = "accountability"
    verbose_name = _("Accountability")

    def ready(self) -> None:
        from accountability.exports import register_kinds
        from accountability.paper_kinds import register_paper_kinds

        register_paper_kinds()
        register_kinds()
