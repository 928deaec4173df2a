"""Who is told what of a case, in the language of whoever reads; nothing of who complained."""

from complaints.notices.course import (
    accused,
    arrived,
    asked,
    dispatched,
    found_whole,
    graded_badly,
    pressing,
    reported,
    returned,
    supplemented,
    taken_up_again,
)
from complaints.notices.due import due_soon, overdue, title
from complaints.notices.supervision import supervised, supervision_noted
from complaints.notices.whom import (
    deputies_or_leaders,
    has_handler,
    heads_of,
    responsible_for,
    section_of,
)

__all__ = [
    "accused",
    "arrived",
    "asked",
    "deputies_or_leaders",
    "dispatched",
    "due_soon",
    "found_whole",
    "graded_badly",
    "has_handler",
    "heads_of",
    "overdue",
    "pressing",
    "reported",
    "responsible_for",
    "returned",
    "section_of",
    "supervised",
    "supervision_noted",
    "supplemented",
    "taken_up_again",
    "title",
]
