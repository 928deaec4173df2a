"""The second word on two records of one person, and its end: one table for page and admin."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from accountability import services
from accountability.forms.joining import UndoForm
from accountability.models import SamePerson
from accountability.selectors import persons
from bureau.models import User
from bureau.verbs import StepForm, Verb

JOINS = ("accountability.join_records",)


class Step(StrEnum):
    APPROVE = "approve"
    UNDO = "undo"


def _approve(row: SamePerson, form: StepForm, by: User, at: datetime) -> Any:
    return services.approve_joining(row=row, by=by, at=at)


def _undo(row: SamePerson, form: StepForm, by: User, at: datetime) -> Any:
    return services.undo_joining(row=row, reason=form.cleaned_data["reason"], by=by, at=at)


VERBS: Mapping[StrEnum, Verb] = {
    Step.APPROVE: Verb(Step.APPROVE, JOINS, _("Approve that it is one person"),
                       _("Approved. Both records count as one from now on."), _approve),
    Step.UNDO: Verb(Step.UNDO, JOINS, _("Part the records again"),
                    _("Parted. Each record counts for itself."), _undo, UndoForm),
}  # fmt: skip


def why_not(user: User, row: SamePerson, verb: Verb) -> str:
    """Say what keeps somebody from a step; empty if nothing."""
    lacks = persons.lacks_to_approve if verb.step is Step.APPROVE else persons.lacks_to_undo
    return lacks(row, by=user)
