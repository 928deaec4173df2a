from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RectificationConfig(AppConfig):
    name = "rectification"
    verbose_name = _("Rectification ledger")

    def ready(self) -> None:
        from rectification import exports, posting_exports, visit_exports

        exports.register_kinds()
        posting_exports.register_kinds()
        visit_exports.register_kinds()
