from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountabilityConfig(AppConfig):
    name = "accountability"
    verbose_name = _("Accountability")

    def ready(self) -> None:
        from accountability.carrying_kinds import register_sheets
        from accountability.employer_kinds import register_letters
        from accountability.exports import register_kinds
        from accountability.paper_kinds import register_paper_kinds
        from accountability.selectors.carrying import talk_named
        from accountability.selectors.pending import assessment_named, end_named
        from accountability.services.carrying import TALK
        from accountability.services.pending import ASSESSMENT
        from accountability.services.reminders import PendingEnds
        from bureau.seen_records import see_by

        register_paper_kinds()
        register_sheets()
        register_letters()
        register_kinds()
        see_by(TALK, talk_named)
        see_by(ASSESSMENT, assessment_named)
        see_by(PendingEnds.name, end_named)
