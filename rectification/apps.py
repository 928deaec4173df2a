from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RectificationConfig(AppConfig):
    name = "rectification"
    verbose_name = _("Rectification ledger")

    def ready(self) -> None:
        from bureau.seen_records import see_by
        from rectification.exports import register_kinds
        from rectification.models.places import KIND as PLACE
        from rectification.models.visits import FINDING
        from rectification.paper_kinds import register_paper_kinds
        from rectification.selectors import naming
        from rectification.services import reminders

        register_kinds()
        register_paper_kinds()
        see_by(PLACE, naming.place_named)
        see_by(FINDING, naming.finding_named)
        see_by(reminders.OpenItems.name, naming.item_named)  # whose files go by the same name
        see_by(reminders.Plans.name, naming.item_named)
        see_by(reminders.Verifications.name, naming.closure_named)
        see_by(reminders.LookBacks.name, naming.look_back_named)
