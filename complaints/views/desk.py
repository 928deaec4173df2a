"""What this app's pages share: its verbs, and the case that is seen."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from bureau.desk import allowed_in
from complaints.models import Case

allowed = allowed_in("complaints")


def visible_case(request: HttpRequest, no: str) -> Case:
    """Find a case the person may see; what they may not see is not found."""
    people = ("institution", "department", "category", "handler", "matter")
    seen = Case.objects.visible_to(request.user).select_related(*people)
    return get_object_or_404(seen, no=no)
