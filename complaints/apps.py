from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = _("Complaints")

    def ready(self) -> None:
        from bureau.exports import register
        from complaints.exports import register_kinds
        from complaints.overview import KIND

        register_kinds()
        register(KIND)
