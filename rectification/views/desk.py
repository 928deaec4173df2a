"""What this app's pages share: its verbs, the rows that are seen, what a form refuses."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from bureau.desk import allowed_in
from bureau.models import Institution
from rectification.models import Item
from rectification.models.places import houses_visible_to

allowed = allowed_in("rectification")


def visible_item(request: HttpRequest, no: str) -> Item:
    """Find an item the person may see; what they may not see is not found."""
    seen = Item.objects.visible_to(request.user)
    people = ("institution", "department", "category", "theme", "leader", "opened_by", "closure")
    return get_object_or_404(seen.select_related(*people), no=no)


def visible_house(request: HttpRequest, code: str) -> Institution:
    return get_object_or_404(houses_visible_to(request.user), code=code)


def say_errors(request: HttpRequest, form: Any) -> None:
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))
