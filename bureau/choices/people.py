"""What people, houses and days are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.calendar import Counting
from bureau.choices.by_word import by_word
from bureau.rules import DayKind, Grade, InstitutionKind, LeaderKind, Role

ROLES = by_word(
    {
        Role.SYS_ADMIN: _("System administrator"),
        Role.AUDITOR: _("Auditor"),
        Role.LEADER: _("Bureau leader"),
        Role.SECTION_HEAD: _("Section head"),
        Role.BUREAU_STAFF: _("Bureau staff"),
        Role.LIAISON: _("Liaison officer"),
        Role.HOSPITAL_OFFICER: _("Hospital quality officer"),
        Role.DEPARTMENT_HANDLER: _("Department handler"),
    }
)
LEADER_KINDS = by_word(
    {
        LeaderKind.HEAD: _("Principal head"),
        LeaderKind.DEPUTY: _("Deputy in charge"),
    }
)
INSTITUTION_KINDS = by_word(
    {
        InstitutionKind.GENERAL: _("General hospital"),
        InstitutionKind.TCM: _("Hospital of Chinese medicine"),
        InstitutionKind.MATERNITY: _("Maternal and child health hospital"),
        InstitutionKind.SPECIALIST: _("Specialist hospital"),
        InstitutionKind.TOWNSHIP: _("Township health centre"),
        InstitutionKind.COMMUNITY: _("Community health centre"),
        InstitutionKind.CLINIC: _("Village clinic"),
    }
)
GRADES = by_word(
    {
        Grade.THREE_A: _("Level 3, class A"),
        Grade.THREE_B: _("Level 3, class B"),
        Grade.THREE: _("Level 3"),
        Grade.TWO_A: _("Level 2, class A"),
        Grade.TWO_B: _("Level 2, class B"),
        Grade.TWO: _("Level 2"),
        Grade.ONE: _("Level 1"),
        Grade.NONE: _("Not graded"),
    }
)
DAY_KINDS = by_word(
    {
        DayKind.HOLIDAY: _("Holiday"),
        DayKind.MAKEUP: _("Make-up working day"),
    }
)
COUNTINGS = by_word(
    {
        Counting.COUNTS: pgettext_lazy("day", "counts"),
        Counting.MAKEUP: pgettext_lazy("day", "counts (make-up day)"),
        Counting.NOT: pgettext_lazy("day", "does not count"),
    }
)
