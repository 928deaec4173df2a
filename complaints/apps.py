from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = _("Complaints")

    def ready(self) -> None:
        from bureau import calendar_moves
        from bureau.exports import register
        from bureau.own_pages import show_files_on_own_page
        from bureau.seen_records import see_by
        from complaints.exports import register_kinds
        from complaints.overview import KIND
        from complaints.paper_kinds import register_paper_kinds
        from complaints.selectors.naming import case_named
        from complaints.services.acts import CASE
        from complaints.services.calendar_moves import MOVER
        from complaints.services.reminders import RunningClocks

        register_kinds()
        register_paper_kinds()
        register(KIND)
        calendar_moves.register(MOVER)
        show_files_on_own_page(CASE)
        see_by(CASE, case_named)
        see_by(RunningClocks.name, case_named)
