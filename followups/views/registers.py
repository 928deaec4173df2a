"""One institution's register of one month: versions, files, rows, nil report, receipt."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bureau.choices import ACTS as GROUND_FLOOR_ACTS
from bureau.desk import attempt, without_nul
from bureau.downloads import XLSX, download
from bureau.models import OfficialPaper
from bureau.pagination import paginated
from bureau.selectors import department_names, staff_names
from bureau.templatetags.shell import month as in_words
from bureau.timeline import entries
from followups import choices, selectors, services, sheets
from followups.file_words import stand_of
from followups.forms import ReasonForm
from followups.models import (
    FollowUpRecord,
    MonthlyRegister,
    RegisterVersion,
    Reminder,
    SpotCheck,
    Upload,
)
from followups.paper_kinds import next_reminder, reminders_of, signed_about
from followups.rules.words import OPEN_UPLOADS
from followups.views.reading import allowed, visible_register, waiting_file
from followups.wording import act_details


@allowed("view_monthlyregister")
@require_GET
def register(request, code, month):
    found = visible_register(request, code, month)
    today = timezone.localdate()
    # By the key: a month that nothing was handed in for yet may have no row.
    of_it = {"register_id": found.pk}
    context = {
        "register": found,
        "standing": found.standing(today),
        "days_left": (found.due_on - today).days,
        "is_closed": selectors.is_closed(month),
        "versions": RegisterVersion.objects.filter(**of_it).select_related(
            "by", "client__institution", "upload__file"
        ),
        "uploads": _files(found, today),
        **waiting_file(found, today),
        **_left_out(found),
        **_urging(request.user, found),
        "papers": signed_about(found).visible_to(request.user),
        "sent_back": selectors.open_return(found) if found.pk else None,
        "clusters": selectors.clusters_of_register(found),
        "timeline": entries(
            selectors.acts_of(found),
            verbs={**GROUND_FLOOR_ACTS, **choices.ACTS},
            states=choices.REGISTER_STORY,
            details=lambda act: act_details(act.facts),
        ),
        "reminders": Reminder.objects.filter(**of_it).select_related("by"),
        "checks": SpotCheck.objects.visible_to(request.user).filter(**of_it),
        "is_reminded": found.pk is not None and found.reminded_on(today) is not None,
        "rows": FollowUpRecord.objects.filter(**of_it).count(),
        "can_submit": request.user.has_perm("followups.submit_register"),
        "can_be_nil": found.can_be_nil(today),
    }
    return render(request, "followups/register.html", context)


def _urging(user, found: MonthlyRegister) -> dict:
    """The notices that urge this register, and what a further one is about."""
    if found.pk is None or not user.has_perm("bureau.draft_paper"):
        return {"urging": None, "urge_again": ""}
    visible = OfficialPaper.objects.visible_to(user)
    latest = reminders_of(found).filter(pk__in=visible.values("pk")).last()
    return {"urging": latest, "urge_again": next_reminder(found, latest)}


def _left_out(found: MonthlyRegister) -> dict:
    """How many rows wait to be handed in again, and the newest file that left some out."""
    registers = MonthlyRegister.objects.filter(pk=found.pk)
    left_out = selectors.with_left_out(registers).values("left_out", "left_out_of").first()
    return left_out or {"left_out": 0, "left_out_of": None}


def _files(found: MonthlyRegister, today: date) -> list[Upload]:
    """Everything handed in, with its age in days: what waits is seen to wait."""
    files = list(
        selectors.files_of(found).select_related("by", "client__institution", "file", "version")
    )
    nothing_new = selectors.bringing_nothing(found, files, day=today)
    for upload in files:
        upload.stand = stand_of(upload, brings_nothing=upload.pk in nothing_new)
        upload.age = (today - timezone.localdate(upload.arrived_at)).days
        upload.is_open = upload.state in OPEN_UPLOADS
    return files


@allowed("view_followuprecord")
@require_http_methods(["GET", "POST"])
def rows(request, code, month):
    """The rows that stand, masked; searched by whole name, phone, ID or inpatient number.

    A search is a POST: people's names and numbers do not belong in addresses and logs.
    """
    found = visible_register(request, code, month)
    query = without_nul(request.POST.get("q", "")).strip()
    of_it = FollowUpRecord.objects.filter(register_id=found.pk)
    records = selectors.search_records(of_it, query)
    page = paginated(request, records.order_by("discharged_on", "inpatient_no", "seq"))
    may_remove = request.user.has_perm("followups.remove_row")
    context = {
        "register": found,
        "page_obj": page,
        "query": query,
        "may_remove": may_remove and not selectors.is_frozen(month, timezone.now()),
    }
    return render(request, "followups/rows.html", context)


@allowed("submit_register")
@require_GET
def template(request, code, month):
    """The house template, with the institution's own departments and staff to choose from."""
    institution = visible_register(request, code, month).institution
    content = sheets.write_template(
        institution_code=institution.code,
        institution_name=institution.name,
        month=month,
        departments=sorted(department_names(institution)),
        staff=sorted(staff_names(institution)),
        due_day=selectors.table_of(month).due_day,
    )
    # Words within an f-string never reach the catalogue.
    called = _("Register template")
    name = f"{called}-{institution.name}-{in_words(month)}.xlsx"
    return download(content, name=name, media_type=XLSX)


@allowed("submit_register")
def nil(request, code, month):
    """Confirm, then report that nobody was discharged."""
    found = visible_register(request, code, month)
    needs_reason = selectors.is_closed(month)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (form.is_valid() or not needs_reason):
        version = attempt(
            request,
            services.file_nil_report,
            institution=found.institution,
            month=month,
            by=request.user,
            at=timezone.now(),
            reason=form.cleaned_data.get("reason", ""),
        )
        if version:
            messages.success(request, _("The nil report is in."))
            return redirect("followups:receipt", version.pk)
        return redirect("followups:register", code, month)
    context = {
        "register": found,
        "form": form if needs_reason else None,
        "can_be_nil": found.can_be_nil(timezone.localdate()),
    }
    return render(request, "followups/nil.html", context)
