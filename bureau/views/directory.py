"""The directory to read: all institutions, one institution, one person who works there."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from bureau import postings, services
from bureau.choices import ACTS
from bureau.desk import allowed_in
from bureau.field_changes import field_changes
from bureau.forms import DirectoryFilter, StaffFilter
from bureau.models import Act, Institution, LeaderPost, Section, Staff
from bureau.pagination import paginated
from bureau.resources import InstitutionResource
from bureau.sheet_formats import SheetWorkbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


allowed = allowed_in("bureau")


def _asked_for(request: HttpRequest) -> tuple[DirectoryFilter, QuerySet[Institution]]:
    form, today = DirectoryFilter(request.GET), timezone.localdate()
    visible = postings.with_posts(Institution.objects.visible_to(request.user), today)
    return form, form.narrow(visible, today)


@allowed("view_institution")
@require_GET
def directory(request):
    """List the institutions a person sees, with who leads them and who looks after them."""
    form, rows = _asked_for(request)
    today = timezone.localdate()
    of_bureau = LeaderPost.objects.visible_to(request.user).filter(institution=None).on(today)
    leaders = postings.with_remits(of_bureau.order_by("-kind", "from_on", "pk"))
    in_bureau = request.user.institution_id is None
    context = {
        "form": form,
        "is_narrowed": form.is_narrowed,
        "page_obj": paginated(request, postings.with_staff_count(rows).order_by("code")),
        "query": request.GET.urlencode(),
        "leaders": [(post, postings.in_charge_of(post, today)) for post in leaders],
        "sections": Section.objects.all() if in_bureau else [],
        "duty": postings.duty_section(today) if in_bureau else None,
    }
    return render(request, "bureau/directory.html", context)


@allowed("export_institution")
@require_POST
def export(request):
    """Hand out the list as it is narrowed, under the headings of the bureau's own sheet.

    A link in somebody's letter must not write an act in the reader's name.
    """
    _form, rows = _asked_for(request)
    resource = InstitutionResource(user=request.user)
    content = services.export_sheet(
        rows=rows.order_by("code"),
        build=lambda rows: SheetWorkbook(resource.columns()).export_data(resource.export(rows)),
        form="xlsx",
        by=request.user,
        at=timezone.now(),
    )
    response = HttpResponse(content, content_type=XLSX)
    name = f"{resource.sheet}-{timezone.localdate()}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "no-store"
    return response


@allowed("view_institution")
@require_GET
def institution(request, code):
    """Show one institution: who leads it, who works there, who looks after it, what happened."""
    visible = Institution.objects.visible_to(request.user).select_related("parent")
    found = get_object_or_404(visible, code=code)
    form = StaffFilter(request.GET)
    today = timezone.localdate()
    working = Staff.objects.visible_to(request.user).filter(institution=found, active_to=None)
    posts = postings.with_remits(found.posts.order_by("-kind", "-from_on", "-pk"))
    context = {
        "institution": found,
        "posts": posts,
        "assignments": found.assignments.select_related("officer").order_by("-from_on"),
        "departments": found.departments.all(),
        "form": form,
        "page_obj": paginated(request, form.narrow(working.select_related("department"))),
        "acts": _labelled(postings.acts_at(found)),
        "changes": field_changes(found),
        "today": today,
    }
    return render(request, "bureau/institution.html", context)


@allowed("view_staff")
@require_GET
def staff(request, pk):
    """Show one person: where they work and worked, which posts they held, what happened."""
    visible = Staff.objects.visible_to(request.user).select_related("institution", "department")
    found = get_object_or_404(visible, pk=pk)
    placements = found.placements.select_related("institution", "department").latest_first()
    context = {
        "staff": found,
        "placements": placements,
        "posts": found.posts.select_related("institution").order_by("-from_on"),
        "acts": _labelled(Act.objects.of("staff", found.pk).reverse()),
        "changes": field_changes(found),
    }
    return render(request, "bureau/staff.html", context)


def _labelled(acts: QuerySet[Act]) -> list[tuple[Act, Any]]:
    return [(act, ACTS.get(act.verb, act.verb)) for act in acts[: postings.LATEST_ACTS]]
