"""Taking a complaint down by hand; what may be about the same is shown before it is saved."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bureau.models import Institution
from bureau.selectors import work_calendar
from complaints import selectors, services
from complaints.forms.registering import NewCaseForm
from complaints.models import Case
from complaints.selectors.searching import digits
from complaints.services import CaseError
from complaints.views.desk import allowed


@allowed("register_case")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    institutions = Institution.objects.visible_to(request.user).order_by("code")
    if request.method == "GET":
        form = NewCaseForm(institutions=institutions)
        return render(request, "complaints/new.html", {"form": form})
    form = NewCaseForm(request.POST, institutions=institutions)
    alike: list[Case] = []
    if form.is_valid():
        alike = [] if request.POST.get("anyway") else _alike(request, form)
        if not alike and (case := _registered(request, form)):
            return redirect(_after(request, case))
    return render(request, "complaints/new.html", {"form": form, "alike": alike})


def _standing(request: HttpRequest, case: Case) -> str:
    """Name the case that stands for an order, unless it is kept from whoever asks."""
    if _is_seen(request, case):
        return _("This order is registered already, as %(no)s.") % {"no": case.no}
    return _("This order is registered already; others handle it.")


def _is_seen(request: HttpRequest, case: Case) -> bool:
    return Case.objects.visible_to(request.user).filter(pk=case.pk).exists()


def _after(request: HttpRequest, case: Case) -> str:
    """Lead to the case; to the queue where it is for others to handle, an accusation for one."""
    return case.get_absolute_url() if _is_seen(request, case) else "complaints:cases"


def _alike(request: HttpRequest, form: NewCaseForm) -> list[Case]:
    said = form.cleaned_data
    house, category = said["institution"], said["category"]
    return list(
        selectors.likely_same(
            user=request.user,
            phone=digits(said["phone"]),
            institution=house.pk if house else None,
            category=category.pk if category else None,
            received_at=said["received_at"],
        )
    )


def _registered(request: HttpRequest, form: NewCaseForm) -> Case | None:
    said = form.cleaned_data
    about = {name: said[name] for name in form.ABOUT}
    told = services.Told(first_receiver=request.user.name, named=form.named_people, **about)
    who = services.Complainant(**{name: said[name] for name in form.WHO})
    try:
        case, code = services.register_case(
            told=told, complainant=who, by=request.user, at=timezone.now(),
            calendar=work_calendar(),
        )  # fmt: skip
    except CaseError as error:
        form.add_error(None, str(error))
        return None
    if not code:
        messages.info(request, _standing(request, case))
        return case
    words = _("Registered as %(no)s. Query code for the complainant: %(code)s. It is shown once.")
    messages.success(request, words % {"no": case.no, "code": code})
    return case
