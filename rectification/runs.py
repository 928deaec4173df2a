"""Each step's form handed to its service: one call, or a few that belong together."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bureau.models import User
from bureau.rules import Audience
from bureau.services import BureauError, change_audience
from rectification import services
from rectification.forms.ledger import (
    ChangeForm,
    IssueForm,
    StepForm,
)
from rectification.forms.orders import CorrectForm
from rectification.forms.verdicts import DecideForm
from rectification.models import Item
from rectification.rules.words import LookBackResult, Method, RectKind, Stage
from rectification.services import LedgerError


def report_done(item: Item, form: StepForm, by: User, at: datetime) -> Any:
    """Keep the photos, then apply. A photo that is not taken leaves the others and the words."""
    asked = form.cleaned_data
    hang(item, asked["files"], stage=Stage.AFTER, by=by, at=at)
    return services.request_closure(
        item=item, done=asked["done"], self_check=asked["self_check"],
        by=by, at=at, calendar=form.calendar,
    )  # fmt: skip


def hang(
    item: Item,
    files: list[UploadedFile],
    *,
    stage: Stage,
    caption: str = "",
    shown: bool = False,
    by: User,
    at: datetime,
) -> None:
    """Hang files on an item, each for itself.

    :raises LedgerError: naming those that were not taken; the others hang.
    """
    refused = []
    for file in files:
        try:
            evidence = services.add_evidence(
                item=item, stage=stage, name=file.name or "", content=file.read(),
                caption=caption, by=by, at=at,
            )  # fmt: skip
            if shown:
                change_audience(
                    attachment=evidence.attachment, audience=Audience.INSTITUTION, by=by, at=at
                )
        except LedgerError:
            raise
        except BureauError as error:
            refused.append(_("%(name)s: %(why)s") % {"name": file.name, "why": error})
    if refused:
        kept = len(files) - len(refused)
        words = _("Not taken: %(files)s What you wrote is below.")
        if kept:
            words = ngettext(
                "Not taken: %(files)s The other file is kept; what you wrote is below.",
                "Not taken: %(files)s The other %(n)s files are kept; what you wrote is below.",
                kept,
            )
        raise LedgerError(words % {"files": " ".join(refused), "n": kept})


def take_back_closure(item: Item, form: StepForm, by: User, at: datetime) -> Any:
    return services.take_back_closure(item=item, by=by, at=at, **form.cleaned_data)


def add_evidence(item: Item, form: StepForm, by: User, at: datetime) -> Any:
    asked = form.cleaned_data
    return hang(
        item, asked["files"], stage=Stage(asked["stage"]), caption=asked["caption"],
        shown=asked.get("shown", False), by=by, at=at,
    )  # fmt: skip


def submit_plan(item: Item, form: StepForm, by: User, at: datetime) -> Any:
    return services.submit_plan(item=item, by=by, at=at, **form.cleaned_data)


def report_progress(item: Item, form: StepForm, by: User, at: datetime) -> Any:
    return services.report_progress(item=item, by=by, at=at, **form.cleaned_data)


def ask_extension(item: Item, form: StepForm, by: User, at: datetime) -> Any:
    return services.ask_extension(item=item, by=by, at=at, **form.cleaned_data)


def decide_extension(item: Item, form: DecideForm, by: User, at: datetime) -> Any:
    """:raises LedgerError: if nothing is asked for any more, or something else by now."""
    said, asked = dict(form.cleaned_data), form.asked
    if asked is None:
        raise LedgerError(_("Nobody asks for more time any more."))
    seen = said.pop("extension")
    if seen not in {None, asked.pk} and item.extensions.filter(pk=seen).exists():
        raise LedgerError(_("Another request waits here by now: please look at that one first."))
    return services.decide_extension(extension=asked, by=by, at=at, **said)


def issue_item(item: Item, form: IssueForm, by: User, at: datetime) -> Any:
    asked = form.cleaned_data
    return services.issue_item(
        item=item, kind=RectKind(asked["kind"]), leader=form.leader_of(item),
        sections=form.sections, due_on=asked["due_on"], term_reason=asked["term_reason"],
        by=by, at=at, calendar=form.calendar,
    )  # fmt: skip


def dismiss_item(item: Item, form: StepForm, by: User, at: datetime) -> Any:
    return services.dismiss_item(item=item, by=by, at=at, **form.cleaned_data)


def reopen_for_draft(item: Item, form: StepForm, by: User, at: datetime) -> Any:
    """Reopen what the draft tells of; the draft is laid aside for it."""
    asked = form.cleaned_data
    return services.reopen_item(
        item=asked["same_as"], found_on=item.found_on, note=asked["note"], draft=item,
        by=by, at=at,
    )  # fmt: skip


def begin_verification(item: Item, form: StepForm, by: User, at: datetime) -> Any:
    return services.begin_verification(item=item, by=by, at=at)


def accept_closure(item: Item, form: StepForm, by: User, at: datetime) -> Any:
    asked = form.cleaned_data
    return services.accept_closure(
        item=item, method=Method(asked["method"]), opinion=asked["opinion"],
        in_public=asked.get("in_public", False), ends=asked.get("ends", False),
        application=asked["application"], by=by, at=at,
    )  # fmt: skip


def strike_off(item: Item, form: StepForm, by: User, at: datetime) -> Any:
    return services.strike_off(item=item, by=by, at=at)


def return_item(item: Item, form: StepForm, by: User, at: datetime) -> Any:
    return services.return_item(item=item, by=by, at=at, **form.cleaned_data)


def record_look_back(item: Item, form: StepForm, by: User, at: datetime) -> Any:
    """:raises LedgerError: if none is waiting any more."""
    asked = form.cleaned_data
    look_back = item.look_backs.waiting().first()
    if look_back is None:
        raise LedgerError(_("No look-back is waiting here any more."))
    return services.record_look_back(
        look_back=look_back, result=LookBackResult(asked["result"]), note=asked["note"],
        by=by, at=at,
    )  # fmt: skip


def reopen_item(item: Item, form: StepForm, by: User, at: datetime) -> Any:
    return services.reopen_item(item=item, by=by, at=at, **form.cleaned_data)


def correct_order(item: Item, form: CorrectForm, by: User, at: datetime) -> Any:
    return services.correct_order(
        item=item, changes=form.changes, reason=form.cleaned_data["reason"], by=by, at=at
    )


def withdraw_item(item: Item, form: StepForm, by: User, at: datetime) -> Any:
    return services.withdraw_item(item=item, by=by, at=at, **form.cleaned_data)


def change_item(item: Item, form: ChangeForm, by: User, at: datetime) -> Any:
    changes = dict(form.cleaned_data)
    reason = changes.pop("reason")
    return services.change_item(item=item, changes=changes, reason=reason, by=by, at=at)
