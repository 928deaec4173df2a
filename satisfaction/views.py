from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bureau.selectors import work_calendar


@require_GET
def home(request):
    """Show what the person signed in has to do today."""
    today = timezone.localdate()
    calendar = work_calendar()
    context = {
        "today": today,
        "is_workday": calendar.is_workday(today),
        "next_workday": calendar.next_workday(today),
    }
    return render(request, "satisfaction/home.html", context)
