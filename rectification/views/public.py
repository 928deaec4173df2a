"""What somebody sees who scans a poster: whose it is, and whom to ring. No log-in, no script."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from rectification.models import PostingPlace


@login_not_required
@require_safe
def poster_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the place's numbers; one that was taken down shows its institution's all the same.

    A poster may hang on when its row was retired: whoever scans it still wants to ring somebody.
    """
    places = PostingPlace.objects.select_related("institution")
    found = get_object_or_404(places, code=code.upper())
    return render(request, "rectification/poster_page.html", {"place": found})
