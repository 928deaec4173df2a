from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowUpsConfig(AppConfig):
    name = "followups"
    verbose_name = _("Discharge follow-ups")

    def ready(self) -> None:
        from bureau.seen_records import see_by
        from followups.exports import register_kinds
        from followups.paper_kinds import register_paper_kinds
        from followups.selectors import naming
        from followups.services.proofs import PROOF
        from followups.services.reminders import LateLists, OpenDoubts, OpenRegisters

        register_kinds()
        register_paper_kinds()
        see_by(PROOF, naming.version_named)
        see_by(OpenRegisters.name, naming.register_named)
        see_by(LateLists.name, naming.month_named)
        see_by(OpenDoubts.name, naming.doubt_named)
