"""Cases as rows of other apps name them: by number."""

from typing import Any

from django.db.models import QuerySet

from bureau.models import User
from complaints.models import Case


def case_named(user: User, no: Any) -> QuerySet[Case]:
    """Find the case of a number, a value or an expression, if it is one the person sees."""
    return Case.objects.visible_to(user).filter(no=no)
