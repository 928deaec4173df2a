"""The ledger's pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from rectification.models import Item


def item(request: HttpRequest, no: str) -> HttpResponse:
    found = get_object_or_404(Item.objects.visible_to(request.user), no=no)
    return render(request, "rectification/item.html", {"item": found})
