"""Registers, submissions and row problems as the API shows them: codes, and words beside them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from bureau.api.answers import moment
from bureau.api.problems import pointer
from bureau.models import ApiClient
from followups import selectors, wording
from followups.choices import REGISTER_STATES, ROW_STATES, SEVERITIES, UPLOAD_STATES
from followups.models import (
    FollowUpRecord,
    MonthlyRegister,
    RegisterRow,
    RegisterVersion,
    RowRemoval,
    SpotCheck,
    Upload,
)
from followups.rules import register as rules
from followups.rules.problems import Problem

LINE = ("month", "due_on", "arrived_on", "completed_on", "is_nil", "returned_at")
LINE_FIELDS = (*LINE, "state", "state_display", "late_days", "url")
PROBLEM_FIELDS = ("row", "state", "state_display", "problems")
Layout = Mapping[str, Any]


def register_line(row: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Show one register of a list, of the values a list reads."""
    stands = rules.standing(
        due=row["due_on"],
        arrived_on=row["arrived_on"],
        completed_on=row["completed_on"],
        is_nil=row["is_nil"],
        day=day,
    )
    month = f"{row['month']:%Y-%m}"
    return {
        **{name: row[name] for name in LINE},
        "month": month,
        "returned_at": moment(row["returned_at"]) if row["returned_at"] else None,
        **state_of(stands.state),
        "late_days": stands.late_days,
        "url": reverse("api_registers:register", args=[month]),
    }


def state_of(state: rules.RegisterState, name: str = "state") -> dict[str, str]:
    return {name: str(state), f"{name}_display": str(REGISTER_STATES[state])}


def register_face(register: MonthlyRegister, *, client: ApiClient, day: date) -> dict[str, Any]:
    """Show a register with its versions; a spot-check only when all its results are in."""
    # By the key: a month that nothing was handed in for yet may have no row.
    of_it = {"register_id": register.pk}
    versions = RegisterVersion.objects.filter(**of_it).order_by("number")
    for version in versions:
        version.register = register
    checks = SpotCheck.objects.visible_to(client).in_force().filter(**of_it)
    return {
        **register_line({name: getattr(register, name) for name in LINE}, day),
        "institution": {
            "code": register.institution.code,
            "name": register.institution.name,
        },
        "return_reason": selectors.why_returned(register),
        "is_closed": selectors.is_closed(register.month),
        "rows": FollowUpRecord.objects.filter(**of_it).count(),
        "rows_taken_out": [_removal(one) for one in RowRemoval.objects.filter(**of_it)],
        "versions": [_version(version) for version in versions],
        "spot_checks": _checks(checks.order_by("number")),
    }


def _removal(one: RowRemoval) -> dict[str, Any]:
    return {
        "inpatient_no": one.inpatient_no,
        "discharged_on": one.discharged_on,
        "seq": one.seq,
        "at": moment(one.at),
        "reason": one.reason,
    }


def _version(version: RegisterVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "receipt_no": version.receipt_no,
        "arrived_at": moment(version.arrived_at),
        "submitted_at": moment(version.submitted_at),
        "after_closing": version.after_closing,
        "reason": version.reason,
        "counts": _counts(version),
        "submission_url": _place(version.register, version.upload_id),
    }


def _counts(of: RegisterVersion | Upload) -> dict[str, int]:
    return {
        "new": of.rows_new,
        "updated": of.rows_updated,
        "unchanged": of.rows_unchanged,
        "refused": of.rows_refused,
    }


def _place(register: MonthlyRegister, key: Any, name: str = "submission") -> str | None:
    return reverse(f"api_registers:{name}", args=[register.month_text, key]) if key else None


def _checks(checks: Iterable[SpotCheck]) -> list[dict[str, Any]]:
    found = list(checks)
    figures = selectors.figures_of_checks(found)
    corrected = selectors.corrected_people(found)
    return [
        {
            "number": check.number,
            "drawn_at": moment(check.drawn_at),
            "finished_at": moment(check.finished_at),
            **figures[check.pk]._asdict(),
            "corrected": corrected.get(check.pk, 0),
        }
        for check in found
    ]


def submission_face(
    upload: Upload, version: RegisterVersion | None, *, warnings: int
) -> dict[str, Any]:
    """Show one submission; `version` is what it made, if it made one."""
    return {
        "id": upload.pk,
        "url": _place(upload.register, upload.pk),
        "month": upload.register.month_text,
        "state": str(upload.state),
        "state_display": str(UPLOAD_STATES[upload.state]),
        "arrived_at": moment(upload.arrived_at),
        "rows": upload.rows_total,
        "counts": _counts(version or upload),
        "warnings": warnings,
        "version": version.number if version else None,
        "receipt_no": version.receipt_no if version else None,
        "problems_url": _place(upload.register, upload.pk, "problems"),
    }


def problem_row(row: RegisterRow, upload: Upload) -> dict[str, Any]:
    """Show what is wrong with a staged row."""
    is_pushed = upload.file_id is None
    return {
        "row": row.number,
        "state": str(row.state),
        "state_display": str(ROW_STATES[row.state]),
        "problems": [
            {
                "field": problem.field,
                "column": wording.column_title(problem.field, upload.layout),
                "pointer": place_of(row.number, problem) if is_pushed else None,
                "code": str(problem.code),
                "severity": str(problem.severity),
                "severity_display": str(SEVERITIES[problem.severity]),
                "message": wording.problem_sentence(problem),
                "remedy": wording.remedy_sentence(problem, pushed=True),
            }
            for problem in selectors.problems_of(row)
        ],
    }


def place_of(number: int, problem: Problem) -> str:
    """Point to the cell of a row that was sent; rows count from 1, arrays from 0."""
    return pointer("rows", number - 1, problem.field)
