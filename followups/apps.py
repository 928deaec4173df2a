from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowUpsConfig(AppConfig):
    name = "followups"
    verbose_name = _("Discharge follow-ups")

    def ready(self) -> None:
        from followups.exports import register_kinds
        from followups.paper_kinds import register_paper_kinds

        register_kinds()
        register_paper_kinds()
