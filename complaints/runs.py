"""Each step's form handed to its service: one call, or a few that belong together."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import Institution, User
from bureau.services import atomic_with_files
from complaints import services
from complaints.forms.deciding import (
    ConfirmFabricatedForm,
    DecideForm,
    RecheckForm,
    ReviewForm,
)
from complaints.forms.findings import FindForm
from complaints.forms.steps import StepForm
from complaints.models import Allegation, Case
from complaints.services import CaseError


def accept(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.accept_case(case=case, by=by, at=at, calendar=form.calendar)


@transaction.atomic
def accept_and_dispatch(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    """Take a case up and give it to its unit in one go: both, or neither."""
    accept(case, form, by, at)
    return dispatch(case, form, by, at)


def dispatch(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.dispatch_case(
        case=case, by=by, at=at, calendar=form.calendar, **form.cleaned_data
    )


def decline(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.decline_case(case=case, by=by, at=at, **form.cleaned_data)


def transfer(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.transfer_case(case=case, by=by, at=at, **form.cleaned_data)


def investigate(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.begin_investigation(case=case, by=by, at=at)


def report(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    """Hand in a report with its evidence: all of it, or nothing."""
    said, house = dict(form.cleaned_data), _house_of(by)
    files = said.pop("evidence")
    with atomic_with_files():
        made = services.submit_report(
            case=case, institution=house, by=by, at=at, calendar=form.calendar, **said
        )
        _hand_in(case, house, files, by, at)
    return made


def state(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    """Hand in a statement with its evidence: all of it, or nothing."""
    said, house = dict(form.cleaned_data), _house_of(by)
    files = said.pop("evidence")
    with atomic_with_files():
        made = services.file_statement(case=case, institution=house, by=by, at=at, **said)
        _hand_in(case, house, files, by, at)
    return made


def _hand_in(
    case: Case, house: Institution, files: Sequence[UploadedFile], by: User, at: datetime
) -> None:
    for name, content in _read(files):
        services.hand_in_evidence(
            case=case, institution=house, name=name, content=content, by=by, at=at
        )


def _read(files: Sequence[UploadedFile]) -> list[tuple[str, bytes]]:
    return [(file.name or "", file.read()) for file in files]


def give_back(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    reason = form.cleaned_data["why"]
    return services.return_case(case=case, institution=_house_of(by), reason=reason, by=by, at=at)


def _house_of(by: User) -> Institution:
    """:raises CaseError: for somebody who is of no unit: nobody reports for another one."""
    if by.institution is None:
        raise CaseError(_("Only the institution itself reports."))
    return by.institution


def allege(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.add_allegation(case=case, by=by, at=at, **form.cleaned_data)


def name(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.name_person(case=case, by=by, at=at, **form.cleaned_data)


def tie(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.tie_person(by=by, at=at, **form.cleaned_data)


@transaction.atomic
def find(case: Case, form: FindForm, by: User, at: datetime) -> Any:
    """Write down every finding that was made; one that is refused leaves none of them."""
    for about, finding, basis, concern in form.found:
        said: dict[str, Any] = {"finding": finding, "basis": basis, "by": by, "at": at}
        if isinstance(about, Allegation):
            services.find_allegation(allegation=about, **said)
        else:
            services.find_person(person=about, allegations=concern, **said)


def verify(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.verify_case(case=case, by=by, at=at)


def reply(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.reply_case(case=case, by=by, at=at, calendar=form.calendar, **form.cleaned_data)


def call_back(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.record_callback(
        case=case, by=by, at=at, calendar=form.calendar, **form.cleaned_data
    )


def review(case: Case, form: ReviewForm, by: User, at: datetime) -> Any:
    """:raises CaseError: if nothing is to be reviewed any more."""
    if form.asked is None:
        raise CaseError(_("There is nothing to review."))
    return services.review_callback(
        callback=form.asked, by=by, at=at, calendar=form.calendar, **form.cleaned_data
    )


def rectify(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.open_rectification(case=case, by=by, at=at)


def close(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.close_case(case=case, by=by, at=at, **form.cleaned_data)


def archive(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.archive_case(case=case, by=by, at=at)


def reopen(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.reopen_case(
        case=case, by=by, at=at, calendar=form.calendar, **form.cleaned_data
    )


def pause(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.suspend_case(case=case, by=by, at=at, **form.cleaned_data)


def resume(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.resume_case(case=case, by=by, at=at, calendar=form.calendar)


def many(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    reason = form.cleaned_data["why"]
    return services.convert_to_many(case=case, reason=reason, by=by, at=at, calendar=form.calendar)


def extend(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.ask_more_time(by=by, at=at, **form.cleaned_data)


def decide(case: Case, form: DecideForm, by: User, at: datetime) -> Any:
    """:raises CaseError: if nothing is asked for any more."""
    if form.asked is None:
        raise CaseError(_("Nobody asks for more time any more."))
    return services.decide_more_time(
        more=form.asked, by=by, at=at, calendar=form.calendar, **form.cleaned_data
    )


def withdraw(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.withdraw_case(case=case, by=by, at=at, **form.cleaned_data)


def take(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.take_case(case=case, by=by, at=at, **form.cleaned_data)


def sort(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    changes = form.cleaned_data
    return services.sort_case(case=case, changes=changes, by=by, at=at, calendar=form.calendar)


def accuse(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.make_accusation(case=case, by=by, at=at, **form.cleaned_data)


def mark_fabricated(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.mark_fabricated(case=case, by=by, at=at, **form.cleaned_data)


def confirm_fabricated(case: Case, form: ConfirmFabricatedForm, by: User, at: datetime) -> Any:
    """:raises CaseError: if nothing waits to be confirmed any more."""
    if form.asked is None:
        raise CaseError(_("Nobody said that it was made up, or somebody confirmed it already."))
    return services.confirm_fabricated(mark=form.asked, by=by, at=at, **form.cleaned_data)


def recheck(case: Case, form: RecheckForm, by: User, at: datetime) -> Any:
    """:raises CaseError: if nothing waits to be re-checked any more."""
    if form.asked is None:
        raise CaseError(_("It was not drawn for a re-check, or it was re-checked already."))
    return services.record_recheck(
        recheck=form.asked, by=by, at=at, calendar=form.calendar, **form.cleaned_data
    )


def note(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.write_entry(case=case, by=by, at=at, **form.cleaned_data)


@atomic_with_files()
def attach(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    """Hang files on a case: all of them, or none."""
    audience = form.cleaned_data["audience"]
    for name, content in _read(form.cleaned_data["files"]):
        services.attach_file(case=case, name=name, content=content, audience=audience, by=by, at=at)


def show(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.show_file(case=case, by=by, at=at, **form.cleaned_data)


def take_off(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.withdraw_file(case=case, by=by, at=at, **form.cleaned_data)


def merge(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    asked = form.cleaned_data
    return services.merge_cases(cases=[case, *asked["others"]], why=asked["why"], by=by, at=at)


def unmerge(case: Case, form: StepForm, by: User, at: datetime) -> Any:
    return services.unmerge_case(case=case, by=by, at=at, **form.cleaned_data)
