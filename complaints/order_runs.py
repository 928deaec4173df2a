"""The forms of a hotline order's and a petition's own steps handed to their services."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bureau.models import User
from complaints import services
from complaints.forms.deciding import DecideOrderForm
from complaints.forms.steps import StepForm
from complaints.models import Case
from complaints.services import CaseError


def sign(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.sign_order(case=case, by=by, at=at, calendar=form.calendar)


def contact(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.contact_caller(case=case, by=by, at=at)


def give_back(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.ask_return(case=case, by=by, at=at, **form.cleaned_data)


def exclude(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.ask_exclusion(case=case, by=by, at=at, **form.cleaned_data)


def decide(case: Case, form: DecideOrderForm, by: User, at: datetime) -> Any:
    """:raises CaseError: if nothing is asked for any more."""
    if form.asked is None:
        raise CaseError(_("Nothing is asked for any more."))
    return services.decide_request(request=form.asked, by=by, at=at, **form.cleaned_data)


def object_to(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.object_petition(case=case, by=by, at=at, **form.cleaned_data)
