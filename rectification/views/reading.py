"""What the ledger's pages share: who may, and which item."""

from collections.abc import Callable

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from rectification.models import Item


def allowed(verb: str) -> Callable:
    """Refuse with 403 whoever lacks the verb; the rows are `visible_to`'s matter."""
    return permission_required(f"rectification.{verb}", raise_exception=True)


def visible_item(request: HttpRequest, no: str) -> Item:
    """Find an item the person may see; what they may not see is not found."""
    seen = Item.objects.visible_to(request.user)
    people = ("institution", "department", "category", "theme", "leader", "opened_by", "closure")
    return get_object_or_404(seen.select_related(*people), no=no)
