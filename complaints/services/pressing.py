"""What presses for safety: whoever has to act first hears of it at once, not with a warning."""

from datetime import datetime

from django.utils import timezone

from bureau.services import tell
from complaints import notices
from complaints.models import Case
from complaints.rules.words import ClockCode


def tell_pressing(case: Case, *, at: datetime) -> None:
    """Tell of a case whose hours for a first action run; of any other nobody is told."""
    running = case.clocks.filter(code=ClockCode.FIRST_ACTION, stopped_at=None, is_void=False)
    if clock := running.select_related("case__institution", "case__handler__section").first():
        tell(notices.pressing(clock, day=timezone.localdate(at)), at=at)
