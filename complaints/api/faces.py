"""Cases as the API shows them to the institution they were given to: codes, and words beside them.

Nothing here tells who complained: not the original words, no name, no phone, of no case.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from bureau.api.answers import moment
from bureau.models import ApiClient, Attachment
from complaints import selectors
from complaints.choices import CHANNELS, FINDINGS, PUBLIC_STATES, STATES, TYPES
from complaints.models import Allegation, Case, Entry, UnitReport
from complaints.rules import workflow
from complaints.rules.words import CaseState

LINE = ("pk", "at", "is_lead", "report_due_on", "case__no", "case__state", "case__type",
        "case__channel", "case__category__code", "case__category__name", "case__department__name",
        "case__safety_urgent")  # fmt: skip
MORE = ("case", "case__dispatch_text", "case__received_at", "case__occurred_on", "case__finding",
        "case__verified_at")  # fmt: skip
LINE_FIELDS = ("no", "state", "state_display", "type", "type_display", "channel",
               "channel_display", "category", "category_display", "department", "safety_urgent",
               "is_lead", "given_at", "report_due_on", "is_overdue", "url")  # fmt: skip


def place_of(no: str) -> str:
    return reverse("api_cases:case", args=[no])


def case_line(row: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Show one case of a list, of the values a list reads."""
    state, kind, channel = row["case__state"], row["case__type"], row["case__channel"]
    due_on = row["report_due_on"] if state != CaseState.SUSPENDED else None
    return {
        "no": row["case__no"],
        "state": state,
        "state_display": str(STATES[state]),
        "type": kind,
        "type_display": str(TYPES[kind]),
        "channel": channel,
        "channel_display": str(CHANNELS[channel]),
        "category": row["case__category__code"],
        "category_display": row["case__category__name"],
        "department": row["case__department__name"],
        "safety_urgent": row["case__safety_urgent"],
        "is_lead": row["is_lead"],
        "given_at": moment(row["at"]),
        "report_due_on": due_on,
        "is_overdue": due_on is not None and due_on < day,
        "url": place_of(row["case__no"]),
    }


def case_face(row: Mapping[str, Any], client: ApiClient, day: date) -> dict[str, Any]:
    """Show a case with what the institution was told of it, and what it said itself."""
    of_case = {"case": row["case"]}
    is_found = row["case__verified_at"] is not None
    alleged = Allegation.objects.visible_to(client).filter(**of_case).order_by("position")
    reports = UnitReport.objects.visible_to(client).filter(**of_case).order_by("at", "pk")
    notes = Entry.objects.visible_to(client).filter(**of_case).order_by("at", "pk")
    return {
        **case_line(row, day),
        "text": row["case__dispatch_text"],
        "received_at": moment(row["case__received_at"]),
        "occurred_on": row["case__occurred_on"],
        **_finding(row["case__finding"] if is_found else ""),
        "allegations": [_allegation(one, is_found=is_found) for one in alleged],
        "reports": [
            {"text": one.text, "opinion": one.opinion or None, "at": moment(one.at)}
            for one in reports
        ],
        "notes": [{"text": one.text, "at": moment(one.at)} for one in notes],
        "attachments": [
            file_face(one, row["case__no"], client)
            for one in selectors.files_of_no(row["case__no"], user=client)
        ],
    }


def _finding(finding: str) -> dict[str, str | None]:
    words = str(FINDINGS[finding]) if finding else None
    return {"finding": finding or None, "finding_display": words}


def _allegation(one: Allegation, *, is_found: bool) -> dict[str, Any]:
    """Show what is alleged; what was found of it only once it holds."""
    found = _finding(one.finding if is_found else "")
    return {"text": one.text, **found, "basis": one.basis if is_found else None}


def file_face(file: Attachment, no: str, client: ApiClient) -> dict[str, Any]:
    sender = file.sender
    return {
        "id": file.pk,
        "name": file.file.name,
        "media_type": file.media_type,
        "size": file.file.size,
        "is_own": sender is not None and sender.institution_id == client.institution_id,
        "at": moment(file.at),
        "url": place_of_file(no, file.pk),
    }


def place_of_file(no: str, pk: UUID) -> str:
    return reverse("api_cases:file", args=[no, pk])


def registered_face(case: Case) -> dict[str, Any]:
    """Show what the institution handed in as the public is told it, and no step of the bureau's."""
    state = workflow.PUBLIC[CaseState(case.state)]
    return {
        "no": case.no,
        "state": str(state),
        "state_display": str(PUBLIC_STATES[state]),
        "source_no": case.external_no.partition("/")[2],
        "url": place_of(case.no),
    }


def moved_face(case: Case) -> dict[str, Any]:
    return {"no": case.no, "state": case.state, "state_display": str(STATES[case.state])}
